import type { ProjectEvent } from '../../model/project-event.ts';
import { phrase, toMarkdown } from '../words/phrase.ts';
import { formatTime } from '../words/report-context.ts';
import { type AcceptedUnit, unitPhrase } from './adoption-report.ts';

/** What is known of who changed each difference. */
export interface Changers {
  readonly units: readonly { readonly unit: AcceptedUnit; readonly event: ProjectEvent | undefined }[];
  /** Why Aiven's events could not be read; undefined: they were. */
  readonly unread: string | undefined;
  /** Whether their addresses may stand in the issue. */
  readonly namesActors: boolean;
}

/** Newest first, and the unknown ones last. Undefined: nothing differs that Aiven could know of. */
export function whoSection({ units, unread, namesActors }: Changers, limit: number): string | undefined {
  if (units.length === 0) return undefined;
  const max = Math.max(5, Math.min(limit, 50));
  const sorted = units.toSorted((a, b) => (b.event?.at ?? 0) - (a.event?.at ?? 0));
  const lines = sorted.slice(0, max).map(({ unit, event }) => {
    const what = toMarkdown(unitPhrase(unit));
    if (event === undefined) return `- ${what}: unknown`;
    const who = namesActors ? phrase` by ${event.actor}` : [' by somebody whose address is not shown here'];
    return `- ${what}: ${toMarkdown(phrase`${[formatTime(new Date(event.at))]}${who} (${event.type})`)}`;
  });
  const more = units.length > max ? [`- ${units.length - max} more`] : [];
  const why =
    unread === undefined
      ? "By the newest of Aiven's events that names each; where none does, it is not known."
      : `Aiven's events could not be read: ${toMarkdown([{ code: unread }])}`;
  return `### Who changed it\n\n${[...lines, ...more].join('\n')}\n\n<sub>${why}</sub>`;
}
