import { isBaseUrl } from '../../aiven/http/base-url.ts';
import { globOfRegex, looksLikeRegex, matchesSomeTopic } from '../../model/pattern-language.ts';
import { whyNoSecret } from '../../model/placeholder.ts';
import { type AllowDelete, allowDeleteWords } from '../../model/resource.ts';
import { Secret } from '../../model/secret.ts';
import { type DirectPush, directPushPolicies } from '../../review/policy.ts';
import { alternativesIn, maxAlternatives } from '../../spec/yaml/spec-patterns.ts';
import type { Runner } from '../runner/runner.ts';
import { type InputValue, readCount, readDuration, readFlag, readList } from './input-values.ts';
import { modes, type RequestedMode } from './mode.ts';

/** Every input of `action.yml` but the tokens, checked. */
export interface Inputs {
  readonly spec: readonly string[];
  readonly mode: RequestedMode;
  readonly aivenUrl: string;
  /** The Aiven project that an import reads; empty: none is named. */
  readonly importProject: string;
  /** File in the workspace with the JSON of a Terraform state; empty: none. */
  readonly importTerraformState: string;
  readonly pullRequest: number | undefined;
  readonly comment: 'always' | 'on-changes' | 'never';
  /** Markdown, at most 2,000 characters; empty: none. */
  readonly commentNote: string;
  /** Keep one label on the pull request that says what its plan does. */
  readonly planLabels: boolean;
  readonly jobSummary: boolean;
  readonly annotations: boolean;
  /** Apply only what the plans of the merged pull requests showed. */
  readonly requirePlan: boolean;
  /** The digest of a plan that a person looked at; empty: none. */
  readonly approveDigest: string;
  /** Whether a commit that was pushed without a pull request counts as reviewed. */
  readonly directPush: DirectPush;
  readonly mergeGroup: 'verify' | 'skip';
  readonly allowDelete: ReadonlySet<AllowDelete>;
  /** Must also be on a merged pull request that showed a deletion; empty: no such gate. */
  readonly allowDeleteLabel: string;
  /** Name patterns. */
  readonly protectedTopics: readonly string[];
  /** Keys of clusters, sorted, each once. */
  readonly leaveOutClusters: readonly string[];
  readonly maxChanges: number;
  readonly maxDeletes: number;
  readonly driftIssue: boolean;
  readonly driftLabel: string;
  /** Checks in a row that must find drift before an issue is opened; at least 1. */
  readonly driftThreshold: number;
  readonly failOnDrift: boolean;
  /** Where the drift issue names who changed something: their e-mail addresses. */
  readonly driftActors: 'private' | 'always' | 'never';
  /** Milliseconds. */
  readonly waitTimeoutMs: number;
  /** Empty: a folder below the runner's temporary one. */
  readonly outputDirectory: string;
}

export type InputsResult =
  | { readonly ok: true; readonly inputs: Inputs }
  | { readonly ok: false; readonly problems: readonly string[] };

/** The names that `readInputs` and `readTokens` read; a test holds them against `action.yml`. */
export const inputNames = [
  'spec',
  'mode',
  'aiven-token',
  'aiven-url',
  'import-project',
  'import-terraform-state',
  'github-token',
  'pr-number',
  'comment',
  'comment-note',
  'plan-labels',
  'job-summary',
  'annotations',
  'require-plan',
  'approve-digest',
  'direct-push',
  'merge-group',
  'allow-delete',
  'allow-delete-label',
  'protected-topics',
  'leave-out-clusters',
  'max-changes',
  'max-deletes',
  'drift-issue',
  'drift-label',
  'drift-threshold',
  'fail-on-drift',
  'drift-actors',
  'wait-timeout',
  'output-dir',
] as const;
type InputName = (typeof inputNames)[number];

