import { AclRoom } from '../acls/written.ts';
import type { Report } from '../rules/report.ts';
import type { RawSpec } from '../schema/schema.ts';
import type { ClusterSpec, Spec } from '../spec.ts';
import type { Locator } from '../yaml/source-node.ts';
import { aliasIndex } from './aliases.ts';
import { resolveCluster, resolveTombstones } from './cluster.ts';
import { resolveMirrorMaker } from './mirrormaker.ts';
import { resolveProfiles } from './profiles.ts';
import type { References } from './references.ts';
import { byKey } from './topics.ts';
import { warnOfUnits } from './units.ts';

export interface ResolveContext {
  readonly references: References;
  readonly locator: Locator;
  readonly report: Report;
  readonly files: readonly string[];
}

/** Profiles, defaults and references applied. Sorted by name, so that equal specs give equal bytes. */
export async function resolveSpec(raw: RawSpec, context: ResolveContext): Promise<Spec> {
  const { references, locator, report } = context;
  warnOfUnits(raw, context);
  const profiles = resolveProfiles(raw.topic_profiles ?? {}, locator, report);
  const clusters = new Map<string, ClusterSpec>();
  const aclRoom = new AclRoom();
  for (const [key, cluster] of Object.entries(raw.clusters ?? {}).sort(byKey)) {
    const resolved = await resolveCluster(key, cluster, {
      ...context,
      project: raw.project,
      keys: Object.keys(raw.clusters ?? {}),
      profiles,
      aclRoom,
    });
    if (resolved !== undefined) clusters.set(key, resolved);
  }
  const services = Object.entries(raw.mirrormaker ?? {}).sort(byKey);
  return {
    name: raw.name,
    project: raw.project,
    clusters,
    aliases: aliasIndex(clusters, report),
    mirrormakers: new Map(
      services.map(([service, mirrormaker]) => [
        service,
        resolveMirrorMaker(service, mirrormaker, { project: raw.project, locator }),
      ]),
    ),
    removed: {
      endpoints: resolveTombstones(raw.removed?.endpoints ?? {}, ['removed', 'endpoints'], locator),
    },
    secrets: [...references.secrets].sort(byKey).map(([, secret]) => secret),
    files: context.files,
    leftOut: new Set(),
  };
}
