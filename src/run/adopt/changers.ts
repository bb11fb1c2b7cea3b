import type { Adoption } from '../../adopt/adopt.ts';
import { projectsToAsk, whoChanged } from '../../adopt/who-changed.ts';
import type { Aiven } from '../../aiven/aiven.ts';
import type { Changers } from '../../report/adopt/who-section.ts';
import type { Spec } from '../../spec/spec.ts';
import type { Facts } from '../session.ts';

/** Asks Aiven who changed what differs: one request for each project. A token that may not see it is no failure. */
export async function changersOf(
  { inputs, event }: Pick<Facts, 'inputs' | 'event'>,
  { accepted, notSaid }: Pick<Adoption, 'accepted' | 'notSaid'>,
  spec: Spec,
  aiven: Pick<Aiven, 'readEvents'>,
): Promise<Changers> {
  const units = [...accepted, ...notSaid.map(({ unit }) => unit)].filter(
    ({ differences }) => projectsToAsk(differences, spec).length > 0,
  );
  const projects = projectsToAsk(
    units.flatMap(({ differences }) => differences),
    spec,
  );
  const events = new Map(
    await Promise.all(projects.map(async (project) => [project, await aiven.readEvents(project)] as const)),
  );
  const unread = [...events.values()].find((reading) => reading.state === 'unknown');
  return {
    units: units.map((unit) => {
      const [first] = unit.differences;
      const who = first === undefined ? undefined : whoChanged(first, spec, events);
      return { unit, event: who?.is === 'known' ? who.event : undefined };
    }),
    unread: unread?.state === 'unknown' ? unread.message : undefined,
    namesActors:
      inputs.driftActors === 'always' || (inputs.driftActors === 'private' && event.repository.isPrivate),
  };
}
