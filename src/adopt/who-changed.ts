import type { Difference } from '../model/difference.ts';
import type { ProjectEvent } from '../model/project-event.ts';
import type { Reading } from '../model/reading.ts';
import type { ResourceId } from '../model/resource.ts';
import type { Spec } from '../spec/spec.ts';

/** Who changed something, by what Aiven keeps: the newest event that names it. It may be another change than the one that differs. */
export type WhoChanged =
  | { readonly is: 'known'; readonly event: ProjectEvent }
  /** Aiven tells of none, or it was not changed through Aiven. */
  | { readonly is: 'unknown' };

/** Where to look for the event of a difference, and by which of its names. */
interface Sought {
  readonly project: string;
  /** Left out: of any. */
  readonly service?: string;
  readonly names: readonly string[];
}

/** The projects whose events could tell of these differences, sorted. */
export function projectsToAsk(differences: readonly Difference[], spec: Spec): readonly string[] {
  const projects = differences.flatMap((difference) => soughtFor(difference, spec)?.project ?? []);
  return [...new Set(projects)].sort();
}

export function whoChanged(
  difference: Difference,
  spec: Spec,
  events: ReadonlyMap<string, Reading<readonly ProjectEvent[]>>,
): WhoChanged {
  const sought = soughtFor(difference, spec);
  const reading = sought && events.get(sought.project);
  if (sought === undefined || reading?.state !== 'known') return { is: 'unknown' };
  const event = reading.value.find(
    ({ service, description }) =>
      (sought.service === undefined || service === sought.service) &&
      sought.names.every((name) => namesIt(description, name)),
  );
  return event === undefined ? { is: 'unknown' } : { is: 'known', event };
}

/** Undefined: Aiven does not see it, as on an external cluster. */
function soughtFor(difference: Difference, spec: Spec): Sought | undefined {
  if (difference.is === 'setting') {
    const project = spec.mirrormakers.get(difference.service)?.project;
    return project === undefined ? undefined : { project, service: difference.service, names: [] };
  }
  return soughtOf(difference.is === 'layout' ? difference.id : difference.change.id, spec);
}

function soughtOf(id: ResourceId, { clusters }: Spec): Sought | undefined {
  switch (id.kind) {
    case 'endpoint':
      return { project: id.project, names: [id.name] };
    case 'integration':
      return { project: id.project, service: id.service, names: [id.cluster] };
    case 'flow':
      return { project: id.project, service: id.service, names: [id.source, id.target] };
    case 'topic':
    case 'kafka-acl':
    case 'aiven-acl': {
      const cluster = clusters.get(id.cluster);
      if (cluster?.type !== 'aiven') return undefined;
      return { project: cluster.project, service: cluster.service, names: [nameIn(id)] };
    }
  }
}

function nameIn(id: Extract<ResourceId, { readonly kind: 'topic' | 'kafka-acl' | 'aiven-acl' }>): string {
  switch (id.kind) {
    case 'topic':
      return id.name;
    case 'kafka-acl':
      return id.principal.replace(/^User:/, '');
    case 'aiven-acl':
      return id.username;
  }
}

/** As a whole word: `orders` is not named by `orders.paid`. */
function namesIt(description: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![A-Za-z0-9._-])${escaped}(?![A-Za-z0-9_-]|\\.[A-Za-z0-9])`).test(description);
}
