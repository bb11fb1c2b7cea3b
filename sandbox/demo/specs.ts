import type { SandboxWorld } from '../world.ts';
import { mirrorUser } from '../world.ts';

/** What the repository's main branch says before the story begins: one Aiven service with two topics. */
export function specBefore(world: SandboxWorld): string {
  return `# yaml-language-server: $schema=../schema/spec.v1.json
version: 1
name: prod
project: ${world.project}

clusters:
  core:
    service: kafka-core
    manage:
      topics: { scope: [orders.*, payments] }
      acls: { principals: [User:svc-*] }
    topics:
      orders.created: { partitions: 3, replication: 1, config: { retention.ms: 7d } }
      payments: { partitions: 3, replication: 1, config: { retention.ms: -1 } }
`;
}

/**
 * What the pull request makes of it: the external cluster \`onprem\`, a flow from there to \`core\`, topics and ACLs on
 * both sides, one changed retention, one removed topic.
 */
export function specAfter(world: SandboxWorld): string {
  return `# yaml-language-server: $schema=../schema/spec.v1.json
version: 1
name: prod
project: ${world.project}

topic_profiles:
  events: { partitions: 3, replication: 1, config: { retention.ms: 7d } }

clusters:
  core:
    service: kafka-core
    manage:
      topics: { scope: [orders.*, payments] }
      acls: { principals: [User:svc-*] }
    topics:
      orders.created: { profile: events, partitions: 6 }
      orders.snapshot: { profile: events, config: { cleanup.policy: compact, max.message.bytes: 2MiB } }
      payments: { partitions: 3, replication: 1, config: { retention.ms: 30d } }
    removed:
      topics:
        orders.v0: { reason: replaced by orders.created }
    acls:
      kafka:
        - { principal: User:svc-audit, topic: orders., pattern: prefixed, allow: [Read, Describe] }
        - { principal: User:svc-audit, group: svc-audit, allow: [Read] }
        - { principal: User:svc-audit, topic: payments, deny: [Read] }
      aiven:
        - { username: svc-legacy, topic: orders.*, permission: read }

  onprem:
    bootstrap_servers: [${world.onprem.kafka.bootstrapServers}]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    ssl_ca_cert: { file: kafka/certs/onprem-ca.pem }
    mirror:
      endpoint: onprem-kafka
      sasl_plain_username: ${mirrorUser}
      sasl_plain_password: { secret: ONPREM_MM2_PASSWORD }
    admin:
      sasl_plain_username: ${world.onprem.kafka.admin.username}
      sasl_plain_password: { secret: ONPREM_ADMIN_PASSWORD }
    manage:
      topics: { scope: [edge.*] }
      acls: { principals: ["User:${mirrorUser}"] }
    topics:
      edge.readings: { partitions: 4, replication: 1, config: { retention.ms: 2d } }
      edge.alerts.fire: { partitions: 1, replication: 1 }

mirrormaker:
  mm2-core:
    flows:
      onprem -> core:
        topics: ['edge\\.readings', 'edge\\.alerts\\..*']
        enabled: true
        replication_factor: 1
        sync_group_offsets_enabled: true
        groups: [edge-*]
`;
}

/** The spec and what it refers to, as files of the repository. */
export function specFiles(world: SandboxWorld, spec: string): Record<string, string> {
  return { 'kafka/spec.yaml': spec, 'kafka/certs/onprem-ca.pem': world.onprem.kafka.caPem };
}
