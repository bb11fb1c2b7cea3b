import type { Finding } from '../../model/finding.ts';
import { flowName } from '../../model/flow.ts';
import type { Live } from '../../model/live.ts';
import { ownsPrincipal } from '../../model/name-pattern.ts';
import { isLeftOutFlow } from '../../spec/leave-out.ts';
import type { MirrorMakerSpec, Spec } from '../../spec/spec.ts';
import { standsFor } from '../derived/attachments.ts';

/**
 * A flow whose lines were deleted goes on running, and the rights that were derived from it are taken away where the
 * spec owns its user: its tasks fail, and nothing else would say so.
 */
export function unlistedFlows(spec: Spec, live: Live): readonly Finding[] {
  const ends = standsFor(spec, live);
  return [...spec.mirrormakers.values()].flatMap((mirrormaker) => {
    const reading = live.mirrormakers.get(mirrormaker.service)?.flows;
    if (reading?.state !== 'known') return [];
    // Of one that cannot be read nobody knows that it does not run.
    const odd = (reading.unreadable ?? []).flatMap(({ id }) => id ?? []);
    return [...reading.value.filter(({ settings }) => settings.enabled !== false).map(({ id }) => id), ...odd]
      .filter((id) => !isNamed(mirrormaker, flowName(id)) && !isLeftOutFlow(spec, id))
      .flatMap((id) => {
        const attached = [id.source, id.target].map((alias) => ends(mirrormaker.service, alias));
        // Aiven accepts a flow without them, and copies nothing.
        if (attached.some(({ is }) => is === 'not-attached')) return [];
        return attached.flatMap((end): readonly Finding[] => {
          const owner = end.is === 'attached' ? ownedUser(spec, end.cluster) : undefined;
          if (owner === undefined || spec.leftOut.has(owner.key)) return [];
          const { key, user, pattern, position } = owner;
          return [
            {
              code: 'flow-not-listed',
              severity: 'warning',
              message: `the flow ${flowName(id)} of ${id.service} runs and is not in the spec, and ${user} keeps no right on ${key} but what the spec gives it`,
              hint: `List the flow, name it under removed of ${id.service}, or take ${pattern} out of manage.acls.principals of ${key}.`,
              position,
            },
          ];
        });
      });
  });
}

function isNamed({ flows, removedFlows }: MirrorMakerSpec, name: string): boolean {
  return removedFlows.has(name) || flows.some(({ source, target }) => `${source} -> ${target}` === name);
}

/** The user of MirrorMaker 2 on an external cluster, by key, when its ACLs are exactly those of the spec. */
function ownedUser(spec: Spec, key: string) {
  const cluster = spec.clusters.get(key);
  const user = cluster?.type === 'external' ? cluster.mirror?.principal : undefined;
  if (cluster === undefined || user === undefined) return undefined;
  const owner = cluster.manage.acls?.principals.find(({ pattern }) => ownsPrincipal(pattern, user));
  return owner && { key: cluster.key, user, ...owner };
}
