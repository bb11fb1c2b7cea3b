import { commentBudget, firstThatFits } from '../words/budget.ts';
import { codeSpan } from '../words/escape.ts';
import { lineBreak, markdownTable } from '../words/markdown-table.ts';
import { markerLine } from '../words/marker.ts';
import { phrase, toCell, toMarkdown, toText } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';
import { formatTime, type Link, linkMarkdown, refPhrase } from '../words/report-context.ts';
import { plural } from '../words/resource-words.ts';
import { riskSigns } from '../words/risk-words.ts';
import { type AcceptedUnit, type AdoptionReport, unitPhrase, unitWords } from './adoption-report.ts';
import { notSaidList } from './doors-section.ts';
import { type PendingApply, takesBackPart } from './pending-apply.ts';

export interface AdoptContext {
  /** The spec's name. */
  readonly name: string;
  readonly run: Link;
  readonly workflow: Link;
  readonly readAt: Date;
  readonly spec: { readonly branch: string; readonly sha: string };
  /** Of the plan of the spec as it is: an apply of it puts the spec back. */
  readonly restoreDigest: string;
  /** What differs may be what it is about to do; left out: an apply of this commit has ended. */
  readonly pendingApply?: PendingApply;
  /** Of what is proposed; tells a later run whether anything is new. */
  readonly digest: string;
}

/** GitHub cuts nothing: it refuses titles of more than 256 characters. */
const maxTitle = 200;

/** What is accepted, riskiest first, and never that nothing changes: a spec changes. */
export function adoptTitle({ accepted }: Pick<AdoptionReport, 'accepted'>, name: string): string {
  const shown = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}$/.test(name) ? name : codeSpan(name);
  const texts = accepted.map((unit) => toMarkdown(unitPhrase(unit)));
  for (const count of [3, 2, 1]) {
    const named = texts.slice(0, count);
    const more = texts.length - named.length;
    const title = `Kafka ${shown}: accept what is live: ${named.join('; ')}${more > 0 ? `; ${more} more` : ''}`;
    if (title.length <= maxTitle) return title;
  }
  return `Kafka ${shown}: accept what is live: ${plural(accepted.length, 'difference')}`;
}

/** In messages of commits GitHub links people, issues and addresses, and knows no code. */
function inCommit(unit: AcceptedUnit): string {
  return toText(unitPhrase(unit))
    .replace(/[@#<>]|:(?=\/\/)|\bgh-(?=\d)/gi, ' ')
    .slice(0, 200);
}

/** The first line of a commit, and what is in it. */
export function adoptCommitMessage(units: readonly AcceptedUnit[]): string {
  const texts = units.map(inCommit);
  const [first = ''] = texts;
  const subject = `Accept as live: ${texts.length === 1 ? first : `${texts.length} differences`}`;
  return [
    subject.slice(0, 200),
    ...(texts.length === 1 ? [] : ['', ...texts.slice(0, 100).map((text) => `- ${text}`)]),
  ].join('\n');
}

export function adoptBody(adoption: AdoptionReport, context: AdoptContext): string {
  return firstThatFits([1000, 300, 100, 20, 5], (limit) => body(adoption, context, limit), commentBudget);
}

function body({ accepted, notSaid }: AdoptionReport, context: AdoptContext, limit: number): string {
  const { name, digest, run, workflow, readAt, spec, restoreDigest, pendingApply } = context;
  const marker = markerLine({ kind: 'adopt', id: name, fields: { digest } });
  const above = accepted.filter(({ level }) => level === 'high' || level === 'medium');
  const cannot = notSaidList(notSaid, limit);
  const plan =
    cannot === undefined
      ? `The plan of these files against what was read at ${formatTime(readAt)} is without changes.`
      : `The plan of these files against what was read at ${formatTime(readAt)} changes only what is listed below.`;
  const parts = [
    `${marker}\n${alert(accepted, above, notSaid)}`,
    `${plan} That was made by ${linkMarkdown(run)} on ${toMarkdown(refPhrase(spec))}, and is no review: only a run on \`pull_request\` is one.`,
    pendingApply === undefined ? undefined : takesBackPart(pendingApply, { spec, workflow }),
    `### What is accepted\n\n${table(accepted, limit)}`,
    cannot === undefined ? undefined : `### Not in this pull request\n\n${cannot}`,
    `### Before you merge\n\n${beforeMerge(above, { workflow, restoreDigest })}`,
  ];
  return parts.filter((part) => part !== undefined).join('\n\n');
}

function alert(
  accepted: readonly AcceptedUnit[],
  above: readonly AcceptedUnit[],
  notSaid: AdoptionReport['notSaid'],
): string {
  const isHigh = above.some(({ level }) => level === 'high');
  const sign = isHigh ? 'CAUTION' : above.length > 0 ? 'WARNING' : 'NOTE';
  const counted = (['high', 'medium'] as const).flatMap((level) => {
    const count = above.filter((unit) => unit.level === level).length;
    return count === 0 ? [] : [`${count} would have been a ${level} risk as a change`];
  });
  const commits = counted.length === 0 ? '' : ` ${counted.join(', ')}; the commits keep them apart.`;
  const isPutBack = notSaid.some(({ unit }) => unit.differences.some(({ is }) => is === 'change'));
  const merge = isPutBack
    ? 'An apply after the merge puts back what is listed below, as the plan of this pull request shows.'
    : 'Nothing changes in Aiven or Kafka when it is merged.';
  return `> [!${sign}]\n> **This takes ${plural(accepted.length, 'difference')} into the spec as ${accepted.length === 1 ? 'it is' : 'they are'} live.**${commits} ${merge}`;
}

function table(accepted: readonly AcceptedUnit[], limit: number): string {
  const shown = accepted.slice(0, limit).map((unit) => {
    const { what, field, spec, live } = unitWords(unit);
    const name = toCell(field.length === 0 ? what : phrase`${field} of ${what}`);
    const risks = unit.risks.map(
      ({ level, consequence }) => `${riskSigns[level]}${toCell(prose(consequence, 300))}`,
    );
    return [[name, ...risks].join(lineBreak), toCell(spec), toCell(live)];
  });
  const more =
    accepted.length > limit ? `\n\n${accepted.length - limit} more, in the files of this pull request.` : '';
  return `${markdownTable(['Resource, and what it would mean as a change', 'Spec so far', 'Live, accepted'], shown)}${more}`;
}

function beforeMerge(
  above: readonly AcceptedUnit[],
  { workflow, restoreDigest }: Pick<AdoptContext, 'workflow' | 'restoreDigest'>,
): string {
  const part =
    'To accept only a part of it, drop the commits of the rest and push what is left to a branch of your own: a commit of somebody else on this branch stops its updates.';
  return [
    "- Runs of a pull request that a job's token opened wait until somebody approves them. With the token of a GitHub App as `github-token` they start by themselves.",
    ...(above.length === 0 ? [] : [`- ${part}`]),
    `- To put the spec back instead, close this and run ${linkMarkdown(workflow)} by hand with \`mode: apply\` and \`approve-digest: ${restoreDigest}\`.`,
  ].join('\n');
}

/** Why the pull request is closed. */
export function adoptClosingComment(
  why: 'no-drift' | 'nothing-sayable',
  { run, checkedAt }: { readonly run: Link; readonly checkedAt: Date },
): string {
  const words =
    why === 'no-drift'
      ? 'What is live and the spec do not differ any more'
      : 'Nothing of what differs now can be taken into the spec';
  return `✅ ${words}, in the check of ${formatTime(checkedAt)} (${linkMarkdown(run)}).`;
}
