import { type FirstSeen, seenAgain } from '../../model/first-seen.ts';
import { flowKey } from '../../plan/drift.ts';
import { type FlowVerdict, isBroken } from '../../plan/flows/flow-state.ts';
import type { ChangeResult, Outcome } from '../../plan/outcome.ts';
import type { LeftRunning } from '../../plan/plan.ts';
import { leftOutNotice } from '../plan/left-out-section.ts';
import { leftRunningSection } from '../plan/left-running-section.ts';
import { commentBudget, firstThatFits } from '../words/budget.ts';
import { brokenWords, flowList } from '../words/flow-verdict-line.ts';
import { withoutWords } from '../words/headline.ts';
import { details, markdownTable } from '../words/markdown-table.ts';
import { code, phrase, toCell, toMarkdown } from '../words/phrase.ts';
import { formatDuration, formatTime, linkMarkdown, shortSha } from '../words/report-context.ts';
import { plural } from '../words/resource-words.ts';
import { type ApplyContext, applyMarker } from './apply-marker.ts';
import { nextRunWords } from './next-run.ts';
import { planTitle } from './plan-comment.ts';
import { resultLines } from './result-lines.ts';

/** What stands in the comment after the merge: applied, or how far it came. */
export function outcomeComment(options: {
  readonly outcome: Outcome;
  readonly context: ApplyContext;
  readonly milliseconds: number;
  /** What the read after the last write brought; `cancelled`: the run was, before or during that read. */
  readonly secondRead: 'no difference' | 'differences' | 'failed' | 'cancelled';
  /** Whether each enabled flow runs. */
  readonly flows?: readonly FlowVerdict[];
  /** For each flow that does not run, by `flowKey`: a time at which an earlier run saw it so already. */
  readonly since?: FirstSeen;
  readonly leftRunning?: readonly LeftRunning[];
  /** Clusters that the run left out. */
  readonly leftOut?: readonly string[];
}): string {
  const { outcome, context, flows = [], since = {}, leftRunning = [], leftOut = [] } = options;
  const end = endOf(options);
  const state = end === 'applied' && leftOut.length === 0 ? 'applied' : 'partly-applied';
  const notice = leftOutNotice(leftOut, 'an apply');
  return firstThatFits(
    [400, 100, 20, 0],
    (limit) =>
      [
        applyMarker(context, state, notedSince(flows, since, context.finishedAt)),
        planTitle(context.name, `${withoutWords({ leftOut })}${titles[end](flows, outcome)}`),
        '',
        ...(notice === undefined ? [] : [`> [!WARNING]\n> ${notice}`, '']),
        ends[end](options),
        ...flowLines(flows, since, limit),
        ...sectionLines(leftRunningSection(leftRunning, Math.min(limit, 20))),
        ...resultsTable(outcome.results, limit, end !== 'failed' && end !== 'cancelled'),
      ].join('\n'),
    commentBudget,
  );
}

function sectionLines(section: string | undefined): readonly string[] {
  return section === undefined ? [] : ['', section];
}

/** How the apply ended. All but `applied` are failures of the run, with a title of their own. */
type End = 'applied' | 'not-confirmed' | 'not-running' | 'failed' | 'cancelled';

function endOf({ outcome, secondRead, flows = [] }: Parameters<typeof outcomeComment>[0]): End {
  const complete = outcome.results.every(({ state }) => state === 'applied');
  if (secondRead === 'cancelled') return 'cancelled';
  if (!complete) return 'failed';
  if (secondRead !== 'no difference') return 'not-confirmed';
  return flows.some(isBroken) ? 'not-running' : 'applied';
}

const titles: Readonly<Record<End, (flows: readonly FlowVerdict[], outcome: Outcome) => string>> = {
  applied: () => 'applied',
  'not-confirmed': () => 'written, and not confirmed',
  'not-running': brokenWords,
  failed: (_, outcome) => (mayHaveWritten(outcome) ? 'partly applied' : 'failed, nothing was applied'),
  cancelled: (_, outcome) =>
    mayHaveWritten(outcome) ? 'cancelled, partly applied' : 'cancelled, nothing was applied',
};

function mayHaveWritten({ results }: Outcome): boolean {
  return results.some(({ state }) => state === 'applied' || state === 'unconfirmed');
}

const ends: Readonly<Record<End, (options: Parameters<typeof outcomeComment>[0]) => string>> = {
  applied: appliedLine,
  'not-confirmed': notConfirmedLine,
  'not-running': notRunningLine,
  failed: partlyLine,
  cancelled: cancelledLine,
};

/** For the comment's marker: when each broken flow was first seen so. The next run reads it back. */
function notedSince(flows: readonly FlowVerdict[], since: FirstSeen, now: Date): FirstSeen {
  return seenAgain(since, flows.filter(isBroken).map(flowKey), now);
}

