/*
 * What the same thing is called in Terraform's provider for Aiven, Strimzi, topicctl, Jikkou, kafka-acls.sh, kafka-topics.sh and
 * MirrorMaker's own properties. Keys are written without case, dots, dashes and underscores.
 */

/** The keys of a spec that such a name may stand for; which of them is known in its place is the one. */
const names: Readonly<Record<string, readonly string[]>> = {
  replicas: ['replication', 'replication_factor'],
  replicationfactor: ['replication', 'replication_factor'],
  replication: ['replication_factor'],
  partitioncount: ['partitions'],
  numpartitions: ['partitions'],
  configs: ['config'],
  configuration: ['config'],
  settings: ['config'],
  labels: ['tags'],
  terminationprotection: ['protect'],
  deletionprotection: ['protect'],
  owner: ['owner_user_group_id'],
  profiles: ['topic_profiles'],
  template: ['profile'],
  servicename: ['service'],
  projectname: ['project'],
  mechanism: ['sasl_mechanism'],
  protocol: ['security_protocol'],
  ca: ['ssl_ca_cert'],
  user: ['sasl_plain_username', 'username'],
  username: ['sasl_plain_username'],
  saslusername: ['sasl_plain_username'],
  password: ['sasl_plain_password'],
  saslpassword: ['sasl_plain_password'],
  cert: ['ssl_client_cert'],
  key: ['ssl_client_key'],
  patterntype: ['pattern'],
  resourcepatterntype: ['pattern'],
  operation: ['allow'],
  operations: ['allow'],
  hosts: ['host'],
  topicsblacklist: ['topics_exclude'],
  topicblacklist: ['topics_exclude'],
  topicsdenylist: ['topics_exclude'],
  topicswhitelist: ['topics'],
  topicwhitelist: ['topics'],
  topicsallowlist: ['topics'],
  replicationpolicyclass: ['replication_policy'],
  groupid: ['group'],
  consumergroup: ['group'],
};

/** Where no key of a spec is the same: what to do instead, if the first is known in the place. */
const advice: Readonly<Record<string, { readonly at: string; readonly hint: string }>> = {
  apiversion: {
    at: 'version',
    hint: 'This file is a resource of another tool. A spec begins with version: 1, name: and project:.',
  },
  kind: { at: 'version', hint: 'Remove it: a spec has no kinds; topics stand under clusters.' },
  metadata: { at: 'version', hint: 'Remove it: the name of a topic is its key under topics.' },
  spec: { at: 'version', hint: 'Remove it: what it holds stands under clusters.' },
  resource: {
    at: 'version',
    hint: 'This is Terraform. Topics stand under clusters: core: { service: kafka-core, topics: { … } }.',
  },
  topicname: {
    at: 'partitions',
    hint: 'Remove it: the name of a topic is its key, as in orders: { partitions: 6 }.',
  },
  name: {
    at: 'partitions',
    hint: 'Remove it: the name of a topic is its key, as in orders: { partitions: 6 }.',
  },
  placement: { at: 'partitions', hint: 'Remove it: brokers place the replicas.' },
  resourcetype: {
    at: 'transactional_id',
    hint: 'Remove it, and write topic: NAME, group: NAME, transactional_id: NAME or cluster: true.',
  },
  resourcename: {
    at: 'transactional_id',
    hint: 'Write topic: NAME, group: NAME or transactional_id: NAME; cluster: true for the cluster.',
  },
  permissiontype: { at: 'deny', hint: 'Remove it, and write allow: [Read] or deny: [Read].' },
  permission: { at: 'deny', hint: 'Remove it, and write allow: [Read] or deny: [Read].' },
  principal: {
    at: 'permission',
    hint: 'Write username: and the name of the service user; principals stand under acls.kafka.',
  },
  allow: {
    at: 'permission',
    hint: 'Write permission: read, write, readwrite or admin; allow stands under acls.kafka.',
  },
};

/** The key of a spec that another tool's name stands for; undefined: none that is known in its place. */
export function keyOfOtherTool(written: string, known: readonly string[]): string | undefined {
  const meant = Object.hasOwn(names, squeezed(written)) ? names[squeezed(written)] : undefined;
  return meant?.find((key) => known.includes(key)) ?? withoutLog(written, known);
}

/** `log.retention.ms` is what brokers call the default of `retention.ms`. */
function withoutLog(written: string, known: readonly string[]): string | undefined {
  const key = /^log\.(.*)$/.exec(written)?.[1];
  return key !== undefined && known.includes(key) ? key : undefined;
}

/** What to do about a name that stands for no key of a spec; undefined: it is not known. */
export function adviceOnOtherTool(written: string, known: readonly string[]): string | undefined {
  const found = Object.hasOwn(advice, squeezed(written)) ? advice[squeezed(written)] : undefined;
  return found !== undefined && known.includes(found.at) ? found.hint : undefined;
}

/** `org.apache.kafka.connect.mirror.IdentityReplicationPolicy` is `identity`. Undefined: it stands for none of these. */
export function valueOfOtherTool(written: string, allowed: readonly string[]): string | undefined {
  const policy = /(Default|Identity)ReplicationPolicy$/.exec(written)?.[1]?.toLowerCase();
  return policy !== undefined && allowed.includes(policy) ? policy : undefined;
}

function squeezed(word: string): string {
  return word.toLowerCase().replace(/[._-]/g, '');
}

/** What is filled in by another program, or typed by a word processor. Undefined: neither. */
export function templateHint(written: string): string | undefined {
  if (/\$\{|\{\{|<%|%\{|\$\(/.test(written))
    return 'Nothing is filled in inside a spec: write the value itself, or a secret as { secret: NAME }.';
  return /[“”„‘’‚«»]/.test(written) ? `Write straight quotes, " or ', or none.` : undefined;
}
