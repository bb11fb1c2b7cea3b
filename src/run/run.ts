import { join } from 'node:path';
import { GitHubError } from '../github/http/github-error.ts';
import { Cancelled } from '../model/cancel.ts';
import { checkoutFolderOf } from '../spec/yaml/workspace.ts';
import { adviceFor } from './github/github-advice.ts';
import { adoptMode } from './modes/adopt.ts';
import { applyMode } from './modes/apply.ts';
import { driftMode } from './modes/drift.ts';
import { importMode } from './modes/import.ts';
import { mergeGroupMode } from './modes/merge-group.ts';
import { planMode } from './modes/plan.ts';
import { validateMode } from './modes/validate.ts';
import type { Ports } from './ports.ts';
import { exitCode, type RunEnd } from './result.ts';
import { closing } from './runner/cancel.ts';
import { afterCancel } from './runner/clock.ts';
import { Outlet } from './runner/outlet.ts';
import type { Session } from './session.ts';
import { secretsOfRun, secretVariablesIn, unsafeEnvironment } from './start/environment.ts';
import { readEvent } from './start/event.ts';
import { inputWarnings, noTokens, readInputs, readTokens } from './start/inputs.ts';
import { type Decision, decideMode, modeName, withoutAivenToken } from './start/mode.ts';
import { nodeProblem } from './start/node-version.ts';
import { ownMistake, reportAt } from './start/own-mistake.ts';
import { Ending } from './tell/ending.ts';
import { tellCancelled } from './tell/tell-cancelled.ts';
import { tellTokenMissing } from './tell/token-missing.ts';

/** The whole action. Answers the exit code; never throws. */
export async function run(ports: Ports): Promise<number> {
  const out = new Outlet(ports.runner, ports);
  const end = await ended(ports, out);
  out.output('result', end.result);
  out.output('failure-reason', end.reason ?? '');
  const line = `${end.result}: ${end.summary}`;
  if (end.reason === undefined) out.info(line);
  else out.annotate([{ level: 'error', title: `Kafka ${end.reason}`, message: line }]);
  return exitCode(end);
}

/** A run that is cancelled has a few seconds to say how far it came; what has not ended by then is left. */
async function ended(ports: Ports, out: Outlet): Promise<RunEnd> {
  let session: Session | undefined;
  const begun = (made: Session): void => {
    session = made;
  };
  try {
    const late = afterCancel(ports.cancelled, closing.all);
    return (
      (await Promise.race([story(ports, out, begun), late])) ??
      session?.ending.whenCancelled() ??
      (await tellCancelled(out, session, 'not known'))
    );
  } catch (error) {
    return error instanceof Cancelled
      ? (session?.ending.whenCancelled() ?? tellCancelled(out, session, 'nothing'))
      : endOfError(out, ports.nodeVersion, error);
  }
}

