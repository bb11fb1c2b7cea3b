import type { ClosedGate, MergeVerdict } from '../../model/merge-verdict.ts';
import type { Plan } from '../../plan/plan.ts';
import type { DangerItem } from '../changes/danger-items.ts';
import { countErrors } from '../words/counts.ts';
import { failedReads } from '../words/headline.ts';
import { listed, phrase, toMarkdown } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';
import { plural } from '../words/resource-words.ts';
import { leftOutNotice } from './left-out-section.ts';
import { notContacted } from './unread-sections.ts';

/**
 * The first thing that a reader sees: what the merge comes to, and by name what is dangerous. One alert at most, because GitHub asks for
 * that; a sentence where nothing is wrong. `verdict` undefined: nobody asks what a merge would do. Undefined: there is nothing to say.
 */
export function verdictAlert({
  plan,
  verdict,
  dangers,
}: {
  readonly plan: Plan;
  readonly verdict: MergeVerdict | undefined;
  /** What is dangerous, as many items as the alert has room for. */
  readonly dangers: readonly DangerItem[];
}): string | undefined {
  const leftOut = leftOutNotice(plan.leftOut, 'a plan');
  const outcome = verdict === undefined ? undefined : verdictOf(plan, verdict);
  const warnings = [...notContactedAlert(plan), ...(outcome === undefined ? unreadAlert(plan) : [])];
  const isCalm = leftOut === undefined && warnings.length + dangers.length === 0 && outcome?.is !== 'stopped';
  if (isCalm && outcome === undefined) return undefined;
  const isSure = verdict?.holdsFor.state === 'same';
  if (isCalm && outcome?.is === 'applies') return `${isSure ? '✅' : 'ℹ️'} ${outcome.sentence}`;
  const verdictWords =
    outcome === undefined ? [] : outcome.is === 'stopped' ? outcome.paragraphs : [outcome.sentence];
  const list = dangers.map(({ markdown }) => markdown).join('\n');
  const paragraphs = [
    ...(leftOut === undefined ? [] : [leftOut]),
    ...verdictWords,
    ...warnings,
    ...(list === '' ? [] : [list.replaceAll('\n', '\n> ')]),
  ];
  const urgent =
    notContacted(plan).length > 0 || hasErrors(plan) || plan.risks.some(({ level }) => level === 'high');
  return [`> [!${urgent ? 'CAUTION' : 'WARNING'}]`, paragraphs.map((text) => `> ${text}`).join('\n>\n')].join(
    '\n',
  );
}

type MergeOutcome =
  | { readonly is: 'applies'; readonly sentence: string }
  | { readonly is: 'stopped'; readonly paragraphs: readonly string[] };

function verdictOf(plan: Plan, verdict: MergeVerdict): MergeOutcome {
  const scope = scopeOf(verdict);
  const errors = plan.findings.filter(({ severity }) => severity === 'error').length;
  if (errors > 0)
    return stopped(`**This plan cannot be applied: ${countErrors(errors)}.** What is wrong is listed below.`);
  const unread = failedReads(plan);
  if (unread.length > 0)
    return stopped(
      `**This plan cannot be applied: ${plural(unread.length, 'read')} failed.** ${nextSteps(unread)} Nothing is planned for what is unknown.`,
    );
  const [first, ...others] = verdict.closedGates;
  if (first !== undefined)
    return stopped(
      `**The apply after the merge will be refused:** ${gateWords(first)}`,
      ...others.slice(0, maxGates).map((gate) => `**Also:** ${gateWords(gate)}`),
      ...(scope === '' ? [] : [scope.trim()]),
    );
  if (verdict.holdsFor.state === 'no-apply')
    return {
      is: 'applies',
      sentence: `**Merging applies nothing yet.** ${toMarkdown(prose(verdict.holdsFor.because))} What is listed is applied when it gets there.`,
    };
  return { is: 'applies', sentence: `**${appliesWords(plan)}**${scope}` };
}

const maxGates = 5;

/** What is to be done before the reads succeed, each step once. */
function nextSteps(unread: Plan['unread']): string {
  return [...new Set(unread.map(({ reason }) => stepOf[reason.code]))].join(' ');
}

const again = 'Re-run this job once they succeed.';

const stepOf: Readonly<Record<Plan['unread'][number]['reason']['code'], string>> = {
  'not-there': 'Correct the name in the spec, or create what it names.',
  unauthenticated: 'Correct the login, its secret or the token.',
  denied: 'Grant the rights that are lacking.',
  'not-managed': 'Give the cluster an admin identity.',
  'not-contacted': again,
  'left-out': again,
  unreachable: again,
  incomplete: again,
  unavailable: again,
};

function stopped(...paragraphs: readonly string[]): MergeOutcome {
  return { is: 'stopped', paragraphs };
}

function gateWords({ message, hint }: ClosedGate): string {
  return toMarkdown(phrase`${prose(message)}. ${prose(hint)}`);
}

/** A verdict holds for the inputs of the job that gives it. */
function scopeOf({ holdsFor, neededLabel }: MergeVerdict): string {
  const label =
    neededLabel === undefined
      ? ''
      : ` ${toMarkdown(phrase`The apply deletes only if this pull request has the label ${neededLabel} then; otherwise it is refused.`)}`;
  return `${label}${inputsOf(holdsFor)}`;
}

function inputsOf(holdsFor: MergeVerdict['holdsFor']): string {
  if (holdsFor.state === 'same') return '';
  return ` This holds for the inputs of this job. ${toMarkdown(prose(holdsFor.because))}`;
}

function appliesWords({ risks, pending }: Plan): string {
  const loss = risks.filter(({ concerns }) => concerns === 'records');
  const data = loss.some(({ code }) => code === 'data-loss')
    ? ' and deletes data'
    : loss.length > 0
      ? ', and records may be lost or mixed'
      : '';
  const later = pending.length === 0 ? '' : ', and creates what could not be compared where it is missing';
  return `Merging applies this${data}${later}.`;
}

function hasErrors({ findings }: Plan): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

function notContactedAlert(plan: Plan): readonly string[] {
  const places = notContacted(plan).map(({ place }) => place);
  if (places.length === 0) return [];
  const waiting =
    plan.pending.length === 0 ? '' : ` ${plural(plan.pending.length, 'resource')} could not be compared.`;
  return [
    `**Connection changed: ${toMarkdown(listed(places, 5))} not contacted.** This pull request changes where credentials go, so none were sent.${waiting} Merge only if the new connection is right: after the merge it is used.`,
  ];
}

function unreadAlert(plan: Plan): readonly string[] {
  const places = [...new Set(failedReads(plan).map(({ place }) => place))];
  if (places.length === 0) return [];
  return [
    `**Not everything could be read:** ${toMarkdown(listed(places, 5))}. Nothing is planned for what is unknown.`,
  ];
}
