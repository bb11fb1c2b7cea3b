import { type FirstSeen, seenAgain } from '../../model/first-seen.ts';
import type { Operation } from '../../model/operation.ts';
import { kinds } from '../../model/resource.ts';
import { flowKey } from '../../plan/drift.ts';
import { type FlowVerdict, isBroken } from '../../plan/flows/flow-state.ts';
import type { ChangeResult, Outcome } from '../../plan/outcome.ts';
import type { LeftRunning } from '../../plan/plan.ts';
import { leftRunningSection } from '../plan/left-running-section.ts';
import { aclGroupKey, aclOperationsOf, aclSentence } from '../plan/plan-lines.ts';
import { commentBudget, firstThatFits } from '../words/budget.ts';
import { codeSpan, fence } from '../words/escape.ts';
import { brokenWords, flowList } from '../words/flow-verdict-line.ts';
import { details, markdownTable } from '../words/markdown-table.ts';
import { code, type Phrase, phrase, toCell, toMarkdown } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';
import {
  formatDuration,
  formatTime,
  type Link,
  linkMarkdown,
  refPhrase,
  shortSha,
} from '../words/report-context.ts';
import {
  actionSymbols,
  actionVerbs,
  fieldName,
  kindWord,
  locatedPhrase,
  plural,
  valuePhrase,
  wherePhrase,
} from '../words/resource-words.ts';
import { type CommentState, commentMarker, planTitle } from './plan-comment.ts';

export interface ApplyContext {
  readonly name: string;
  readonly digest: string;
  readonly run: Link;
  /** The commit that was applied, or should have been. */
  readonly commit: { readonly branch: string; readonly sha: string };
  readonly finishedAt: Date;
}

/** What stands in the comment after the merge: applied, or how far it came. */
export function outcomeComment(options: {
  readonly outcome: Outcome;
  readonly context: ApplyContext;
  readonly milliseconds: number;
  /** What the read after the last write brought. */
  readonly secondRead: 'no difference' | 'differences' | 'failed';
  /** Whether each enabled flow runs. */
  readonly flows?: readonly FlowVerdict[];
  /** Since when at least a flow does not run, as far as an earlier run noted it; by `flowKey`. */
  readonly since?: FirstSeen;
  readonly leftRunning?: readonly LeftRunning[];
}): string {
  const { outcome, context, flows = [], since = {}, leftRunning = [] } = options;
  const end = endOf(options);
  const state = end === 'applied' ? 'applied' : 'partly-applied';
  return firstThatFits(
    [400, 100, 20, 0],
    (limit) =>
      [
        marker(context, state, notedSince(flows, since, context.finishedAt)),
        planTitle(context.name, titles[end](flows)),
        '',
        ends[end](options),
        ...flowLines(flows, since, limit),
        ...sectionLines(leftRunningSection(leftRunning, Math.min(limit, 20))),
        ...resultsTable(outcome.results, limit, end !== 'failed'),
      ].join('\n'),
    commentBudget,
  );
}

function sectionLines(section: string | undefined): readonly string[] {
  return section === undefined ? [] : ['', section];
}

/** `applied` is said of nothing else: in all other cases the run fails. */
type End = 'applied' | 'not-confirmed' | 'not-running' | 'failed';

function endOf({ outcome, secondRead, flows = [] }: Parameters<typeof outcomeComment>[0]): End {
  const complete = outcome.results.every(({ state }) => state === 'applied' || state === 'already-done');
  if (!complete) return 'failed';
  if (secondRead !== 'no difference') return 'not-confirmed';
  return flows.some(isBroken) ? 'not-running' : 'applied';
}

const titles: Readonly<Record<End, (flows: readonly FlowVerdict[]) => string>> = {
  applied: () => 'applied',
  'not-confirmed': () => 'written, and not confirmed',
  'not-running': brokenWords,
  failed: () => 'failed half-way',
};

