import type { ClusterPlace, EstateOverview, RefusedAlias } from '../estate.ts';
import { isReservedKey } from '../reserved-keys.ts';

/** A cluster as one MirrorMaker 2 service knows it. */
export interface Attachment {
  readonly service: string;
  readonly alias: string;
  readonly place: ClusterPlace;
  readonly endpoint?: string;
  /** How many flows of the service name it. */
  readonly flows: number;
}

/** Of an integration without one the name that it is shown under holds a blank, see `withoutAlias` of its reader. */
function whyNoAlias(alias: string): string {
  return alias.includes(' ')
    ? 'it has no alias of its own, and Aiven does not tell the one that it made'
    : `a spec cannot have the alias ${alias}`;
}

/** What integrations tell: which alias is which cluster, as far as the cluster can be said. */
export function attachmentsOf(
  { mirrormakers }: EstateOverview,
  external: readonly (ClusterPlace & { readonly type: 'external' })[],
): { readonly attached: readonly Attachment[]; readonly refused: readonly RefusedAlias[] } {
  const attached: Attachment[] = [];
  const refused: RefusedAlias[] = [];
  for (const [service, { integrations, flows }] of mirrormakers) {
    if (integrations.state === 'unknown') continue;
    for (const { id, source } of integrations.value) {
      const alias = id.cluster;
      const uses =
        flows.state === 'known'
          ? flows.value.filter((flow) => [flow.id.source, flow.id.target].includes(alias))
          : [];
      if (!/^[a-zA-Z0-9_.-]{1,128}$/.test(alias) || isReservedKey(alias)) {
        refused.push({ service, alias, why: whyNoAlias(alias) });
        continue;
      }
      const place =
        source.type === 'service'
          ? source
          : external.find(({ endpoints }) => endpoints.some((one) => one.id.name === source.endpoint));
      if (place === undefined) {
        const endpoint = source.type === 'endpoint' ? source.endpoint : '';
        refused.push({ service, alias, why: `its endpoint ${endpoint} is not in the spec` });
        continue;
      }
      attached.push({
        service,
        alias,
        place:
          place.type === 'service'
            ? { type: 'service', project: place.project, service: place.service }
            : place,
        ...(source.type === 'endpoint' && { endpoint: source.endpoint }),
        flows: uses.length,
      });
    }
  }
  return { attached, refused };
}
