import type { Permission } from '../../github/http/github-error.ts';
import { workflowLine } from '../../github/http/permissions.ts';
import type { PermissionAnswer } from '../../github/permission-probes.ts';
import type { Finding } from '../../model/finding.ts';
import { findingsLog } from '../../report/texts/log.ts';
import type { BadEnd } from '../result.ts';
import { type Asking, headSha, type Speaking } from '../session.ts';
import type { NeededPermission } from './needed-permissions.ts';
import { personsToken } from './token-owner.ts';

export interface Preflight {
  readonly needed: readonly NeededPermission[];
  /** Whose comment is written; undefined: it is not known, or none is. */
  readonly pullRequest?: number | undefined;
}

/** What the token lacks, as far as GitHub tells. */
export type PermissionCheck =
  | { readonly state: 'nothing-lacks' }
  | ({ readonly state: 'lacking' } & Unpermitted);

/** The run would fail later, so it fails now: everything that is missing, in one message. */
export interface Unpermitted {
  readonly end: BadEnd;
  readonly findings: readonly Finding[];
  /** To be added under `permissions:`. */
  readonly workflowLines?: readonly string[];
  /** False: the token may not write on the pull request, so nothing is said there. */
  readonly mayComment: boolean;
}

/**
 * Before anything is read from Aiven or Kafka: may the token do what the run will ask of it? What GitHub does not
 * tell is left to the request that needs it.
 */
export async function checkPermissions(
  session: Asking,
  { needed, pullRequest }: Preflight,
): Promise<PermissionCheck> {
  const { github, out } = session;
  if (github === undefined || needed.length === 0) return { state: 'nothing-lacks' };
  return out.group('Ask GitHub what the token may do', async () => {
    const permissions = needed.map(({ permission }) => permission);
    const answers = await github.askPermissions({ permissions, pullRequest, ref: headSha(session) });
    const withoutIt = new Map(needed.map(({ permission, without }) => [permission, without]));
    for (const { permission, state } of answers) {
      const without = state === 'missing' ? withoutIt.get(permission) : undefined;
      out.info(`${permission}: ${words[state]}${without === undefined ? '' : `; without it ${without}`}`);
    }
    warnOfAccepted(session, answers);
    if (answers.some(({ state }) => state === 'apps-only')) return unfit(session);
    const missing = new Set(
      answers.filter(({ state }) => state === 'missing').map((each) => each.permission),
    );
    const lacking = needed.filter(
      ({ permission, without }) => without === undefined && missing.has(permission),
    );
    return lacking.length === 0 ? { state: 'nothing-lacks' } : unpermitted(session, lacking);
  });
}

const words: Readonly<Record<PermissionAnswer['state'], string>> = {
  granted: 'yes',
  missing: 'no',
  'apps-only': "no, and to no person's token",
  unknown: 'GitHub does not tell; the request that needs it will',
};

/** No line under `permissions:` helps, so none is named. */
function unfit({ out }: Pick<Speaking, 'out'>): PermissionCheck {
  const reason = 'missing-permission';
  const { message, hint } = personsToken;
  const finding: Finding = { code: reason, severity: 'error', message, hint };
  out.info(findingsLog([finding]));
  const summary = `${message}, so nothing was read or changed. ${hint}`;
  return {
    state: 'lacking',
    end: { result: 'failed', reason, summary },
    findings: [finding],
    mayComment: true,
  };
}

function unpermitted({ out }: Pick<Speaking, 'out'>, lacking: readonly NeededPermission[]): PermissionCheck {
  const names: readonly Permission[] = lacking.map(({ permission }) => permission);
  const isOne = names.length === 1;
  const workflowLines = names.map(workflowLine);
  const without = lacking.flatMap(({ unless }) => (unless === undefined ? [] : [unless]));
  const message = `the GitHub token lacks ${isOne ? 'the permission' : `${names.length} permissions:`} ${names.join(', ')}`;
  const hint = [
    `Add ${isOne ? 'this line' : 'these lines'} to permissions: in the workflow: ${names.join(', ')}`,
    ...(without.length === lacking.length ? [`Or do without: ${without.join(', ')}`] : []),
  ].join('. ');
  const reason = 'missing-permission';
  const finding: Finding = { code: reason, severity: 'error', message, hint };
  out.info(findingsLog([finding]));
  for (const line of ['permissions:', ...workflowLines.map((each) => `  ${each}`)]) out.info(line);
  return {
    state: 'lacking',
    end: { result: 'failed', reason, summary: `${message}, so nothing was read or changed. ${hint}` },
    findings: [finding],
    workflowLines,
    mayComment: !names.includes('pull-requests: write'),
  };
}

function warnOfAccepted({ out }: Pick<Speaking, 'out'>, answers: readonly PermissionAnswer[]): void {
  for (const { accepted } of answers) {
    if (accepted === undefined) continue;
    const message = `GitHub accepted a request with nothing in it, which it should have refused (${accepted}). Look for something empty of today under the name of this token, delete it, and report this to the maintainers of the action.`;
    out.annotate([{ level: 'warning', title: 'GitHub', message }]);
  }
}