const ends: Readonly<Record<End, (options: Parameters<typeof outcomeComment>[0]) => string>> = {
  applied: appliedLine,
  'not-confirmed': notConfirmedLine,
  'not-running': notRunningLine,
  failed: partlyLine,
};

/** Broken flows with the time at which they were seen so first: the next run reads it back to say since when. */
function notedSince(flows: readonly FlowVerdict[], since: FirstSeen, now: Date): FirstSeen {
  return seenAgain(since, flows.filter(isBroken).map(flowKey), now);
}

/** Why the apply stopped before its first write. */
export interface Refused {
  /** At least one; each says why in a sentence and what to do now. */
  readonly reasons: readonly { readonly message: string; readonly hint?: string }[];
  /** What was not approved, if that is why; `shown` is the same field as a reviewer saw it. */
  readonly operations: readonly { readonly operation: Operation; readonly shown?: Operation }[];
}

export function refusedComment({
  refused,
  context,
}: {
  readonly refused: Refused;
  readonly context: ApplyContext;
}): string {
  return firstThatFits(
    [200, 50, 10, 0],
    (limit) =>
      [
        marker(context, 'refused'),
        planTitle(context.name, 'refused, nothing was applied'),
        '',
        '> [!CAUTION]',
        ...refused.reasons
          .slice(0, 5)
          .map(
            ({ message }, index) =>
              `${index === 0 ? '> **Nothing was applied:**' : '>\n> **Also:**'} ${toMarkdown(prose(message))}.`,
          ),
        '',
        ...refusedDiff(refused.operations, limit),
        ...refused.reasons
          .slice(0, 5)
          .flatMap(({ hint }) =>
            hint === undefined ? [] : [`**What to do:** ${toMarkdown(prose(hint, 1000))}`, ''],
          ),
        stoppedLine(context),
      ].join('\n'),
    commentBudget,
  );
}

/** A newer commit is on the branch: its run applies this one's changes too. No digest: found before a plan was made. */
export function supersededComment(options: {
  readonly context: Omit<ApplyContext, 'digest'> & { readonly digest?: string };
  readonly tip: string;
}): string {
  const { context, tip } = options;
  const words = phrase`${shortSha(context.commit.sha)} is no longer the tip of ${context.commit.branch}. The run for ${shortSha(tip)} applies these changes as well.`;
  return [
    marker({ digest: '', ...context }, 'superseded'),
    planTitle(context.name, 'superseded'),
    '',
    `> [!NOTE]\n> **Nothing was applied by this run.** ${toMarkdown(words)}`,
    '',
    stoppedLine(context),
  ].join('\n');
}

/** ACL entries of one sentence that ended alike share a line. */
export interface ResultLine {
  readonly state: ChangeResult['state'];
  readonly symbol: string;
  readonly what: Phrase;
  readonly result: Phrase;
}

export function resultLines(results: readonly ChangeResult[]): readonly ResultLine[] {
  const groups = Map.groupBy(results, (result) => {
    const { id, action } = result.change;
    const own = id.kind === 'kafka-acl' ? aclGroupKey(id) : JSON.stringify(id);
    return JSON.stringify([result.state, action, own, wordsOf(result)]);
  });
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { id, action } = first.change;
    const operations = aclOperationsOf(group.map(({ change }) => change.id));
    const what =
      id.kind === 'kafka-acl'
        ? [...phrase`ACL ${aclSentence(id, operations)}`, ...wherePhrase(id)]
        : locatedPhrase(id);
    return [{ state: first.state, symbol: actionSymbols[action], what, result: resultPhrase(group) }];
  });
}

function marker(context: ApplyContext, state: CommentState, since: FirstSeen = {}): string {
  const { name, digest, commit } = context;
  return commentMarker({ name, head: commit.sha, digest, state, since });
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
  return `> [!CAUTION]\n> **Not as the spec asks: ${words}.** ${written} Look at the flows below, then re-run ${linkMarkdown(context.run)} to look again.`;
}

