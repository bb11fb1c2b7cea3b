import { GitHubError } from '../github/http/github-error.ts';
import type { Secret } from '../model/secret.ts';
import { adviceFor } from './github/github-advice.ts';
import { applyMode } from './modes/apply.ts';
import { driftMode } from './modes/drift.ts';
import { planMode } from './modes/plan.ts';
import { validateMode } from './modes/validate.ts';
import type { Ports } from './ports.ts';
import { exitCode, type RunEnd } from './result.ts';
import { Outlet } from './runner/outlet.ts';
import type { Session } from './session.ts';
import { unsafeEnvironment } from './start/environment.ts';
import { readEvent } from './start/event.ts';
import { type Inputs, readInputs } from './start/inputs.ts';
import { decideMode, type Mode, withoutAivenToken } from './start/mode.ts';
import { tellTokenMissing } from './tell/token-missing.ts';

/** The whole action. Answers the exit code; never throws. */
export async function run(ports: Ports): Promise<number> {
  const out = new Outlet(ports.runner);
  let end: RunEnd;
  try {
    end = await story(ports, out);
  } catch (error) {
    end = endOfError(error);
  }
  out.output('result', end.result);
  out.output('failure-reason', end.reason ?? '');
  const line = `${end.result}: ${end.summary}`;
  if (end.reason === undefined) out.info(line);
  else out.annotate([{ level: 'error', title: `Kafka ${end.reason}`, message: line }]);
  return exitCode(end);
}

/** Nothing secret is looked at before it is decided that this event may use it. */
async function story(ports: Ports, out: Outlet): Promise<RunEnd> {
  const unsafe = unsafeEnvironment(ports.env);
  if (unsafe.length > 0)
    return { result: 'refused', reason: 'unsafe-environment', summary: unsafe.join('; ') };
  const found = readEvent(ports.env, await ports.readPayload());
  if (!found.ok) return { result: 'failed', reason: 'unsupported-event', summary: found.message };

  const { event } = found;
  const asked = readInputs(ports.runner, { tokens: false });
  const first = decideMode({ event, requested: asked.ok ? asked.inputs.mode : 'auto' });
  if (first.kind === 'refuse') return refused(first);
  if (!asked.ok) return { result: 'failed', reason: 'input-invalid', summary: asked.problems.join('; ') };
  if (first.kind === 'skip') return { result: 'skipped', summary: first.why };
  const inputs = first.mode === 'validate' ? asked.inputs : withTokens(ports, asked.inputs);
  out.protect(
    [inputs.aivenToken, inputs.githubToken].filter((secret): secret is Secret => secret !== undefined),
  );
  const decision = inputs.aivenToken === undefined ? withoutAivenToken(first, event) : first;
  if (decision.kind === 'refuse') return { ...refused(decision), reason: 'input-invalid' };
  if (decision.kind === 'skip') return { result: 'skipped', summary: decision.why };
  out.info(`Mode ${decision.mode}: ${decision.why}.`);
  out.output('mode', decision.mode);
  const github =
    inputs.githubToken === undefined ||
    (decision.mode === 'validate' && !(decision.lacksAivenToken && event.pullRequest !== undefined))
      ? undefined
      : ports.connectGitHub({
          token: inputs.githubToken,
          apiUrl: ports.env['GITHUB_API_URL'] ?? 'https://api.github.com',
          repository: { owner: event.repository.owner, repo: event.repository.repo },
          clock: ports.clock,
          progress: (line) => out.info(line),
        });
  const session: Session = { ports, inputs, event, out, github };
  const end = await modes[decision.mode](session, decision.why);
  if (decision.lacksAivenToken) await tellTokenMissing(session);
  return end;
}

function withTokens(ports: Ports, inputs: Inputs): Inputs {
  const read = readInputs(ports.runner);
  return read.ok ? read.inputs : inputs;
}

function refused({ why, hint }: { readonly why: string; readonly hint: string }): RunEnd {
  return { result: 'refused', reason: 'unsupported-event', summary: `${why}. ${hint}` };
}

const modes: { readonly [M in Mode]: (session: Session, why: string) => Promise<RunEnd> } = {
  validate: validateMode,
  plan: planMode,
  apply: applyMode,
  drift: driftMode,
};

function endOfError(error: unknown): RunEnd {
  const summary = error instanceof Error ? error.message : String(error);
  if (!(error instanceof GitHubError)) return { result: 'failed', reason: 'internal-error', summary };
  const { reason, hint } = adviceFor(error);
  return { result: 'failed', reason, summary: `${summary}. ${hint}` };
}
