import type { Difference } from '../../model/difference.ts';
import type { Drift } from '../../plan/drift.ts';
import { locatedPhrase } from '../kinds/words-of.ts';
import { codeSpan, fence } from '../words/escape.ts';
import { details } from '../words/markdown-table.ts';
import { phrase, toMarkdown } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';
import { type Link, linkMarkdown } from '../words/report-context.ts';
import { plural } from '../words/resource-words.ts';
import { type AcceptedUnit, type AdoptionReport, unitWords } from './adoption-report.ts';
import { lineDiff } from './line-diff.ts';

export interface DoorsContext {
  /** The workflow to run by hand. */
  readonly workflow: Link;
  /** Where the pull request is, once there is one. */
  readonly pullRequest: Link;
}

/** Both ways to end a drift, ready: the change of the spec as a diff, and the digest of an apply. Each says what it cannot do. Undefined: nothing of it is about values. */
export function doorsSection(options: {
  readonly drift: Drift;
  /** Undefined: it was not made, as after an apply. */
  readonly adoption: AdoptionReport | undefined;
  readonly context: DoorsContext;
  /** Lines of a diff, and of a list. */
  readonly limit: number;
}): string | undefined {
  const { drift, adoption, context, limit } = options;
  const keep = adoption === undefined ? keepByHand(drift) : keepDoor(adoption, context, limit);
  const restore = restoreDoor(drift, adoption, context, limit);
  const doors = [keep, restore].filter((door) => door !== undefined);
  if (doors.length === 0) return undefined;
  return ['### Keep what is live, or put the spec back', ...doors].join('\n\n');
}

function keepByHand({ plan }: Drift): string | undefined {
  return plan.changes.length === 0
    ? undefined
    : '**To keep the live value:** change the spec in a pull request.';
}

function keepDoor(
  { accepted, notSaid, changed }: AdoptionReport,
  { workflow, pullRequest }: DoorsContext,
  limit: number,
): string | undefined {
  const cannot = notSaidList(notSaid, limit);
  if (accepted.length === 0) {
    return cannot === undefined
      ? undefined
      : `**To keep what is live:** nothing of it can be taken into the spec.\n\n${cannot}`;
  }
  const left =
    cannot === undefined
      ? 'Its plan is then without changes.'
      : `Its plan then changes only what is listed below.`;
  return [
    `**To keep what is live:** run ${linkMarkdown(workflow)} by hand with \`mode: adopt\`, or the workflow that you have for it. It opens a pull request with this change of the spec, or updates the one that is ${linkMarkdown(pullRequest)}. ${left} Or make the change yourself:`,
    diffSection(changed, limit),
    cannot,
  ]
    .filter((part) => part !== undefined)
    .join('\n\n');
}

function diffSection(changed: AdoptionReport['changed'], limit: number): string {
  const files = [...changed].map(([path, { before, after }]) => ({ path, lines: lineDiff(before, after) }));
  const count = files.reduce((sum, { lines }) => sum + lines.filter((line) => /^[-+]/.test(line)).length, 0);
  const names = files.map(({ path }) => codeSpan(path)).join(', ');
  const title = `${plural(count, 'line')} in ${names}`;
  const max = limit >= 300 ? 400 : limit;
  const total = files.reduce((sum, { lines }) => sum + lines.length, 0);
  if (total > max) return `${title}. The diff is too long for here; the pull request shows it.`;
  const all = files.flatMap(({ path, lines }) => [`--- ${path}`, `+++ ${path}`, ...lines]);
  const summary = `${plural(count, 'line')} in ${files.length === 1 ? 'one file' : `${files.length} files`}`;
  return details(summary, fence(all, 'diff'), { open: total <= 40 });
}

/** Undefined: everything can be said. */
export function notSaidList(notSaid: AdoptionReport['notSaid'], limit: number): string | undefined {
  if (notSaid.length === 0) return undefined;
  const max = Math.max(5, Math.min(limit, 50));
  const lines = notSaid
    .slice(0, max)
    .map(({ unit, why }) => `- ${unitMarkdown(unit)}: ${toMarkdown(prose(why, 300))}`);
  const more = notSaid.length > max ? [`- ${notSaid.length - max} more`] : [];
  return ['It cannot take over:', '', ...lines, ...more].join('\n');
}

function unitMarkdown(unit: AcceptedUnit): string {
  const { what, field } = unitWords(unit);
  return toMarkdown(field.length === 0 ? what : phrase`${field} of ${what}`);
}

function restoreDoor(
  drift: Drift,
  adoption: AdoptionReport | undefined,
  { workflow }: DoorsContext,
  limit: number,
): string | undefined {
  const { plan } = drift;
  const lost = lostForGood(drift, adoption);
  const max = Math.max(5, Math.min(limit, 50));
  const list =
    lost.length === 0
      ? []
      : [
          '',
          'It cannot bring back:',
          '',
          ...lost.slice(0, max),
          ...(lost.length > max ? [`- ${lost.length - max} more`] : []),
        ];
  if (plan.changes.length === 0)
    return list.length === 0
      ? undefined
      : `**To put the spec back:** no apply does that.\n${list.join('\n')}`;
  return [
    `**To put the spec back:** run ${linkMarkdown(workflow)} by hand with \`mode: apply\` and \`approve-digest: ${plan.digest}\`.`,
    ...list,
  ].join('\n');
}

/** What no apply restores: partitions and replicas, settings of services, and the records of topics that are gone. */
function lostForGood({ plan }: Drift, adoption: AdoptionReport | undefined): readonly string[] {
  const all =
    adoption === undefined ? [] : [...adoption.accepted, ...adoption.notSaid.map(({ unit }) => unit)];
  const fixed = all
    .filter(({ differences }) => differences.some(isFixed))
    .map((unit) => `- ${unitMarkdown(unit)}`);
  const emptied = plan.changes
    .filter(({ kind, action }) => kind === 'topic' && action === 'create')
    .map(({ id }) => `- the records of ${toMarkdown(locatedPhrase(id))}: the topic comes back empty`);
  return [...fixed, ...emptied];
}

function isFixed({ is }: Difference): boolean {
  return is === 'layout' || is === 'setting';
}
