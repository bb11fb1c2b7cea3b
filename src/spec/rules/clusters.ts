import { error, notice, warning } from './rule.ts';

export const clusterRules = {
  'cluster-kind': error(
    'a cluster is neither an Aiven service nor a complete external cluster, or both',
    'An Aiven cluster has `service`; an external cluster has `bootstrap_servers` and `security_protocol`.',
    'core: { service: kafka-core, bootstrap_servers: [kafka:9092] }',
  ),
  'bootstrap-server-not-allowed': error(
    'a bootstrap server is not among the brokers that may be contacted',
    '`brokers` replaces the hosts of `bootstrap_servers` for this action, so it must cover them.',
    "bootstrap_servers: ['kafka-1.corp.example:9093']\nbrokers: ['kafka-2.corp.example:9093']",
  ),
  'broker-pattern-unprotected': error(
    'a pattern for brokers whose names are not checked',
    'Without TLS and the check of the host name anybody who answers for a name under the pattern, or on any port of the host, gets the login. Write hosts and ports in full.',
    "security_protocol: SASL_PLAINTEXT\nbrokers: ['b-*.prod.kafka.example:9092']",
  ),
  login: error(
    'a login does not fit the security protocol',
    'SASL needs a mechanism, a user name and a password. SSL takes a client certificate with its key, or none. What a protocol does not use is refused, because it would look as if it protected something.',
    'security_protocol: SSL\nadmin: { sasl_plain_username: admin }',
  ),
  'no-admin': error(
    'topics or ACLs of an external cluster that this tool cannot log in to',
    'Without `admin` topics and ACLs of the cluster are not managed.',
    'onprem: { bootstrap_servers: […], security_protocol: SSL, topics: { edge: {} } }',
  ),
  'cluster-twice': error(
    'two clusters of the spec are one: the same Aiven service, a broker in common, or the same cluster id',
    'Each would manage the same topics and ACLs and take away the rights that flows of the other need. MirrorMaker 2 may know one cluster by several `aliases`. Brokers are compared by address, and by the cluster id once they have told it.',
    'a: { service: kafka-core }\nb: { service: kafka-core }   # instead: a: { service: kafka-core, aliases: { a: {}, b: {} } }',
  ),
  'endpoint-twice': error(
    'two clusters share one integration endpoint',
    'An endpoint has one set of bootstrap servers; each cluster would overwrite the other.',
    'a: { mirror: { endpoint: onprem } }\nb: { mirror: { endpoint: onprem } }',
  ),
  'alias-twice': error(
    'an alias stands for two clusters',
    'Flows name aliases, so each must lead to one cluster; one that is the name of another cluster would be read as that.',
    'a: { service: kafka-a, aliases: { x: {} } }\nb: { service: kafka-b, aliases: { x: {} } }',
  ),
  'endpoint-unused': error(
    '`mirror.endpoint` where each alias names an endpoint of its own',
    'No alias is attached through it, so it would not be created.',
    'aliases: { src1: { endpoint: set1 } }\nmirror: { endpoint: onprem }',
  ),
  'cluster-unused': notice(
    'a cluster that nothing uses',
    'It has no topics, ACLs, ownership or flow, so nothing is done with it.',
    'clusters:\n  old: { service: kafka-old }',
  ),
  'plaintext-credentials': warning(
    'a password travels without encryption',
    'With SASL_PLAINTEXT everybody on the way can read a PLAIN password, and can attack a SCRAM one offline.',
    'security_protocol: SASL_PLAINTEXT',
  ),
  unencrypted: warning(
    'a cluster is reached without encryption',
    'With PLAINTEXT records travel readable and anyone may connect.',
    'security_protocol: PLAINTEXT',
  ),
  'hostname-check-off': warning(
    'the host name of brokers is not checked',
    'Any certificate of the CA is then accepted for any broker, so one leaked key is enough to pose as all.',
    "ssl_endpoint_identification_algorithm: ''",
  ),
} as const;
