import { Cancelled } from '../model/cancel.ts';
import type { Change, ChangeOf } from '../model/change.ts';
import type { Clock } from '../model/clock.ts';
import type { LiveFlow } from '../model/flow.ts';
import { type Kind, keyOf, type LiveOf } from '../model/resource.ts';
import type { StoredFields } from '../model/stored-fields.ts';
import type { WriteGate } from '../model/write-gate.ts';
import { type ResourceWriter, stopped, type WriteFailure, type Writers } from '../model/writer.ts';
import type { ComparisonContext } from '../plan/compare/comparison.ts';
import type { KindDefinition } from '../plan/kind-definition.ts';
import { definitionOf } from '../plan/kinds.ts';
import type { ChangeResult, Outcome, Stop } from '../plan/outcome.ts';
import { phases } from '../plan/phases.ts';
import type { Plan, Step } from '../plan/plan.ts';
import { readinessOf } from './dependencies.ts';
import { disabledStage, enablingStage } from './flow-stages.ts';
import { noLongerEmpty } from './still-empty.ts';
import { type Verdict, writeAndVerify } from './write-and-verify.ts';

export interface ApplyOptions {
  readonly plan: Plan;
  readonly writers: Writers;
  readonly clock: Clock;
  /** One line for the log: what is done, what is being waited for. */
  readonly progress: (line: string) => void;
  /** Once aborted, no further write starts, and nothing is waited for. */
  readonly cancelled: AbortSignal;
  /** Milliseconds until an accepted change must be in effect. */
  readonly patienceMs: { readonly [E in KindDefinition<Kind>['takesEffect']]: number };
  /** Keys (`keyOf`) of topics that reviewers saw as empty; they are deleted only while they still are. */
  readonly reviewedAsEmpty: ReadonlySet<string>;
  /** What creations (`keyOf`) get from what an earlier run deleted in order to replace it. */
  readonly carried: ReadonlyMap<string, StoredFields>;
  /** What each write passes: it asks `mayGoOn`. */
  readonly writeGate: WriteGate;
  /** Asked before each step, and freshly before each phase that touches what exists. Once it says stop, nothing more is written. */
  readonly mayGoOn: (ask: { readonly fresh: boolean }) => Promise<GoOn>;
}

export type GoOn = { readonly state: 'go-on' } | ({ readonly state: 'stop' } & Stop);

/**
 * Applies a plan phase by phase: places in parallel, steps of one place one after the other. Nothing is rolled
 * back: after a failure independent work goes on, and the next run converges from wherever this one ended.
 */
export async function applyPlan(options: ApplyOptions): Promise<Outcome> {
  const run = new ApplyRun(options);
  for (const phase of phases) {
    const steps = options.plan.steps.filter((step) => step.phase === phase);
    if (steps.some(touchesWhatExists)) await run.mayGoOn({ fresh: true });
    const places = Map.groupBy(steps, ({ place }) => place);
    await Promise.all([...places.values()].map((steps) => run.steps(steps)));
  }
  const { stopped } = run;
  return { results: run.results(), ...(stopped !== undefined && { stopped }) };
}

const wasCancelled = new Cancelled().message;

class ApplyRun {
  readonly #options: ApplyOptions;
  readonly #results = new Map<string, ChangeResult>();
  /** Failed, or not tried because something else failed. */
  readonly #unfinished: Change[] = [];
  readonly #started = new Map<string, number>();
  /** Flows as they were read back after their first write. */
  readonly #disabledFlows = new Map<string, LiveFlow>();

  #stopped: Stop | undefined;