function appliedLine(options: Parameters<typeof outcomeComment>[0]): string {
  const { outcome, context } = options;
  if (outcome.results.length === 0) {
    return `✅ **Nothing is left to apply.** What was reviewed is in place already, as ${linkMarkdown(context.run)} found for ${commitMarkdown(context)}, ${formatTime(context.finishedAt)}.`;
  }
  return `✅ **Applied** ${writtenWords(options)}. A second read found no difference.`;
}

function notConfirmedLine(options: Parameters<typeof outcomeComment>[0]): string {
  const words =
    options.secondRead === 'failed'
      ? 'The second read failed, so the result is not proven. Run a plan to check it.'
      : 'A second read still found differences: the services may need a moment, or something else changes them. Run a plan to see them.';
  return `> [!WARNING]\n> **Wrote** ${writtenWords(options)}. ${words}`;
}

function notRunningLine(options: Parameters<typeof outcomeComment>[0]): string {
  const { outcome, context, flows = [] } = options;
  const words = brokenWords(flows);
  const written =
    outcome.results.length === 0
      ? `There was nothing to write: topics, ACLs, endpoints and flows are as reviewed, as ${linkMarkdown(context.run)} found for ${commitMarkdown(context)}, ${formatTime(context.finishedAt)}.`
      : `Wrote ${writtenWords(options)}, and a second read found no difference.`;
  return `> [!CAUTION]\n> **Not as the spec asks: ${words}.** ${written} Fix what is said of the flows below, then re-run the job: it checks them again.`;
}

/** `14 changes in kafka #482 as a81d0c3 on main, 2026-11-22 18:04 UTC, 41 s` */
function writtenWords({ outcome, context, milliseconds }: Parameters<typeof outcomeComment>[0]): string {
  return `${plural(outcome.results.length, 'change')} in ${linkMarkdown(context.run)} as ${commitMarkdown(context)}, ${formatTime(context.finishedAt)}, ${formatDuration(milliseconds)}`;
}

function commitMarkdown({ commit }: ApplyContext): string {
  return toMarkdown(phrase`${shortSha(commit.sha)} on ${commit.branch}`);
}

function flowLines(flows: readonly FlowVerdict[], since: FirstSeen, limit: number): readonly string[] {
  return flows.length === 0 ? [] : ['', ...flowList(flows, { since, limit })];
}

function partlyLine({ outcome, context }: Parameters<typeof outcomeComment>[0]): string {
  const count = (state: ChangeResult['state']) =>
    outcome.results.filter((result) => result.state === state).length;
  const branch = toMarkdown([code(context.commit.branch)]);
  return [
    '> [!WARNING]',
    `> **${count('applied')} of ${plural(outcome.results.length, 'change')} applied, ${count('failed')} failed, ${count('not-tried')} not tried.** ${branch} and the services differ now. ${nextRunWords(outcome, linkMarkdown(context.run))}`,
  ].join('\n');
}

function cancelledLine({ outcome, context }: Parameters<typeof outcomeComment>[0]): string {
  const branch = toMarkdown([code(context.commit.branch)]);
  return [
    '> [!WARNING]',
    `> **The run was cancelled: ${cancelledCounts(outcome)}.** Nothing was sent after that, and nothing was checked. ${branch} and the services may differ now. Re-run ${linkMarkdown(context.run)}: it does what is left.`,
  ].join('\n');
}

/** `4 of 60 changes applied, 8 not confirmed, 48 not tried`; all but the first only where there are any. */
export function cancelledCounts({ results }: Outcome): string {
  const count = (state: ChangeResult['state']) => results.filter((result) => result.state === state).length;
  const others = [
    [count('unconfirmed'), 'not confirmed'],
    [count('failed'), 'failed'],
    [count('not-tried'), 'not tried'],
  ] as const;
  return [
    `${count('applied')} of ${plural(results.length, 'change')} applied`,
    ...others.filter(([many]) => many > 0).map(([many, words]) => `${many} ${words}`),
  ].join(', ');
}

/** What failed comes first, what went well last. */
function resultsTable(results: readonly ChangeResult[], limit: number, complete: boolean): readonly string[] {
  const order: readonly ChangeResult['state'][] = ['failed', 'unconfirmed', 'not-tried', 'applied'];
  const lines = resultLines(results).toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  if (lines.length === 0) return [];
  const rows = lines
    .slice(0, limit)
    .map(({ symbol, what, result }) => [`\`${symbol}\` ${toCell(what)}`, toCell(result)]);
  const more =
    lines.length > limit ? `\n\n${plural(lines.length - limit, 'more line')} in the job summary.` : '';
  const table = `${markdownTable(['Change', 'Result'], rows)}${more}`;
  return ['', complete ? details(`What was done (${plural(results.length, 'change')})`, table) : table];
}
