import type { Operation } from '../../model/operation.ts';
import { kinds } from '../../model/resource.ts';
import { kindWord } from '../kinds/words-of.ts';
import { commentBudget, firstThatFits } from '../words/budget.ts';
import { codeSpan, fence } from '../words/escape.ts';
import { phrase, toMarkdown } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';
import { formatTime, linkMarkdown, refPhrase, shortSha } from '../words/report-context.ts';
import { actionVerbs, fieldName, valuePhrase } from '../words/resource-words.ts';
import { type ApplyContext, applyMarker } from './apply-marker.ts';
import { planTitle } from './plan-comment.ts';

/** Why the apply stopped before its first write. */
export interface Refused {
  /** At least one; each says why in a sentence and what to do now. */
  readonly reasons: readonly { readonly message: string; readonly hint?: string }[];
  /** What was not approved, if that is why; `shown` is the same field as a reviewer saw it. */
  readonly operations: readonly { readonly operation: Operation; readonly shown?: Operation }[];
}

/** For each merged pull request whose changes were not applied, and for the job summary. */
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
        applyMarker(context, 'refused'),
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

/** A newer commit is on the branch, and its run applies this one's changes too. Found before a plan was made, so there is no digest. */
export function supersededComment(options: {
  readonly context: Omit<ApplyContext, 'digest'> & { readonly digest?: string };
  readonly tip: string;
}): string {
  const { context, tip } = options;
  const words = phrase`${shortSha(context.commit.sha)} is no longer the tip of ${context.commit.branch}. The run for ${shortSha(tip)} applies these changes as well.`;
  return [
    applyMarker({ digest: '', ...context }, 'superseded'),
    planTitle(context.name, 'superseded'),
    '',
    `> [!NOTE]\n> **Nothing was applied by this run.** ${toMarkdown(words)}`,
    '',
    stoppedLine(context),
  ].join('\n');
}

function refusedDiff(operations: Refused['operations'], limit: number): readonly string[] {
  if (operations.length === 0 || limit === 0) return [];
  const lines: string[] = [];
  let place = '';
  for (const { operation, shown } of operations.slice(0, limit)) {
    if (operation.place !== place) lines.push(`  ${operation.place}`);
    place = operation.place;
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