  constructor(options: ApplyOptions) {
    this.#options = options;
    options.writeGate.watchedBy(async () => {
      await this.mayGoOn({ fresh: false });
      return this.#stopped === undefined
        ? { state: 'go-on' }
        : { state: 'stop', because: this.#stopped.because };
    });
  }

  /** Why nothing more is written. */
  get stopped(): Stop | undefined {
    return this.#stopped;
  }

  async mayGoOn(ask: { readonly fresh: boolean }): Promise<boolean> {
    const { cancelled, mayGoOn } = this.#options;
    if (this.#stopped !== undefined || cancelled.aborted) return false;
    const answer = await orCancelled(() => mayGoOn(ask));
    if (answer === 'cancelled') return false;
    if (answer.state === 'stop') this.#stopped = { why: answer.why, because: answer.because };
    // It may have been cancelled while this was asked.
    return this.#stopped === undefined && !cancelled.aborted;
  }

  /** A change that a cancel stops before its write gets no result here, and counts as not tried. */
  async steps(steps: readonly Step[]): Promise<void> {
    for (const step of steps) await orCancelled(() => this.#step(step));
  }

  /** One per change, in the order in which their first step came. */
  results(): readonly ChangeResult[] {
    const seen = new Map<string, Change>();
    for (const { changes } of this.#options.plan.steps) {
      for (const change of changes) seen.set(keyOf(change.id), change);
    }
    return [...seen].map(
      ([key, change]) =>
        this.#results.get(key) ?? {
          change,
          state: 'not-tried',
          because: this.#stopped?.because ?? wasCancelled,
        },
    );
  }

  async #step(step: Step): Promise<void> {
    const enabling = step.phase === 'enable-flows';
    const ready: Change[] = [];
    for (const change of step.changes) {
      if (this.#unfinished.includes(change)) continue;
      const readiness = readinessOf(change, this.#unfinished, enabling ? 'enable' : 'write');
      if (readiness.state === 'ready') {
        ready.push(change);
      } else {
        const { because } = readiness;
        this.#results.set(keyOf(change.id), { change, state: 'not-tried', because });
        this.#unfinished.push(change);
      }
    }
    if (this.#options.cancelled.aborted) {
      for (const change of ready)
        this.#results.set(keyOf(change.id), { change, state: 'not-tried', because: wasCancelled });
      return;
    }
    if (ready.length === 0) return;
    if (!(await this.mayGoOn({ fresh: false }))) {
      // These count as unfinished. So a flow that was created and not enabled has failed.
      for (const change of ready) {
        this.#results.set(keyOf(change.id), {
          change,
          state: 'not-tried',
          because: this.#stopped?.because ?? wasCancelled,
        });
        this.#unfinished.push(change);
      }
      return;
    }

    const stages = (await this.#stillEmpty(step, ready)).flatMap((change) => {
      const stage = this.#stageOf(change, step);
      return stage === 'nothing' ? [] : [{ change, stage }];
    });
    if (stages.length === 0) return;
    for (const { change } of stages) {
      if (!this.#started.has(keyOf(change.id)))
        this.#started.set(keyOf(change.id), this.#options.clock.monotonic());
    }
    const verdicts = await this.#write(
      step,
      stages.map(({ stage }) => stage),
    );
    stages.forEach(({ change }, index) => {
      this.#conclude(step, change, verdicts[index]);
    });
    const done = verdicts.filter(({ state }) => state === 'done').length;
    this.#options.progress(`${describe(step, stages.length)}: ${done} of ${stages.length} done`);
  }

