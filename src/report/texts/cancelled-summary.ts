import { type Link, linkMarkdown } from '../words/report-context.ts';

/** `nothing`: no write was begun. `not known`: the run had to end before it could tell. */
export type Written = 'nothing' | 'not known';

/** For the job summary of a run that was cancelled before it had anything else to say. */
export function cancelledSummary({
  run,
  written,
}: {
  readonly run: Link;
  readonly written: Written;
}): string {
  return [
    '## Kafka: cancelled',
    '',
    `> [!WARNING]\n> **The run was cancelled. ${sentences[written]}** Re-run ${linkMarkdown(run)}: it does what is left.`,
    '',
  ].join('\n');
}

const sentences: Readonly<Record<Written, string>> = {
  nothing: 'Nothing was written to Aiven or Kafka.',
  'not known': 'It ended before it could tell what was written.',
};