/** Nothing secret is looked at before it is decided that this event may use it. */
async function story(ports: Ports, out: Outlet, begun: (session: Session) => void): Promise<RunEnd> {
  const node = nodeProblem(ports.nodeVersion, ports.env);
  if (node.is === 'too old')
    return { result: 'refused', reason: 'unsafe-environment', summary: node.message };
  if (node.is === 'no proxy')
    out.annotate([{ level: 'warning', title: 'Kafka proxy not used', message: node.message }]);
  const unsafe = unsafeEnvironment(ports.env);
  if (unsafe.length > 0)
    return { result: 'refused', reason: 'unsafe-environment', summary: unsafe.join('; ') };
  const found = readEvent(ports.env, await ports.readPayload());
  if (!found.ok) return { result: 'failed', reason: 'unsupported-event', summary: found.message };

  const { event } = found;
  const asked = readInputs(ports.runner);
  const first = decideMode({ event, requested: asked.ok ? asked.inputs.mode : 'auto' });
  if (first.kind === 'refuse') return refused(first);
  if (!asked.ok) return { result: 'failed', reason: 'input-invalid', summary: asked.problems.join('; ') };
  if (first.kind === 'skip') return { result: 'skipped', summary: first.why };
  const { inputs } = asked;
  out.annotate(
    inputWarnings(inputs).map((message) => ({ level: 'warning', title: 'Input protected-topics', message })),
  );
  const read = first.mode === 'validate' ? noTokens : readTokens(ports.runner);
  if (!read.ok) return { result: 'failed', reason: 'input-invalid', summary: read.problems.join('; ') };
  const { tokens } = read;
  out.learnOwnWords(await ports.readOwnText());
  out.protect([tokens.aiven, tokens.github].filter((secret) => secret !== undefined));
  const decision = tokens.aiven === undefined ? withoutAivenToken(first, event) : first;
  if (decision.kind === 'refuse') return refused(decision, 'input-invalid');
  if (decision.kind === 'skip') return { result: 'skipped', summary: decision.why };
  const mode = modeName(decision);
  // All of them, and before the spec is looked at: one may stand in it in the wrong place.
  if (mode !== 'validate') out.protect(secretsOfRun(ports.env));
  out.info(`Mode ${mode}: ${decision.why}.`);
  out.output('mode', mode);
  const github =
    tokens.github === undefined ||
    (mode === 'validate' && !(decision.lacksAivenToken && event.pullRequest !== undefined))
      ? undefined
      : ports.connectGitHub({
          token: tokens.github,
          apiUrl: ports.env['GITHUB_API_URL'] ?? 'https://api.github.com',
          repository: { owner: event.repository.owner, repo: event.repository.repo },
          clock: ports.clock,
          cancelled: ports.cancelled,
          progress: (line) => out.info(line),
          secrecy: out.secrecy,
          trace: (line) => out.debug(line),
        });
  const { clock, workspace, env } = ports;
  const outputFolder = inputs.outputDirectory || join(env['RUNNER_TEMP'] ?? workspace, 'aiven-kafka-gitops');
  const checkoutFolder = await checkoutFolderOf(workspace, inputs.spec);
  const secretVariables = new Set(secretVariablesIn(env));
  const session: Session = {
    ...{ event, inputs, checkoutFolder, out, clock, workspace, outputFolder, secretVariables },
    ...{ github, tokens, ports, ending: new Ending() },
  };
  begun(session);
  const end = await perform(session, decision);
  if (decision.lacksAivenToken) await tellTokenMissing(session);
  return end;
}

function perform(session: Session, decision: Extract<Decision, { readonly kind: 'run' }>): Promise<RunEnd> {
  switch (decision.mode) {
    case 'validate':
      return validateMode(session, decision.why);
    case 'plan':
      return planMode(session);
    case 'merge-group':
      return mergeGroupMode(session, decision.group);
    case 'apply':
      return applyMode(session);
    case 'drift':
      return driftMode(session);
    case 'adopt':
      return adoptMode(session);
    case 'import':
      return importMode(session);
  }
}

function refused(
  { why, hint }: { readonly why: string; readonly hint: string },
  reason: 'unsupported-event' | 'input-invalid' = 'unsupported-event',
): RunEnd {
  return { result: 'refused', reason, summary: `${why}. ${hint}` };
}

/** What nobody foresaw is told with the way that led to it, so that who reads a report can find it. */
function endOfError(out: Outlet, nodeVersion: string, error: unknown): RunEnd {
  const summary = error instanceof Error ? error.message : String(error);
  if (!(error instanceof GitHubError)) {
    for (const line of ownMistake(error, { of: 'action', nodeVersion })) out.info(line);
    const next = `This is a mistake of the action: please report it at ${reportAt} with the last lines of the log. Debug logging (ACTIONS_STEP_DEBUG) shows each request before it`;
    return { result: 'failed', reason: 'internal-error', summary: `${summary}. ${next}` };
  }
  const { reason, hint } = adviceFor(error);
  return { result: 'failed', reason, summary: `${summary}. ${hint}` };
}
