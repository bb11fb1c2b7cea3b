import type { OwnGroupKind, OwnIdKind } from '../../mirrormaker/own-groups.ts';
import type { OwnTopicKind } from '../../mirrormaker/own-topics.ts';
import type { supportedOperations } from '../../model/acl-forms.ts';
import type { AivenAclPermission } from '../../model/aiven-acl.ts';
import type { AclOperation, AclResourceType, StatedResourceType } from '../../model/kafka-acl.ts';

/** What an entry lets its principal do with each resource that it names. */
export type Permit =
  /** It tells something. */
  | { readonly does: 'looks' }
  /** What an application does with what is its own. `may` completes "the principal may". */
  | { readonly does: 'works'; readonly may: string }
  /** It changes or takes away what others rely on. */
  | { readonly does: 'administers'; readonly may: string }
  /** It reaches the whole cluster, whatever the entry names. */
  | { readonly does: 'rules'; readonly may: string };

const looks: Permit = { does: 'looks' };
const works = (may: string): Permit => ({ does: 'works', may });
const administers = (may: string): Permit => ({ does: 'administers', may });
const rules = (may: string): Permit => ({ does: 'rules', may });

type Supported = {
  readonly [T in StatedResourceType]: {
    readonly [O in (typeof supportedOperations)[T][number]]: Permit;
  };
};

/** As Kafka's "Operations and Resources on Protocols" has it: which requests ask for the operation on the resource. */
const stated: Supported = {
  Topic: {
    All: administers(
      'read and write these topics, delete them and their records, change their configs, retention included, and add partitions',
    ),
    Read: works('read these topics'),
    Write: works('write to these topics'),
    Create: works('create these topics'),
    Delete: administers('delete these topics and their records'),
    Alter: administers('add partitions to these topics, which can never be taken back'),
    Describe: looks,
    DescribeConfigs: looks,
    AlterConfigs: administers(
      'change the configs of these topics: a shorter retention deletes their records',
    ),
  },
  Group: {
    All: administers('read as these groups, and delete them with the offsets that they have committed'),
    Read: works('read as these groups, and commit their offsets'),
    Delete: administers('delete these groups with the offsets that they have committed'),
    Describe: looks,
    DescribeConfigs: looks,
    AlterConfigs: administers('change the configs of these groups, such as their session timeout'),
  },
  TransactionalId: {
    All: works('write in transactions of these ids, and fence the producers that have them'),
    Write: works('write in transactions of these ids, and fence the producers that have them'),
    Describe: looks,
  },
  Cluster: {
    All: rules('do everything on the cluster, and give itself any right'),
    Create: rules('create topics of any name'),
    Alter: rules('change ACLs, and so give itself any right'),
    Describe: looks,
    ClusterAction: rules('act as a broker, and so read every topic'),
    DescribeConfigs: looks,
    AlterConfigs: rules('change the configs of all brokers'),
    IdempotentWrite: looks, // every producer's, and nothing without Write on a topic
  },
};

/** No line of a spec is about these. */
const others: {
  readonly [T in Exclude<AclResourceType, StatedResourceType>]: {
    readonly [O in AclOperation]?: Permit;
  };
} = {
  DelegationToken: { All: looks, Describe: looks },
  User: {
    All: rules('make delegation tokens of these users, and so act as they'),
    CreateTokens: rules('make delegation tokens of these users, and so act as they'),
    DescribeTokens: looks,
  },
};

/** `not known`: Kafka's authorizer never asks for the operation on such a resource. */
export function permitOf(type: AclResourceType, operation: AclOperation): Permit | 'not known' {
  const permits: { readonly [O in AclOperation]?: Permit } = { ...stated, ...others }[type];
  return permits[operation] ?? 'not known';
}

/** Aiven's table in "Access control lists permission mapping". */
export const aivenPermits: { readonly [P in AivenAclPermission]: Permit } = {
  admin: administers(
    'read and write these topics, delete them, change their configs, retention included, and create topics of any name',
  ),
  read: works('read these topics'),
  readwrite: works('read and write these topics'),
  write: works('write to these topics'),
};

/** What an operation or a permission does with records of topics; the others are judged by `Permit` alone. */
export type RecordUse = 'read' | 'write';

