import { coversPattern } from '../../model/name-pattern.ts';
import { someNames } from '../../model/some-names.ts';
import type {
  AclOwnership,
  AivenClusterSpec,
  ClusterBase,
  ClusterSpec,
  ExternalClusterSpec,
  FlowSpec,
  ManageSpec,
  MirrorMakerSettings,
  MirrorMakerSpec,
  NamePattern,
  TopicOwnership,
  TopicSpec,
} from '../../spec/spec.ts';

/** What no longer holds, as a clause that follows the name of its cluster, flow or service. */
export interface Loosened {
  readonly clause: string;
  readonly hint: string;
}

/** Undefined: it still holds, or something stricter does, or it never did. */
type Claim<T> = (was: T, now: T) => Loosened | undefined;

/** Why a key needs no claim: another part of the plan says what its absence does, or it says nothing of what is enforced. */
type SaidBy =
  /** Each key in it has an entry of its own. */
  | 'its keys'
  /** Resources that stay: *No longer in the spec and left running*. */
  | 'left running'
  /** Values that stay: *No longer stated*, or a shown change. */
  | 'no longer stated'
  /** Rights and topics that follow from it are planned or left running. */
  | 'what is derived'
  /** The connection is compared with the default branch, and the endpoint with what Aiven has. */
  | 'the connection'
  | 'protection-ends'
  /** `endedRemovals` of plan/earlier, which knows what is still there. */
  | 'ended removals'
  /** Names, positions, and what else a spec is made of. */
  | 'nothing is enforced by it';

/** The compiler asks for an entry of each key that a part of the spec has. */
export type Claims<T> = { readonly [K in keyof T]-?: Claim<T> | SaidBy };

/** A cluster of either type, with what only the other type has left out. */
type AnyCluster = ClusterBase &
  Pick<ClusterSpec, 'type'> &
  Partial<Omit<AivenClusterSpec, keyof ClusterBase | 'type'>> &
  Partial<Omit<ExternalClusterSpec, keyof ClusterBase | 'type'>>;

export const clusterClaims: Claims<AnyCluster> = {
  key: 'nothing is enforced by it',
  position: 'nothing is enforced by it',
  type: 'nothing is enforced by it',
  project: 'nothing is enforced by it',
  service: 'nothing is enforced by it',
  aliases: 'left running',
  manage: 'its keys',
  topics: 'left running',
  removedTopics: 'ended removals',
  kafkaAcls: 'left running',
  aivenAcls: 'left running',
  bootstrapServers: 'the connection',
  brokers: 'the connection',
  clusterId: (was, now) =>
    was.clusterId === undefined || now.clusterId !== undefined
      ? undefined
      : {
          clause: `a run no longer stops if the brokers report another cluster id than ${was.clusterId}`,
          hint: `Write cluster_id: ${was.clusterId} if that is not meant.`,
        },
  securityProtocol: 'the connection',
  sslCaCert: 'the connection',
  sslEndpointIdentificationAlgorithm: 'the connection',
  statedInEndpoint: 'no longer stated',
  mirror: 'left running',
  admin: (was, now) =>
    was.admin === undefined || now.admin !== undefined
      ? undefined
      : {
          clause:
            'this action no longer logs in there (admin), so topics and ACLs are neither read nor managed',
          hint: 'Write admin with its login if that is not meant.',
        },
};

/** What a cluster without `manage.topics` has. */
export const noTopics: Omit<TopicOwnership, 'position'> = {
  scope: [],
  exclude: [],
  prune: 'removed',
  unlistedConfig: 'report',
};

const topicOwnershipClaims: Claims<Omit<TopicOwnership, 'position'>> = {
  scope: (was, now) => {
    const lost = uncovered(was.scope, now.scope);
    if (lost.length === 0) return undefined;
    const pruned = was.prune === 'scope' ? 'deleted' : 'reported';
    return {
      clause: `topics named ${listed(lost)} no longer belong to the spec: those that it does not list are no longer ${pruned}, and a line under removed cannot delete them`,
      hint: `Write ${listed(lost)} under manage.topics.scope if that is not meant.`,
    };
  },
  exclude: (was, now) => {
    if (was.scope.length === 0) return undefined;
    const more = uncovered(now.exclude, was.exclude);
    if (more.length === 0 || now.scope.length === 0) return undefined;
    return {
      clause: `topics named ${listed(more)} are now excluded from what the spec owns: those that it does not list are no longer ${was.prune === 'scope' ? 'deleted' : 'reported'}`,
      hint: `Remove ${listed(more)} from manage.topics.exclude if that is not meant.`,
    };
  },
  prune: (was, now) =>
    was.prune !== 'scope' || now.prune === 'scope' || now.scope.length === 0
      ? undefined
      : {
          clause: 'topics in scope that the spec does not list are no longer deleted (prune: scope)',
          hint: 'Write prune: scope if that is not meant.',
        },
  // It is the default of each topic, whose own entry tells the change.
  unlistedConfig: 'its keys',
};

export const noPrincipals: Omit<AclOwnership, 'position'> = { principals: [] };

const aclOwnershipClaims: Claims<Omit<AclOwnership, 'position'>> = {
  principals: (was, now) => {
    const lost = uncovered(was.principals, now.principals);
    if (lost.length === 0) return undefined;
    return {
      clause: `the ACLs of ${listed(lost)} no longer belong to the spec: those that it does not list are no longer revoked or reported as drift`,
      hint: `Write ${listed(lost)} under manage.acls.principals if that is not meant.`,
    };
  },
};

export const manageClaims = {
  topics: topicOwnershipClaims,
  acls: aclOwnershipClaims,
} satisfies { readonly [K in Exclude<keyof ManageSpec, 'position'>]-?: unknown };