  /** Without the topics that were reviewed as empty and are so no more; those have failed. */
  async #stillEmpty(step: Step, ready: readonly Change[]): Promise<readonly Change[]> {
    const { reviewedAsEmpty, writers } = this.#options;
    const asked = ready.filter(({ id }) => reviewedAsEmpty.has(keyOf(id)));
    const [first] = asked;
    if (step.phase !== 'delete-topics' || first === undefined || first.id.kind !== 'topic') return ready;
    const { id } = first;
    const failures = await noLongerEmpty(asked, () => writers.topic(id));
    return ready.filter((change) => {
      const failure = failures.get(keyOf(change.id));
      if (failure !== undefined) this.#conclude(step, change, { state: 'failed', failure });
      return failure === undefined;
    });
  }

  #stageOf(change: Change, step: Step): Change | 'nothing' {
    if (change.kind !== 'flow' || step.phase === 'delete-flows') return this.#carrying(change);
    const twoStages = this.#options.plan.steps.some(
      ({ phase, changes }) => phase === 'enable-flows' && changes.includes(change),
    );
    if (!twoStages) return change;
    return step.phase === 'flows' ? disabledStage(change) : enablingStage(change, this.#liveFlow(change));
  }

  #carrying(change: Change): Change {
    const carries = this.#options.carried.get(keyOf(change.id));
    return change.action === 'create' && carries !== undefined ? { ...change, carries } : change;
  }

  #liveFlow(change: ChangeOf<'flow'>): LiveFlow {
    return this.#disabledFlows.get(keyOf(change.id)) ?? change.live ?? { id: change.id, settings: {} };
  }

  async #write(step: Step, changes: readonly Change[]): Promise<readonly Verdict[]> {
    const { clock, patienceMs, progress, cancelled } = this.#options;
    try {
      const writer = writerOf(this.#options.writers, changes[0]);
      return await writeAndVerify({
        changes,
        writer,
        context: this.#contextOf(step),
        clock,
        cancelled,
        // Where reads lag, what was accepted may take as long to show as what takes effect late.
        patienceMs: patienceMs[writer.lag === undefined ? definitionOf(step.kind).takesEffect : 'late'],
        waiting: (left) => progress(`${describe(step, changes.length)}: waiting for ${left} to be visible`),
      });
    } catch (error) {
      if (error instanceof Cancelled)
        return changes.map(() => ({
          state: 'unconfirmed',
          because: 'it may have been sent when the run was cancelled',
        }));
      const failure: WriteFailure = {
        state: 'failed',
        code: 'internal-error',
        message: error instanceof Error ? error.message : String(error),
        transient: false,
      };
      return changes.map(() => ({ state: 'failed', failure }));
    }
  }

  #contextOf(step: Step): ComparisonContext {
    const type = this.#options.plan.topology.clusters.find(({ key }) => key === step.place)?.type;
    return type === undefined ? {} : { clusterType: type };
  }

  #conclude(step: Step, change: Change, verdict: Verdict | undefined): void {
    const key = keyOf(change.id);
    if (verdict?.state !== 'done') {
      if (verdict !== undefined) this.#results.set(key, unfinishedResult(change, verdict));
      this.#unfinished.push(change);
      return;
    }
    if (change.kind === 'flow' && step.phase === 'flows' && isFlow(verdict.live)) {
      this.#disabledFlows.set(key, verdict.live);
    }
    const milliseconds = this.#options.clock.monotonic() - (this.#started.get(key) ?? 0);
    this.#results.set(key, { change, state: 'applied', milliseconds });
  }
}

function touchesWhatExists({ changes }: Step): boolean {
  return changes.some(({ action }) => action !== 'create');
}

async function orCancelled<T>(work: () => Promise<T>): Promise<T | 'cancelled'> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Cancelled) return 'cancelled';
    throw error;
  }
}

function unfinishedResult(change: Change, verdict: Exclude<Verdict, { state: 'done' }>): ChangeResult {
  switch (verdict.state) {
    case 'failed':
      if (verdict.failure.code === stopped)
        return { change, state: 'not-tried', because: verdict.failure.message };
      return { change, state: 'failed', failure: verdict.failure };
    case 'unconfirmed':
      return { change, state: 'unconfirmed', because: verdict.because };
    case 'not-sent':
      return { change, state: 'not-tried', because: wasCancelled };
  }
}

function isFlow(live: LiveOf<Kind> | undefined): live is LiveFlow {
  return live?.id.kind === 'flow';
}

function writerOf(writers: Writers, change: Change | undefined): ResourceWriter<Kind> {
  if (change === undefined) throw new Error('a step has at least one change');
  // The registry pairs each kind with its own writer and identity; TypeScript cannot follow that through a union.
  const find = writers[change.kind] as (id: Change['id']) => ResourceWriter<Kind>;
  return find(change.id);
}

function describe(step: Step, count: number): string {
  const [verb = '', noun = ''] = step.phase.split('-');
  // The phase of new topics is that of changed ones, too.
  const what = noun === '' ? `write ${verb}` : `${verb === 'create' ? 'write' : verb} ${noun}`;
  return `${step.place}: ${what} (${count})`;
}
