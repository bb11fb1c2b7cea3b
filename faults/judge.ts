import type { Calm } from './calm.ts';
import type { System } from './cells.ts';
import type { MeasuredRun, Phase, World } from './world.ts';

/** As the action sees time pass: a plan that waits for a slow Aiven, and a job with `timeout-minutes: 30`. */
const maxSeconds: Readonly<Record<Phase, number>> = { plan: 900, apply: 1500, drift: 900, calm: 900 };
const maxMegabytes = 450;

/** What a run may end with whose answers from this system were bad. */
const reasons: Readonly<Record<System, readonly string[]>> = {
  github: ['github-unavailable', 'missing-permission', 'apply-failed', 'plan-missing'],
  aiven: ['not-readable', 'apply-failed', 'not-converged', 'from-changed'],
  kafka: ['not-readable', 'apply-failed', 'not-converged', 'from-changed'],
};

const goodEnds: Readonly<Record<Phase, readonly string[]>> = {
  plan: ['planned'],
  apply: ['applied'],
  drift: ['drift'],
  calm: ['in-sync'],
};

/** Words of JavaScript, and of what a broken peer says. */
const foreign =
  /TypeError|Cannot read|is not a function|not iterable|<html|\[object Object|undefined|NaN\b|ECONN|EPIPE|DOMException|AbortError/;

export function endOf({ outputs, exitCode }: MeasuredRun): string {
  const { result, 'failure-reason': reason } = outputs;
  if (result === undefined) return `no result, exit code ${exitCode}`;
  return reason ? `${result}: ${reason}` : result;
}

/** What is wrong with the end of the run that was struck. */
export function* endProblems(
  run: MeasuredRun,
  {
    phase,
    system,
    calm,
    isHurried,
  }: {
    readonly phase: Phase;
    readonly system: System;
    readonly calm: Calm;
    /** All time passed faster, so a busy machine may have made any system too slow. */
    readonly isHurried: boolean;
  },
): Generator<string> {
  const { outputs, stdout, stderr, summary, exitCode, seconds, megabytes } = run;
  const { result, 'failure-reason': reason } = outputs;
  const expected = isHurried ? Object.values(reasons).flat() : reasons[system];
  if (result === undefined || reason === undefined) yield 'it has no result';
  else if (reason === '' && !goodEnds[phase].includes(result)) yield `it calls that ${result}`;
  else if (reason !== '' && !expected.includes(reason) && !holdsDeletions(system, run))
    yield `it gives the reason ${reason}`;
  if ((reason === '') !== (exitCode === 0)) yield `its exit code is ${exitCode}`;
  const said = foreign.exec(withoutCodes(stdout + stderr + summary))?.[0];
  if (said !== undefined) yield `it says ${said}`;
  if (Number(outputs['applied'] ?? '0') > 0 && !/pplied|\*\*Wrote\*\*/.test(summary))
    yield 'the summary tells no outcome';
  const more = run.planned.filter((change) => !calm.planned.includes(change));
  if (more.length > 0) yield `it plans ${more.join(', ')}`;
  if (seconds > maxSeconds[phase]) yield `it took ${seconds} s`;
  if (megabytes > maxMegabytes) yield `it took ${megabytes} MB`;
}

/** GitHub did not tell the spec before, in which the topics that the plan deletes may be protected: a rule keeps them. */
function holdsDeletions(system: System, { outputs, stdout }: MeasuredRun): boolean {
  return (
    system === 'github' &&
    outputs['failure-reason'] === 'rule-violated' &&
    stdout.includes('the topics that it deletes may be protected until now')
  );
}

/** Nothing was written that a run without faults does not write, and nothing twice. */
export function* writeProblems(world: World, calm: Calm, isOver: boolean): Generator<string> {
  const { aiven, kafka } = world.scene;
  const left = [...calm.effects];
  for (const { what } of aiven.log.effects) {
    const at = left.indexOf(what);
    if (at >= 0) left.splice(at, 1);
    else yield `once more or wrongly: ${what}`;
  }
  if (isOver) for (const what of left) yield `never: ${what}`;
  const writes = kafka?.writes ?? [];
  for (const what of new Set(writes.filter((each, index) => writes.indexOf(each) < index)))
    yield `sent twice: ${what}`;
}

/** What is wrong after a run without faults. */
export async function* stateProblems(
  world: World,
  run: MeasuredRun,
  phase: Phase,
  calm: Calm,
): AsyncGenerator<string> {
  const good = phase === 'apply' ? [...goodEnds.apply, 'no-changes'] : goodEnds[phase];
  if (!good.includes(run.outputs['result'] ?? '') || run.outputs['failure-reason'] !== '')
    yield `the re-run ended with ${endOf(run)}: ${run.log.split('\n').at(-1)}`;
  const state = await world.scene.state();
  for (const line of state) if (!calm.state.includes(line)) yield `there is ${line}`;
  for (const line of calm.state) if (!state.includes(line)) yield `there is no ${line}`;
  const { comments, records, issues } = world.said();
  if (comments.join() !== calm.said.comments.join()) yield `comments: ${comments.join(' | ')}`;
  if (records.at(-1) !== calm.said.records.at(-1) || records.includes('no state'))
    yield `deployments: ${records.join(' | ')}`;
  if (issues.join() !== calm.said.issues.join()) yield `issues: ${issues.join(' | ')}`;
}

/** Codes of the system, which messages name in brackets for those who look for them. */
function withoutCodes(text: string): string {
  return text.replace(/\((?:E[A-Z]+|UND_ERR_[A-Z_]+)\)/g, '');
}
