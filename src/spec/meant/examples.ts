/**
 * Values that show how a place of the spec is written, by its path: `*` is a name, `#` an item of a list. Every map and every list of the
 * schema has one here, and so has what must not be missing.
 */
const examples: Readonly<Record<string, string>> = {
  version: '1',
  name: 'prod',
  project: 'my-project',
  topic_profiles: '{ events: { partitions: 6, replication: 3 } }',
  'topic_profiles/*': '{ partitions: 6, replication: 3 }',
  'topic_profiles/*/config': '{ retention.ms: 7d }',
  'topic_profiles/*/tags': '{ team: orders }',
  clusters: '{ core: { service: kafka-core } }',
  'clusters/*': '{ service: kafka-core }',
  'clusters/*/bootstrap_servers': '[kafka-1.corp.example:9093]',
  'clusters/*/brokers': "['kafka-1.corp.example:*']",
  'clusters/*/aliases': '{ onprem: {} }',
  'clusters/*/aliases/*': '{ endpoint: onprem-kafka }',
  'clusters/*/ssl_ca_cert': '{ file: certs/ca.pem }',
  'clusters/*/mirror': '{ sasl_plain_username: aiven-mm2, sasl_plain_password: { secret: MM2_PASSWORD } }',
  'clusters/*/mirror/sasl_plain_password': '{ secret: MM2_PASSWORD }',
  'clusters/*/mirror/ssl_client_cert': '{ secret: MM2_CERT }',
  'clusters/*/mirror/ssl_client_key': '{ secret: MM2_KEY }',
  'clusters/*/admin': '{ sasl_plain_username: kafka-admin, sasl_plain_password: { secret: ADMIN_PASSWORD } }',
  'clusters/*/admin/sasl_plain_password': '{ secret: ADMIN_PASSWORD }',
  'clusters/*/admin/ssl_client_cert': '{ secret: ADMIN_CERT }',
  'clusters/*/admin/ssl_client_key': '{ secret: ADMIN_KEY }',
  'clusters/*/manage': "{ topics: { scope: [orders.*] }, acls: { principals: ['User:svc-*'] } }",
  'clusters/*/manage/topics': '{ scope: [orders.*] }',
  'clusters/*/manage/topics/scope': '[orders.*]',
  'clusters/*/manage/topics/exclude': '[orders.scratch.*]',
  'clusters/*/manage/acls': "{ principals: ['User:svc-*'] }",
  'clusters/*/manage/acls/principals': "['User:svc-*']",
  'clusters/*/topics': '{ orders: { partitions: 6, replication: 3 } }',
  'clusters/*/topics/*': '{ partitions: 6, replication: 3 }',
  'clusters/*/topics/*/config': '{ retention.ms: 7d }',
  'clusters/*/topics/*/tags': '{ team: orders }',
  'clusters/*/topics/*/produce': '[User:svc-orders]',
  'clusters/*/topics/*/produce/#': '{ principal: User:svc-orders }',
  'clusters/*/topics/*/produce/#/principal': 'User:svc-orders',
  'clusters/*/topics/*/produce/#/username': 'svc-orders',
  'clusters/*/topics/*/produce/#/transactional_id': '{ prefix: svc-orders- }',
  'clusters/*/topics/*/produce/#/transactional_id/#': '{ prefix: svc-orders- }',
  'clusters/*/topics/*/consume': '[{ principal: User:svc-audit, group: audit }]',
  'clusters/*/topics/*/consume/#': '{ principal: User:svc-audit, group: audit }',
  'clusters/*/topics/*/consume/#/principal': 'User:svc-audit',
  'clusters/*/topics/*/consume/#/username': 'svc-audit',
  'clusters/*/topics/*/consume/#/group': 'audit',
  'clusters/*/removed': '{ topics: { orders.old: { reason: replaced by orders } } }',
  'clusters/*/removed/topics': '{ orders.old: { reason: replaced by orders } }',
  'clusters/*/removed/topics/*': '{ reason: replaced by orders }',
  'clusters/*/acls': '{ kafka: [{ principal: User:svc-audit, topic: orders, allow: [Read] }] }',
  'clusters/*/acls/kafka': '[{ principal: User:svc-audit, topic: orders, allow: [Read] }]',
  'clusters/*/acls/kafka/#': '{ principal: User:svc-audit, topic: orders, allow: [Read] }',
  'clusters/*/acls/kafka/#/principal': 'User:svc-audit',
  'clusters/*/acls/kafka/#/topic': '{ prefix: orders. }',
  'clusters/*/acls/kafka/#/topic/#': '{ prefix: orders. }',
  'clusters/*/acls/kafka/#/group': '{ prefix: svc-audit- }',
  'clusters/*/acls/kafka/#/group/#': '{ prefix: svc-audit- }',
  'clusters/*/acls/kafka/#/transactional_id': '{ prefix: svc-orders- }',
  'clusters/*/acls/kafka/#/transactional_id/#': '{ prefix: svc-orders- }',
  'clusters/*/acls/kafka/#/allow': '[Read]',
  'clusters/*/acls/kafka/#/deny': '[Read]',
  'clusters/*/acls/kafka/#/produce': '[orders]',
  'clusters/*/acls/kafka/#/produce/#': '{ prefix: orders. }',
  'clusters/*/acls/kafka/#/consume': '{ topics: [orders], group: svc-audit }',
  'clusters/*/acls/kafka/#/consume/topics': '[orders]',
  'clusters/*/acls/kafka/#/consume/topics/#': '{ prefix: orders. }',
  'clusters/*/acls/kafka/#/consume/group': 'svc-audit',
  'clusters/*/acls/aiven': '[{ username: svc-audit, topic: orders.*, permission: read }]',
  'clusters/*/acls/aiven/#': '{ username: svc-audit, topic: orders.*, permission: read }',
  'clusters/*/acls/aiven/#/username': 'svc-audit',
  'clusters/*/acls/aiven/#/topic': 'orders.*',
  'clusters/*/acls/aiven/#/produce': '[orders]',
  'clusters/*/acls/aiven/#/consume': '{ topics: [orders] }',
  'clusters/*/acls/aiven/#/consume/topics': '[orders]',
  mirrormaker: "{ mm2-core: { flows: { onprem -> core: { topics: ['orders\\..*'] } } } }",
  'mirrormaker/*': "{ flows: { onprem -> core: { topics: ['orders\\..*'] } } }",
  'mirrormaker/*/settings': '{ emit_checkpoints_enabled: true }',
  'mirrormaker/*/settings/groups': "['edge-.*']",
  'mirrormaker/*/settings/groups_exclude': "['connect-.*']",
  'mirrormaker/*/clusters': '{ onprem: { consumer_max_poll_records: 2000 } }',
  'mirrormaker/*/clusters/*': '{ consumer_max_poll_records: 2000 }',
  'mirrormaker/*/flows': "{ onprem -> core: { topics: ['orders\\..*'] } }",
  'mirrormaker/*/flows/*': "{ topics: ['orders\\..*'] }",
  'mirrormaker/*/flows/*/topics': "['orders\\..*']",
  'mirrormaker/*/flows/*/topics_exclude': "['.*\\.internal']",
  'mirrormaker/*/flows/*/expect_topics': '{ at_least: 1, at_most: 40 }',
  'mirrormaker/*/flows/*/groups': '[edge-*]',
  'mirrormaker/*/flows/*/config_properties_exclude': '[min.insync.replicas]',
  'mirrormaker/*/removed': '{ flows: { lab -> core: { reason: trial ended } } }',
  'mirrormaker/*/removed/flows': '{ lab -> core: { reason: trial ended } }',
  'mirrormaker/*/removed/flows/*': '{ reason: trial ended }',
  removed: '{ endpoints: { old-dc: { reason: datacentre closed } } }',
  'removed/endpoints': '{ old-dc: { reason: datacentre closed } }',
  'removed/endpoints/*': '{ reason: datacentre closed }',
};

/**
 * `consume: { topics: [orders], group: svc-audit }`: how a place may be written, under the key that is written there. Undefined: no
 * example is kept for it.
 */
export function exampleLine(path: readonly (string | number)[]): string | undefined {
  const found = Object.entries(examples).find(([pattern]) => isAt(path, pattern.split('/')));
  const last = path.at(-1);
  if (found === undefined || last === undefined) return undefined;
  return typeof last === 'number' ? `- ${found[1]}` : `${last}: ${found[1]}`;
}

function isAt(path: readonly (string | number)[], pattern: readonly string[]): boolean {
  return (
    path.length === pattern.length &&
    pattern.every((part, index) => {
      const step = path[index];
      return part === '#'
        ? typeof step === 'number'
        : typeof step === 'string' && (part === '*' || part === step);
    })
  );
}
