import type { EndpointId } from '../../model/endpoint.ts';
import type { Live } from '../../model/live.ts';
import type { EndpointUse } from '../../model/live-project.ts';
import { known, type Reading, unknown } from '../../model/reading.ts';
import { isKnown } from './plan-draft.ts';

/** What the project tells, and what the services of the spec told themselves. */
export function usesOf(live: Live, { project, name }: EndpointId): Reading<readonly EndpointUse[]> {
  const reading = live.projects.get(project);
  if (reading === undefined) return unknown('incomplete', `the services of project ${project} were not read`);
  if (reading.state === 'unknown') return reading;
  const { endpointUses } = reading.value;
  if (endpointUses.state === 'unknown') return endpointUses;
  const all = new Map<string, EndpointUse>();
  const own = [...live.mirrormakers.values()].filter((mirrormaker) => mirrormaker.project === project);
  for (const { service, integrations, flows } of own) {
    for (const { id, source } of isKnown(integrations) ? integrations.value : []) {
      if (source.type !== 'endpoint' || source.endpoint !== name) continue;
      const alias = id.cluster;
      const named = isKnown(flows)
        ? known(
            flows.value
              .filter((flow) => flow.id.source === alias || flow.id.target === alias)
              .map((flow) => `${flow.id.source} -> ${flow.id.target}`)
              .sort(),
          )
        : flows;
      all.set(JSON.stringify([service, alias]), { endpoint: name, service, alias, flows: named });
    }
  }
  for (const use of endpointUses.value.filter(({ endpoint }) => endpoint === name)) {
    all.set(JSON.stringify([use.service, use.alias]), use);
  }
  return known([...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use));
}

export function isOfSpec({ mirrormakers }: Live, project: string, service: string): boolean {
  return mirrormakers.get(service)?.project === project;
}

/** `mm2-core (alias onprem, flow onprem -> core)`. */
export function usesInWords(uses: readonly EndpointUse[]): string {
  return uses
    .map(({ service, alias, flows }) => {
      const named =
        flows.state === 'unknown'
          ? ['flows unknown']
          : flows.value.length === 0
            ? ['no flow']
            : [`${flows.value.length === 1 ? 'flow' : 'flows'} ${flows.value.join(', ')}`];
      return alias === undefined ? service : `${service} (${[`alias ${alias}`, ...named].join(', ')})`;
    })
    .join('; ');
}
