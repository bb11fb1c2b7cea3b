import { suggest } from '../../model/suggest.ts';
import { resolveAivenAcls } from '../acls/aiven-lines.ts';
import { aclsAtTopics } from '../acls/at-topics.ts';
import { resolveKafkaAcls } from '../acls/kafka-lines.ts';
import type { AclRoom } from '../acls/written.ts';
import { externalConnectionKeys } from '../connection-keys.ts';
import type { RawCluster, RawManage } from '../schema/cluster.ts';
import type { AivenClusterSpec, ClusterSpec, ManageSpec, NamePattern, Tombstone } from '../spec.ts';
import type { Locator, SourcePath } from '../yaml/source-node.ts';
import { checkAliasEndpoints, resolveAliases } from './aliases.ts';
import { resolveConnection } from './connection.ts';
import type { LoginContext } from './login.ts';
import type { ProfileSettings } from './profiles.ts';
import { byKey, resolveTopics } from './topics.ts';

interface ClusterContext extends LoginContext {
  readonly project: string;
  /** Of all clusters of the spec. */
  readonly keys: readonly string[];
  readonly profiles: ReadonlyMap<string, ProfileSettings>;
  readonly aclRoom: AclRoom;
}

/** `undefined` when it is neither an Aiven service nor an external cluster, or both; reported. */
export async function resolveCluster(
  key: string,
  raw: RawCluster,
  context: ClusterContext,
): Promise<ClusterSpec | undefined> {
  const path = ['clusters', key];
  if (!isOneKind(raw, path, context)) return undefined;
  const type = raw.service === undefined ? 'external' : 'aiven';
  const { locator, report, profiles } = context;
  const manage = resolveManage(raw.manage, [...path, 'manage'], locator);
  const acls = { locator, report, path, room: context.aclRoom };
  const atTopics = aclsAtTopics(raw.topics ?? {}, { ...acls, type });
  checkAliasEndpoints(raw, path, context);
  const base = {
    key,
    position: locator.key(path),
    aliases: resolveAliases(key, raw, path, context),
    manage,
    topics: resolveTopics(raw.topics ?? {}, {
      profiles,
      locator,
      report,
      type,
      path: [...path, 'topics'],
      unlistedConfig: manage.topics?.unlistedConfig ?? 'report',
    }),
    removedTopics: resolveTombstones(raw.removed?.topics ?? {}, [...path, 'removed', 'topics'], locator),
    kafkaAcls: [...resolveKafkaAcls(raw.acls?.kafka ?? [], acls), ...atTopics.kafka],
    aivenAcls: [...resolveAivenAcls(raw.acls?.aiven ?? [], acls), ...atTopics.aiven],
  };
  if (raw.service !== undefined) {
    return {
      ...base,
      type: 'aiven',
      service: raw.service,
      project: raw.project ?? context.project,
    } satisfies AivenClusterSpec;
  }
  return { ...base, ...(await resolveConnection(key, raw, path, context)) };
}

function isOneKind(raw: RawCluster, path: SourcePath, { locator, report, keys }: ClusterContext): boolean {
  const external = externalConnectionKeys.find((field) => raw[field] !== undefined);
  if (raw.service !== undefined) {
    if (external === undefined) return true;
    const hint =
      'Keep service: for an Aiven service, or bootstrap_servers: and the rest for an external cluster.';
    report.add(
      'cluster-kind',
      locator.key([...path, external]),
      `${external} does not belong to an Aiven service`,
      hint,
    );
    return false;
  }
  if (raw.project !== undefined) {
    const hint = 'Remove it, or name the service: of an Aiven cluster.';
    report.add(
      'cluster-kind',
      locator.key([...path, 'project']),
      'an external cluster has no Aiven project',
      hint,
    );
  }
  if (raw.bootstrap_servers !== undefined && raw.security_protocol !== undefined)
    return raw.project === undefined;
  const lacks = raw.bootstrap_servers === undefined ? 'bootstrap_servers' : 'security_protocol';
  const message =
    external === undefined ? 'a cluster needs service or bootstrap_servers' : `the cluster lacks ${lacks}`;
  const key = String(path.at(-1));
  const meant =
    external === undefined
      ? suggest(
          key,
          keys.filter((each) => each !== key),
        )
      : undefined;
  const hint =
    'Name the Aiven service:, or the bootstrap_servers: and security_protocol: of an external cluster.';
  report.add(
    'cluster-kind',
    locator.key(path),
    message,
    meant === undefined ? hint : `Did you mean "${meant}"? Otherwise n${hint.slice(1)}`,
  );
  return false;
}

function resolveManage(raw: RawManage | undefined, path: SourcePath, locator: Locator): ManageSpec {
  if (raw === undefined) return {};
  const patterns = (written: readonly string[], where: SourcePath): readonly NamePattern[] =>
    written.map((pattern, index) => ({ pattern, position: locator.value([...where, index]) }));
  return {
    position: locator.key(path),
    ...(raw.topics && {
      topics: {
        position: locator.key([...path, 'topics']),
        scope: patterns(raw.topics.scope, [...path, 'topics', 'scope']),
        exclude: patterns(raw.topics.exclude ?? [], [...path, 'topics', 'exclude']),
        prune: raw.topics.prune ?? 'removed',
        unlistedConfig: raw.topics.unlisted_config ?? 'report',
      },
    }),
    ...(raw.acls && {
      acls: {
        position: locator.key([...path, 'acls']),
        principals: patterns(raw.acls.principals, [...path, 'acls', 'principals']),
      },
    }),
  };
}

export function resolveTombstones(
  raw: Readonly<Record<string, { readonly reason?: string | undefined }>>,
  path: SourcePath,
  locator: Locator,
): ReadonlyMap<string, Tombstone> {
  const tombstones = Object.entries(raw).sort(byKey);
  return new Map(
    tombstones.map(([name, { reason }]) => [
      name,
      { position: locator.key([...path, name]), ...(reason !== undefined && { reason }) },
    ]),
  );
}
