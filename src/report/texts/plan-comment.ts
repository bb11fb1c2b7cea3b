import { type FirstSeen, firstSeenText } from '../../model/first-seen.ts';
import type { Plan } from '../../plan/plan.ts';
import { leftOutNotice } from '../plan/left-out-section.ts';
import { detailLadder, planBody } from '../plan/plan-body.ts';
import { commentBudget, firstThatFits, fits } from '../words/budget.ts';
import { codeSpan } from '../words/escape.ts';
import { headline, isInSync } from '../words/headline.ts';
import { lineBreak } from '../words/markdown-table.ts';
import { markerLine, readMarker } from '../words/marker.ts';
import { phrase, toMarkdown } from '../words/phrase.ts';
import {
  docsUrl,
  formatTime,
  type Link,
  linkMarkdown,
  type ReportContext,
  shortDigest,
  shortSha,
} from '../words/report-context.ts';
import { plural } from '../words/resource-words.ts';

export type CommentState =
  | 'planning'
  | 'planned'
  | 'no-changes'
  | 'invalid'
  | 'failed'
  | 'applied'
  | 'partly-applied'
  | 'refused'
  | 'superseded';

/** The plan on its pull request: what a reviewer approves. One comment per spec, always rewritten as a whole. */
export function planComment({
  plan,
  context,
}: {
  readonly plan: Plan;
  readonly context: ReportContext;
}): string {
  const state = isInSync(plan) ? 'no-changes' : 'planned';
  const marker = commentMarker({ name: plan.name, head: context.head, digest: plan.digest, state });
  return firstThatFits(
    detailLadder,
    (detail) => `${marker}\n${planMarkdown(plan, context, detail)}`,
    commentBudget,
  );
}

/** Without marker, as the job summary has it too. `top`: the title, and what comes before everything else. */
export function planMarkdown(
  plan: Plan,
  context: ReportContext,
  detail: (typeof detailLadder)[number],
  top: readonly string[] = [planTitle(plan.name, headline(plan))],
): string {
  if (isInSync(plan)) return inSyncMarkdown(plan, context, detail, top);
  return [...top, planBody(plan, context, detail), planFooter(plan, context)].join('\n\n');
}

/**
 * A newer push is being planned: says so above the plan that stands in the comment, which folds and stays until the
 * new one replaces it. A comment that is about this commit already stays as it is.
 */
export function planningComment(options: {
  readonly name: string;
  /** The commit that is being planned. */
  readonly head: string;
  readonly run: Link;
  /** The comment as it is. */
  readonly before: string;
}): string {
  const { name, head, run, before } = options;
  const marker = readMarker(before);
  const previous = String(marker?.fields['head'] ?? '');
  if (previous === head) return before;
  const old = marker?.fields['state'] === 'planning' ? foldedPlan(before) : foldable(before);
  const gone = /^[0-9a-f]{7,}$/.test(previous)
    ? ` The plan for ${codeSpan(shortSha(previous))} no longer counts.`
    : '';
  const top = [
    commentMarker({ name, head, state: 'planning' }),
    planTitle(name, 'being made'),
    '',
    `> [!NOTE]\n> A plan for ${codeSpan(shortSha(head))} is being made in ${linkMarkdown(run)} and will appear here.${gone}`,
  ].join('\n');
  const folded = `${top}\n\n${foldStart}\n\n${old}\n\n</details>`;
  return old !== '' && fits(folded, commentBudget + 2_000) ? folded : top;
}

const foldStart = '<details><summary>The plan before this push</summary>';

function foldedPlan(comment: string): string {
  const start = comment.indexOf(foldStart);
  const end = comment.lastIndexOf('\n\n</details>');
  return start === -1 || end === -1 ? '' : comment.slice(start + foldStart.length, end).trim();
}

/** Without its marker, and its alert as a quote: GitHub draws alerts at the top level only. */
function foldable(comment: string): string {
  return comment
    .replace(/^<!-- [^\n]*-->\n/, '')
    .replace(/^> \[!([A-Z]+)\]$/m, (_, kind: string) => `> **${kind[0]}${kind.slice(1).toLowerCase()}**<br>`)
    .trim();
}

/** The hidden first line, from which a later run reads what the comment is about. */
export function commentMarker(fields: {
  readonly name: string;
  readonly head: string;
  readonly digest?: string;
  readonly state: CommentState;
  /** For each flow that does not run, by `flowKey`: when it was first seen so. */
  readonly since?: FirstSeen;
}): string {
  const { name, head, digest = '', state, since = {} } = fields;
  const noted = Object.keys(since).length === 0 ? {} : { since: firstSeenText(since) };
  return markerLine({ kind: 'plan', id: name, fields: { head, digest, state, ...noted } });
}

/** The heading of a plan. `words`: what it comes to, as `headline` says it. */
export function planTitle(name: string, words: string): string {
  return `## Kafka plan for ${codeSpan(name)}: ${words}`;
}

/**
 * A comment without what changes from run to run although the plan is the same: marker and footer. Equal
 * results mean that the comment need not be rewritten for its content.
 */
export function comparableBody(comment: string): string {
  const start = comment.startsWith('<!--') ? comment.indexOf('\n') + 1 : 0;
  const end = comment.lastIndexOf('\n\n---\n');
  return comment.slice(start, end < start ? undefined : end);
}

function inSyncMarkdown(
  plan: Plan,
  context: ReportContext,
  detail: (typeof detailLadder)[number],
  top: readonly string[],
): string {
  const merge = context.merge === undefined ? '' : '✅ **Merging changes nothing.** ';
  const matches = toMarkdown(
    phrase`${[plural(plan.unchanged, 'resource')]} ${[plan.unchanged === 1 ? 'matches' : 'match']} the spec at ${shortSha(context.head)}.`,
  );
  const sentence = `${merge}${matches}`;
  const extra =
    plan.findings.length + plan.leftAlone.length + plan.leftRunning.length > 0
      ? [planBody({ ...plan, leftOut: [] }, withoutMerge(context), detail)]
      : [];
  const leftOut = leftOutNotice(plan.leftOut, 'a plan');
  return [
    ...top,
    ...(leftOut === undefined ? [] : [`> [!WARNING]\n> ${leftOut}`]),
    sentence,
    ...extra,
    `---\n${footerLine(context.merge === undefined ? 'Compared' : 'Nothing to do', context)}`,
  ].join('\n\n');
}

/** What the merge does is said above. */
function withoutMerge({ merge: _, ...context }: ReportContext): ReportContext {
  return context;
}

function planFooter(plan: Plan, context: ReportContext): string {
  const { merge, version } = context;
  const digests = toMarkdown(
    phrase`plan ${plan.digest} · spec ${shortDigest(context.specDigest)} · aiven-kafka-gitops ${version}`,
  );
  const onMerge =
    merge === undefined
      ? ''
      : ` · ${linkMarkdown({ label: 'anything else stops the apply', url: docsUrl(version, 'review.md') })}`;
  const line = footerLine(merge === undefined ? 'Compared' : 'Planned', context);
  return `---\n${line}${onMerge}${lineBreak}<sub>${digests}</sub>`;
}

function footerLine(done: string, context: ReportContext): string {
  const links = [
    ...(context.fullPlanUrl === undefined
      ? []
      : [linkMarkdown({ label: 'full plan', url: context.fullPlanUrl })]),
  ];
  const run = `📝 **${done}** in ${linkMarkdown(context.run)}`;
  return [run, `live state read ${formatTime(context.readAt)}`, ...links].join(' · ');
}
