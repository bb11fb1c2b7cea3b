import { countErrorsIn, type Finding } from '../../model/finding.ts';
import { findingsList } from '../plan/findings-list.ts';
import { commentBudget, firstThatFits, summaryBudget } from '../words/budget.ts';
import { codeSpan } from '../words/escape.ts';
import { listed, phrase, toMarkdown } from '../words/phrase.ts';
import { prose } from '../words/prose.ts';
import { type Link, linkMarkdown, type SourceLinks, shortSha } from '../words/report-context.ts';
import { plural } from '../words/resource-words.ts';
import { commentMarker, planTitle } from './plan-comment.ts';

export interface SpecCheckContext {
  /** The spec's name, or its path when the name could not be read. */
  readonly name: string;
  readonly head: string;
  readonly run: Link;
  readonly source?: SourceLinks;
}

/** The spec has errors, so there is no plan: what is wrong, where, and what to write instead. */
export function invalidSpecComment(options: {
  readonly findings: readonly Finding[];
  readonly context: SpecCheckContext;
}): string {
  const { findings, context } = options;
  const errors = countErrorsIn(findings);
  const marker = commentMarker({ name: context.name, head: context.head, state: 'invalid' });
  return firstThatFits(
    findingLimits,
    (limit) =>
      [
        marker,
        planTitle(context.name, 'the spec is not valid'),
        '',
        `> [!WARNING]\n> **No plan: ${plural(errors, 'error')} in the spec.** Fix ${errors === 1 ? 'it' : 'them'} and push; the plan is made then.`,
        '',
        findingsList(findings, { limit, source: context.source }),
        '',
        checkedLine(context),
      ].join('\n'),
    commentBudget,
  );
}

/** The plan could not be made for another reason: what happened, and what to do. */
export function failedPlanComment(options: {
  readonly reason: string;
  readonly next: string;
  /** Lines to add under `permissions:`; texts of this action, never foreign ones. */
  readonly workflowLines?: readonly string[];
  readonly context: SpecCheckContext;
}): string {
  const { reason, next, workflowLines = [], context } = options;
  return [
    commentMarker({ name: context.name, head: context.head, state: 'failed' }),
    planTitle(context.name, 'failed, no plan was made'),
    '',
    `> [!WARNING]\n> **No plan:** ${toMarkdown(prose(reason.replace(/\.$/, '')))}.`,
    '',
    `**What to do:** ${toMarkdown(prose(next, 1000))}`,
    '',
    ...(workflowLines.length === 0
      ? []
      : ['```yaml', 'permissions:', ...workflowLines.map((line) => `  ${line}`), '```', '']),
    checkedLine(context),
  ].join('\n');
}

/**
 * A run that does not read the services (fork, Dependabot, `mode: validate`) does not comment either: what it could
 * check, for the job summary.
 */
export function offlineSummary(options: {
  readonly findings: readonly Finding[];
  /** Why the services were not read, in one clause. */
  readonly because: string;
  readonly fromFork: boolean;
  readonly counts: {
    readonly clusters: number;
    readonly flows: number;
    readonly topics: number;
    readonly acls: number;
  };
  /** What flows need is counted with defaults in the place of settings that they do not state. */
  readonly assumesDefaults: boolean;
  /** References to secrets that have no value in this run. */
  readonly missingSecrets: readonly string[];
  readonly context: SpecCheckContext;
}): string {
  const { findings, because, fromFork, counts, assumesDefaults, missingSecrets, context } = options;
  const errors = countErrorsIn(findings);
  const title = `## Kafka spec check for ${codeSpan(context.name)}: ${errors === 0 ? 'valid' : plural(errors, 'error')}`;
  const what = [
    plural(counts.clusters, 'cluster'),
    plural(counts.flows, 'flow'),
    plural(counts.topics, 'topic'),
    `${plural(counts.acls, 'ACL entry', 'ACL entries')}`,
  ].join(', ');
  const unseen =
    missingSecrets.length === 0
      ? ''
      : ` ${toMarkdown(phrase`Not set in this run: ${listed(missingSecrets, 10)}.`)}`;
  const needs = assumesDefaults
    ? 'what flows need is included, assumed with the defaults of what they do not state'
    : 'what flows need is included';
  return firstThatFits(
    findingLimits,
    (limit) =>
      [
        title,
        '',
        `${errors === 0 ? 'The spec is valid' : 'The spec is not valid'}; live services were not read: ${toMarkdown(prose(because))}.${unseen}`,
        '',
        [`It describes ${what}; ${needs}.`, ...nextStep(errors, fromFork)].join(' '),
        ...(findings.length === 0 ? [] : ['', findingsList(findings, { limit, source: context.source })]),
        '',
        checkedLine(context),
        '',
      ].join('\n'),
    summaryBudget,
  );
}

const findingLimits = [100, 50, 20, 5, 0];

function nextStep(errors: number, fromFork: boolean): readonly string[] {
  if (errors > 0) return ['Fix the errors and push again.'];
  return fromFork
    ? ['A maintainer gets the plan against the live services by pushing the branch to this repository.']
    : [];
}

function checkedLine({ head, run }: SpecCheckContext): string {
  return `---\n📝 Checked ${codeSpan(shortSha(head))} in ${linkMarkdown(run)}`;
}