/** 14 changes (2 already done before) in run as commit, when, how long. */
function writtenWords({ outcome, context, milliseconds }: Parameters<typeof outcomeComment>[0]): string {
  const already = outcome.results.filter(({ state }) => state === 'already-done').length;
  const skipped = already === 0 ? '' : ` (${already} already done before)`;
  return `${plural(outcome.results.length, 'change')}${skipped} in ${linkMarkdown(context.run)} as ${commitMarkdown(context)}, ${formatTime(context.finishedAt)}, ${formatDuration(milliseconds)}`;
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
  const done = count('applied') + count('already-done');
  const branch = toMarkdown([code(context.commit.branch)]);
  return [
    '> [!WARNING]',
    `> **${done} of ${plural(outcome.results.length, 'change')} applied, ${count('failed')} failed, ${count('not-tried')} not tried.** ${branch} and the services differ now. Look at what failed below, then re-run ${linkMarkdown(context.run)}: what is done is skipped.`,
  ].join('\n');
}

/** What failed comes first, what went well last. */
function resultsTable(results: readonly ChangeResult[], limit: number, complete: boolean): readonly string[] {
  const order: readonly ChangeResult['state'][] = ['failed', 'not-tried', 'applied', 'already-done'];
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

function resultPhrase(group: readonly ChangeResult[]): Phrase {
  const [first] = group;
  if (first === undefined) return [];
  switch (first.state) {
    case 'applied': {
      const slowest = Math.max(
        ...group.map((result) => (result.state === 'applied' ? result.milliseconds : 0)),
      );
      return [`✅ ${formatDuration(slowest)}`];
    }
    case 'already-done':
      return ['✅ was there already'];
    case 'failed': {
      const again: Phrase = first.failure.transient ? ['. Trying again may help'] : [];
      return phrase`❌ ${first.failure.code}: ${first.failure.message}${again}`;
    }
    case 'not-tried':
      return phrase`⏩ not tried: ${prose(first.because)}`;
  }
}

function wordsOf(result: ChangeResult): string {
  if (result.state === 'failed') return `${result.failure.code} ${result.failure.message}`;
  return result.state === 'not-tried' ? result.because : '';
}

function refusedDiff(operations: Refused['operations'], limit: number): readonly string[] {
  if (operations.length === 0 || limit === 0) return [];
  const lines: string[] = [];
  let place = '';
  for (const { operation, shown } of operations.slice(0, limit)) {
    if (operation.cluster !== place) lines.push(`  ${operation.cluster}`);
    place = operation.cluster;
    const field = operation.field === '' ? '' : `, ${fieldName(operation.field)}`;
    const subject = `${actionVerbs[operation.action]} ${kindName(operation.kind)} ${operation.name}${field}`;
    if (shown === undefined) {
      const values = step(operation);
      lines.push(`+ ${subject}${values === '' ? '' : `: ${values}`} (no merged pull request showed it)`);
    } else lines.push(`! ${subject}`, `!   shown: ${step(shown)}`, `!   now:   ${step(operation)}`);
  }
  if (operations.length > limit) lines.push(`  and ${operations.length - limit} more operations`);
  return [fence(lines, 'diff'), ''];
}

function kindName(kind: string): string {
  const known = kinds.find((each) => each === kind);
  return known === undefined ? kind : kindWord(known);
}

function step({ field, from, to }: Operation): string {
  if (from === null && to === null) return '';
  const side = (value: Operation['from']) => {
    const words = valuePhrase(field, value);
    return words.length === 0
      ? '(none)'
      : words.map((word) => (typeof word === 'string' ? word : word.code)).join('');
  };
  return `${side(from)} → ${side(to)}`;
}

function stoppedLine(context: Omit<ApplyContext, 'digest'> & { readonly digest?: string }): string {
  const plan = context.digest === undefined ? '' : ` · plan ${codeSpan(context.digest)}`;
  const commit = toMarkdown(refPhrase(context.commit));
  return `---\n🛑 Stopped in ${linkMarkdown(context.run)} for ${commit}, ${formatTime(context.finishedAt)}${plan}`;
}
