import { readFileSync } from 'node:fs';
import type { MemoryBackend } from '../../../sandbox/aiven/memory-backend.ts';
import { type MemoryWorld, project } from './memory-world.ts';

/** What an apply of `specOfEveryKind` needs beside the step's inputs. */
export const secretsOfEveryKind = { PARTNER_PASSWORD: 'a password of this test' };

const numbers = [1, 2, 3, 4, 5, 6];

/**
 * Creates, changes and deletes topics and ACLs of both kinds, an endpoint, integrations and flows: 26 writes, all of them
 * through Aiven. `enabled`: one flow is enabled, which is one more, after it was created disabled.
 */
export function filesOfEveryKind({
  enabled,
}: {
  readonly enabled: boolean;
}): Readonly<Record<string, string>> {
  return {
    'kafka/certs/partner-ca.pem': readFileSync('examples/certs/partner-ca.pem', 'utf8'),
    'kafka/spec.yaml': `version: 1
name: prod
project: ${project}
clusters:
  core:
    service: kafka-core
    manage: { topics: { scope: [orders.*] }, acls: { principals: [User:app] } }
    topics:
${numbers.map((each) => `      orders.new${each}: { partitions: 1, replication: 3 }`).join('\n')}
${[1, 2, 3].map((each) => `      orders.grown${each}: { partitions: 3, replication: 3, config: { retention.ms: 1d } }`).join('\n')}
    removed: { topics: { ${[1, 2, 3].map((each) => `orders.old${each}: { reason: replaced }`).join(', ')} } }
    acls:
      kafka:
        - { principal: User:app, topic: orders., pattern: prefixed, allow: [Read, Write, Describe] }
        - { principal: User:app, topic: orders.new1, deny: [Write], host: 10.1.2.3 }
      aiven:
        - { username: app, topic: orders.new*, permission: read }
        - { username: app, topic: orders.grown*, permission: write }
  copy: { service: kafka-copy }
  partner:
    bootstrap_servers: [localhost:1]
    security_protocol: SASL_SSL
    sasl_mechanism: SCRAM-SHA-512
    ssl_ca_cert: { file: kafka/certs/partner-ca.pem }
    mirror: { endpoint: partner-kafka, sasl_plain_username: mm2, sasl_plain_password: { secret: PARTNER_PASSWORD } }
mirrormaker:
  mm2-core:
    flows:
      core -> copy: { topics: ['orders\\.grown1'], enabled: ${enabled}, emit_heartbeats_enabled: true }
      partner -> core:
        { topics: ['invoices'], enabled: false, access: 'off', create_topics: none, emit_heartbeats_enabled: true }
`,
  };
}

export async function startingState(backend: MemoryBackend): Promise<void> {
  const topic = { partitions: 1, replication: 3, config: {} };
  for (const each of [1, 2, 3]) {
    await backend.createTopic({ ...topic, name: `orders.grown${each}` });
    await backend.createTopic({ ...topic, name: `orders.old${each}` });
  }
  for (const operation of ['WRITE', 'ALTER']) {
    await backend.createAcl({
      principal: 'User:app',
      host: '*',
      resourceType: 'TOPIC',
      resourceName: 'orders.old1',
      patternType: 'LITERAL',
      operation,
      permission: 'ALLOW',
    });
  }
}

/** Everything that the spec names, a line each. */
export async function stateOf({ aiven, backend }: MemoryWorld): Promise<readonly string[]> {
  const { world } = aiven;
  const names = (await backend.listTopics()).map(({ name }) => name);
  const topics = await backend.describeTopics(names);
  const acls = await backend.listAcls();
  return [
    ...topics
      .map(({ name, partitions, replication, config }) => {
        const own = config.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG');
        return `topic ${name} ${partitions}×${replication} ${own.map(({ name: key, value }) => `${key}=${value}`).sort()}`;
      })
      .sort(),
    ...acls.map((acl) => `ACL ${Object.values(acl).join(' ')}`).sort(),
    ...world
      .aivenAcls(project, 'kafka-core')
      .map(({ username, permission, topic }) => `Aiven ACL ${username} ${permission} ${topic}`)
      .sort(),
    ...world.endpoints(project).map(({ name, type }) => `endpoint ${name} ${type}`),
    ...world
      .integrations(project, 'mm2-core')
      .map(({ source, userConfig }) => `integration ${userConfig['cluster_alias']} from ${source.type}`)
      .sort(),
    ...world
      .flows(project, 'mm2-core')
      .map((flow) => `flow ${flow.source_cluster} -> ${flow.target_cluster} enabled=${flow.enabled}`)
      .sort(),
  ];
}
