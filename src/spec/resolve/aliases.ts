import type { Position } from '../../model/position.ts';
import { place, type Report, show } from '../rules/report.ts';
import type { RawCluster } from '../schema/cluster.ts';
import type { ClusterAlias, ClusterSpec } from '../spec.ts';
import type { Locator, SourcePath } from '../yaml/source-node.ts';
import { byKey } from './topics.ts';

interface AliasContext {
  readonly locator: Locator;
  readonly report: Report;
}

/** What MirrorMaker 2 calls a cluster: its key, unless the spec lists `aliases`. */
export function resolveAliases(
  key: string,
  raw: RawCluster,
  path: SourcePath,
  { locator, report }: AliasContext,
): ReadonlyMap<string, ClusterAlias> {
  if (raw.aliases === undefined) return new Map([[key, { position: locator.key(path) }]]);
  const listed = Object.entries(raw.aliases).sort(byKey);
  if (listed.length === 0) {
    const hint = `Remove the line: without it ${key} is the alias. Or name an alias: aliases: { ${key}: {} }.`;
    report.add('cluster-alias', locator.key([...path, 'aliases']), 'aliases lists none', hint);
  }
  return new Map(
    listed.map(([alias, { endpoint }]) => [
      alias,
      {
        position: locator.key([...path, 'aliases', alias]),
        ...(endpoint !== undefined && { endpoint }),
      },
    ]),
  );
}

/** Only an external cluster with a login for MirrorMaker 2 has endpoints, and each endpoint that is named must be used by an alias. */
export function checkAliasEndpoints(
  raw: RawCluster,
  path: SourcePath,
  { locator, report }: AliasContext,
): void {
  const aliases = Object.entries(raw.aliases ?? {});
  const stated = aliases.filter(([, { endpoint }]) => endpoint !== undefined);
  if (raw.mirror === undefined) {
    const ofService = raw.service !== undefined;
    for (const [alias] of stated) {
      report.add(
        'cluster-kind',
        locator.key([...path, 'aliases', alias, 'endpoint']),
        ofService
          ? 'endpoint does not belong to an alias of an Aiven service'
          : 'an alias with an endpoint needs the login of mirror',
        ofService
          ? `Remove it: MirrorMaker 2 is attached to the service itself: ${alias}: {}.`
          : 'Add mirror: with the login that MirrorMaker 2 uses, or remove endpoint.',
      );
    }
    return;
  }
  if (aliases.length === 0 || stated.length < aliases.length || raw.mirror.endpoint === undefined) return;
  const message = `${show(raw.mirror.endpoint)} is used by no alias: each names an endpoint of its own`;
  const hint = 'Remove mirror.endpoint, or the endpoint of the alias that should use it.';
  report.add('endpoint-unused', locator.key([...path, 'mirror', 'endpoint']), message, hint);
}

/** The cluster of every alias. One that two clusters claim is reported and stays with the first. */
export function aliasIndex(
  clusters: ReadonlyMap<string, ClusterSpec>,
  report: Report,
): ReadonlyMap<string, string> {
  const all = [...clusters.values()].flatMap(({ key, aliases }) =>
    [...aliases].map(([alias, { position }]) => ({ alias, key, position })),
  );
  const index = new Map<string, { readonly key: string; readonly position: Position }>();
  for (const { alias, key, position } of all.sort(byPlace)) {
    const earlier = index.get(alias);
    const named = alias === key ? undefined : clusters.get(alias);
    if (earlier !== undefined) {
      const message =
        earlier.key === alias
          ? `${alias} is already the name of the cluster at ${place(earlier.position)}`
          : `${alias} is already an alias of ${earlier.key}, at ${place(earlier.position)}`;
      report.add('alias-twice', position, message, 'Give each cluster aliases of its own.');
      continue;
    }
    if (named !== undefined && !named.aliases.has(alias)) {
      const message = `${alias} is also the name of the cluster at ${place(named.position)}`;
      const hint = 'Choose another alias: plans call that cluster so, and flows would name this one.';
      report.add('alias-twice', position, message, hint);
    }
    index.set(alias, { key, position });
  }
  return new Map([...index].sort(byKey).map(([alias, { key }]) => [alias, key]));
}

function byPlace(a: { readonly position: Position }, b: { readonly position: Position }): number {
  const [one, other] = [a.position, b.position];
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}