const unlistedConfigs: Levels<TopicSpec['unlistedConfig']> = {
  key: 'unlisted_config',
  what: 'configs that the spec does not list',
  strictest: { level: 'reset', done: 'reset' },
  looser: { level: 'report', done: 'reported' },
  loosest: { level: 'keep' },
};

export const topicClaims: Claims<TopicSpec> = {
  name: 'nothing is enforced by it',
  position: 'nothing is enforced by it',
  also: 'nothing is enforced by it',
  positions: 'nothing is enforced by it',
  partitions: 'no longer stated',
  replication: 'no longer stated',
  config: 'no longer stated',
  tags: 'no longer stated',
  description: 'no longer stated',
  owner_user_group_id: 'no longer stated',
  protect: 'protection-ends',
  unlistedConfig: (was, now) => levelLost(unlistedConfigs, was.unlistedConfig, now.unlistedConfig),
};

const accesses: Levels<FlowSpec['access']> = {
  key: 'access',
  what: 'the topics and ACLs that it needs on external clusters',
  strictest: { level: 'manage', done: 'managed' },
  looser: { level: 'check', done: 'checked' },
  loosest: { level: 'off' },
};

export const flowClaims: Claims<FlowSpec> = {
  source: 'nothing is enforced by it',
  target: 'nothing is enforced by it',
  position: 'nothing is enforced by it',
  also: 'nothing is enforced by it',
  settings: 'no longer stated',
  stated: 'no longer stated',
  basis: 'nothing is enforced by it',
  keyPositions: 'nothing is enforced by it',
  patternPositions: 'nothing is enforced by it',
  groups: 'what is derived',
  createTopics: 'what is derived',
  access: (was, now) => levelLost(accesses, was.access, now.access),
  expectTopics: (was, now) => {
    const bounds = [
      { key: 'at_least', than: 'fewer', before: was.expectTopics?.atLeast, after: now.expectTopics?.atLeast },
      { key: 'at_most', than: 'more', before: was.expectTopics?.atMost, after: now.expectTopics?.atMost },
    ].filter(({ before, after }) => before !== undefined && after === undefined);
    if (bounds.length === 0) return undefined;
    const than = bounds.map(({ than, before }) => `${than} than ${before}`).join(' or ');
    const keys = bounds.map(({ key, before }) => `${key}: ${before}`).join(', ');
    return {
      clause: `a run no longer stops if its source has ${than} topics for it`,
      hint: `Write expect_topics: { ${keys} } if that is not meant.`,
    };
  },
};

export const serviceClaims: Claims<MirrorMakerSpec> = {
  service: 'nothing is enforced by it',
  project: 'nothing is enforced by it',
  position: 'nothing is enforced by it',
  settings: 'its keys',
  tuning: 'no longer stated',
  flows: 'left running',
  removedFlows: 'ended removals',
};

export const settingsClaims: Claims<MirrorMakerSettings> = {
  position: 'nothing is enforced by it',
  live: 'nothing is enforced by it',
  stated: 'its keys',
  others: othersLost,
  emit_checkpoints_enabled: (was, now) => settingLost('emit_checkpoints_enabled', was, now),
  sync_topic_configs_enabled: (was, now) => settingLost('sync_topic_configs_enabled', was, now),
};

function othersLost(was: MirrorMakerSettings, now: MirrorMakerSettings): Loosened | undefined {
  const { others = {} } = now;
  const lost = Object.entries(was.others ?? {}).filter(([key]) => !Object.hasOwn(others, key));
  if (lost.length === 0) return undefined;
  const lines = lost.map(
    ([key, value]) => `${key}: ${Array.isArray(value) ? `[${value.join(', ')}]` : value}`,
  );
  return {
    clause: `the live service is no longer compared with ${lines.join(', ')}`,
    hint: `Write ${lines.join(', ')} under settings if that is not meant.`,
  };
}

function settingLost(
  key: 'emit_checkpoints_enabled' | 'sync_topic_configs_enabled',
  was: MirrorMakerSettings,
  now: MirrorMakerSettings,
): Loosened | undefined {
  if (!was.stated.has(key) || now.stated.has(key)) return undefined;
  return {
    clause: `the live service is no longer compared with ${key} ${was[key]}`,
    hint: `Write ${key}: ${was[key]} under settings if that is not meant.`,
  };
}

/** Patterns of these that none of the others covers whole. */
function uncovered(patterns: readonly NamePattern[], others: readonly NamePattern[]): readonly string[] {
  return patterns
    .map(({ pattern }) => pattern)
    .filter((pattern) => !others.some((other) => coversPattern(other.pattern, pattern)));
}

function listed(names: readonly string[]): string {
  return someNames(names, 5);
}

/** What a key of the spec may ask for, and what is done then. The loosest asks for nothing. */
interface Levels<L extends string> {
  readonly key: string;
  /** What it is done to. */
  readonly what: string;
  readonly strictest: { readonly level: L; readonly done: string };
  readonly looser: { readonly level: L; readonly done: string };
  readonly loosest: { readonly level: L };
}

/** `… are no longer managed, only checked`; undefined: as strict as before, or stricter. */
function levelLost<L extends string>(
  { key, what, strictest, looser, loosest }: Levels<L>,
  was: L,
  now: L,
): Loosened | undefined {
  const levels = [strictest.level, looser.level, loosest.level];
  if (levels.indexOf(now) <= levels.indexOf(was)) return undefined;
  const then = now === looser.level ? `only ${looser.done}` : `and not ${looser.done} either`;
  const less = was === looser.level ? looser.done : `${strictest.done}, ${then}`;
  return {
    clause: `${what} are no longer ${less}`,
    hint: `Write ${key}: ${was} if that is not meant.`,
  };
}