/** Reports every bad input at once, each with its name, its value and what was expected. The tokens are not looked at. */
export function readInputs(runner: Pick<Runner, 'input'>): InputsResult {
  const problems: string[] = [];
  const text = (name: InputName) => runner.input(name);
  const expected = (name: InputName, what: string): void => {
    problems.push(`input ${name}: expected ${what}, got "${text(name)}"`);
  };
  const read = <T>(name: InputName, value: InputValue<T>, otherwise: T): T => {
    if (!value.ok) expected(name, value.expected);
    return value.ok ? value.value : otherwise;
  };
  const oneOf = <T extends string>(name: InputName, values: readonly T[], fallback: T): T => {
    const found = values.find((value) => value === text(name));
    if (found === undefined) expected(name, `one of ${values.join(', ')}`);
    return found ?? fallback;
  };
  const flag = (name: InputName): boolean => read(name, readFlag(text(name)), false);
  const count = (name: InputName, min = 0): number => read(name, readCount(text(name), { min }), min);
  const list = (name: InputName): readonly string[] => readList(text(name));

  const spec = list('spec');
  if (spec.length === 0) expected('spec', 'at least one file, folder or glob');
  for (const pattern of spec.filter((each) => alternativesIn(each) > maxAlternatives)) {
    problems.push(
      `input spec: the braces of "${pattern.slice(0, 60)}" stand for more than ${maxAlternatives} patterns; write fewer of them, or *`,
    );
  }
  const allowDelete = new Set<AllowDelete>();
  for (const item of list('allow-delete')) {
    const word = allowDeleteWords().find((candidate) => candidate === item);
    if (word === undefined) expected('allow-delete', `any of ${allowDeleteWords().join(', ')}`);
    else allowDelete.add(word);
  }
  const commentNote = text('comment-note');
  if (commentNote.length > 2000) expected('comment-note', 'at most 2,000 characters');
  // GitHub lists issues by labels that commas separate: an issue with another label would not be found again.
  const driftIssue = flag('drift-issue');
  if (driftIssue && !/^[^,]{1,50}$/.test(text('drift-label')))
    expected('drift-label', 'a label of at most 50 characters without a comma');
  for (const pattern of list('protected-topics')) {
    if (/^[a-zA-Z0-9._*?-]+$/.test(pattern) && matchesSomeTopic(pattern)) continue;
    problems.push(
      `input protected-topics: "${pattern}" matches no topic, so it would protect none: ${meantAsGlob(pattern)}`,
    );
  }
  const approveDigest = text('approve-digest');
  // A shortened one is refused with the whole one, which only the plan knows.
  if (!/^(sha256:)?[0-9a-f]{0,64}$/i.test(approveDigest))
    expected('approve-digest', 'sha256: and 64 hex digits, as in the plan');
  const pullRequest =
    text('pr-number') === ''
      ? undefined
      : read('pr-number', readCount(text('pr-number'), { min: 1, maxDigits: 10 }), 1);

  const aivenUrl = text('aiven-url');
  if (!isBaseUrl(aivenUrl)) expected('aiven-url', 'https:// and a host, without user, path or query');

  const mode = oneOf('mode', modes, 'auto');
  const importProject = text('import-project');
  if (mode === 'import' && !/^[a-z0-9][a-zA-Z0-9_-]{0,62}$/.test(importProject))
    expected('import-project', 'the name of an Aiven project, for mode: import');

  const inputs: Inputs = {
    spec,
    mode,
    aivenUrl,
    importProject,
    importTerraformState: text('import-terraform-state'),
    pullRequest,
    comment: oneOf('comment', ['always', 'on-changes', 'never'], 'on-changes'),
    commentNote,
    planLabels: flag('plan-labels'),
    jobSummary: flag('job-summary'),
    annotations: flag('annotations'),
    requirePlan: flag('require-plan'),
    approveDigest,
    directPush: oneOf('direct-push', directPushPolicies, 'refuse'),
    mergeGroup: oneOf('merge-group', ['verify', 'skip'], 'verify'),
    allowDelete,
    allowDeleteLabel: text('allow-delete-label'),
    protectedTopics: list('protected-topics'),
    leaveOutClusters: [...new Set(list('leave-out-clusters'))].sort(),
    maxChanges: count('max-changes'),
    maxDeletes: count('max-deletes'),
    driftIssue,
    driftLabel: text('drift-label'),
    driftThreshold: count('drift-threshold', 1),
    failOnDrift: flag('fail-on-drift'),
    driftActors: oneOf('drift-actors', ['private', 'always', 'never'], 'private'),
    waitTimeoutMs: read('wait-timeout', readDuration(text('wait-timeout')), 0),
    outputDirectory: text('output-dir'),
  };
  return problems.length === 0 ? { ok: true, inputs } : { ok: false, problems };
}

/** What is legal and surely not meant: a pattern that protects other topics than it seems to. */
export function inputWarnings({ protectedTopics }: Pick<Inputs, 'protectedTopics'>): readonly string[] {
  return protectedTopics
    .filter(looksLikeRegex)
    .map(
      (pattern) =>
        `${pattern} looks like a regular expression, and protects only topics that it matches as a glob: ${meantAsGlob(pattern)}`,
    );
}

function meantAsGlob(pattern: string): string {
  const glob = globOfRegex(pattern);
  const isGlob = glob !== undefined && glob !== pattern && /^[a-zA-Z0-9._*?-]+$/.test(glob);
  return isGlob ? `write ${glob}` : 'write it with * and ?, as several patterns if need be';
}

/** Of this run; undefined: the workflow gives none. */
export interface Tokens {
  readonly aiven: Secret | undefined;
  readonly github: Secret | undefined;
}

export const noTokens = { ok: true, tokens: { aiven: undefined, github: undefined } } as const;

/** Only for a run that is trusted with them, which is decided before. */
export function readTokens(
  runner: Pick<Runner, 'input'>,
):
  | { readonly ok: true; readonly tokens: Tokens }
  | { readonly ok: false; readonly problems: readonly string[] } {
  const problems = (['aiven-token', 'github-token'] as const).flatMap((name) => {
    const why = whyNoToken(runner.input(name));
    return why === undefined
      ? []
      : [`input ${name}: the value ${why}. Set the secret again, to the token itself`];
  });
  if (problems.length > 0) return { ok: false, problems };
  const secret = (name: InputName): Secret | undefined => {
    const value = runner.input(name);
    return value === '' ? undefined : Secret.of(`input ${name}`, value);
  };
  return { ok: true, tokens: { aiven: secret('aiven-token'), github: secret('github-token') } };
}

/** Undefined: it may be a token, or there is none. A header takes no other characters. */
function whyNoToken(value: string): string | undefined {
  if (value === '') return undefined;
  const placeholder = whyNoSecret(value);
  if (placeholder !== undefined) return placeholder;
  return /^[!-~]+$/.test(value)
    ? undefined
    : 'holds a line break, a blank or another character that no token has';
}