export const usesOf: { readonly [O in AclOperation | AivenAclPermission]: readonly RecordUse[] } = {
  All: ['read', 'write'],
  Read: ['read'],
  Write: ['write'],
  Create: [],
  Delete: [],
  Alter: [],
  Describe: [],
  ClusterAction: [],
  DescribeConfigs: [],
  AlterConfigs: [],
  IdempotentWrite: [],
  CreateTokens: [],
  DescribeTokens: [],
  admin: ['read', 'write'],
  read: ['read'],
  readwrite: ['read', 'write'],
  write: ['write'],
};

/** What comes of it, as the end of a sentence about who may. */
export interface Meaning {
  readonly level: 'high' | 'medium';
  readonly means: string;
}

type OwnTopicPermits = {
  readonly [K in OwnTopicKind]: { readonly [U in RecordUse]: Meaning | 'nothing of others' };
};

const high = (means: string): Meaning => ({ level: 'high', means });
const medium = (means: string): Meaning => ({ level: 'medium', means });

/** What it means to read and to write what Kafka, Kafka Connect, MirrorMaker 2 or a schema registry keeps for itself. */
export const ownTopicPermits: OwnTopicPermits = {
  'group offsets': {
    read: medium('sees which groups read which topics, and how far (__consumer_offsets)'),
    write: high(
      'sets how far any group has read, so that records are skipped or read again (__consumer_offsets)',
    ),
  },
  transactions: {
    read: medium('sees the transactions of all producers (__transaction_state)'),
    write: high('forges the state of any transaction (__transaction_state)'),
  },
  'connector configs': {
    read: high(
      'reads the configs of all connectors, with the logins in them (configs topic of Kafka Connect or MirrorMaker 2)',
    ),
    write: high(
      'has Kafka Connect or MirrorMaker 2 run connectors of its choice (configs topic of their workers)',
    ),
  },
  'connector offsets': {
    read: 'nothing of others',
    write: high(
      'sets how far connectors have come, so that records are skipped or copied again (offsets topic of Kafka Connect or MirrorMaker 2)',
    ),
  },
  'connector states': {
    read: 'nothing of others',
    write: medium('forges the state of connectors (status topic of Kafka Connect or MirrorMaker 2)'),
  },
  'offset syncs': {
    read: 'nothing of others',
    write: high(
      'falsifies how offsets are translated, so that consumers skip records after they change clusters (offset syncs of MirrorMaker 2)',
    ),
  },
  checkpoints: {
    read: 'nothing of others',
    write: high(
      'falsifies translated offsets of groups, so that consumers skip records after they change clusters (checkpoints of MirrorMaker 2)',
    ),
  },
  heartbeats: {
    read: 'nothing of others',
    write: medium('makes a flow look alive that is not (heartbeats of MirrorMaker 2)'),
  },
  schemas: {
    read: 'nothing of others',
    write: high('falsifies the schemas by which others read and write (_schemas of the schema registry)'),
  },
  others: {
    read: medium('reads what Kafka or a tool beside it keeps for itself (topics such as __…)'),
    write: high('falsifies what Kafka or a tool beside it keeps for itself (topics such as __…)'),
  },
};

/** What it means to read as a group by which others run: to join it, and to commit its offsets. */
export const ownGroupPermits: { readonly [K in OwnGroupKind]: Meaning } = {
  workers: high(
    'joins the workers of Kafka Connect or MirrorMaker 2, and can take their connectors away or keep them from starting, so that flows stop (group of their workers)',
  ),
  'sink connectors': medium(
    'sets how far a sink connector of Kafka Connect has read, so that records are skipped or written again (groups such as connect-…)',
  ),
  'schema registry': high(
    'joins the schema registries, and can be elected as the one to which they pass what is written (group of the schema registry)',
  ),
};

/** What it means to write with a transactional id of others: whoever had it is fenced. */
export const ownIdPermits: { readonly [K in OwnIdKind]: Meaning } = {
  'leader of workers': high(
    'fences the leader of Kafka Connect or MirrorMaker 2, so that no config of a connector is written any more (transactional id of their leader)',
  ),
  'tasks of workers': high(
    'fences tasks of MirrorMaker 2, so that flows with exactly-once delivery stop (transactional ids of its tasks)',
  ),
};
