import { z } from 'zod';
import { ForeignText } from '../model/foreign-text.ts';
import type { ProjectEvent } from '../model/project-event.ts';
import { known, type Reading } from '../model/reading.ts';
import type { AivenClient } from './http/client.ts';
import { unknownFrom } from './http/errors.ts';

const text = z.string().nullish().catch(undefined);

/** Fields as in aiven-go-client `project.go`; an event of another form is left out. */
const eventList = z.object({
  events: z.array(
    z.object({ actor: text, event_desc: text, event_type: text, service_name: text, time: text }),
  ),
});

/** What was done in a project, as far back as Aiven tells, newest first. */
export async function readEvents(
  client: AivenClient,
  project: string,
): Promise<Reading<readonly ProjectEvent[]>> {
  try {
    const { events } = await client.read({
      operation: { does: `list the events of project ${project}`, permission: 'project:event_logs:read' },
      path: ['v1', 'project', project, 'events'],
      answer: eventList,
    });
    const tell = (words: string | null | undefined) => client.secrecy.tell(ForeignText.of(words ?? ''));
    return known(
      events
        .map(({ actor, event_desc, event_type, service_name, time }) => ({
          at: Date.parse(time ?? ''),
          actor: tell(actor),
          type: tell(event_type),
          description: tell(event_desc),
          service: service_name ?? '',
        }))
        .filter(({ at }) => !Number.isNaN(at))
        .sort((a, b) => b.at - a.at),
    );
  } catch (error) {
    return unknownFrom(error);
  }
}
