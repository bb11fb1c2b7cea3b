import type { Derived, DerivedEntry } from './derive.ts';
import { type Effect, effects, effectsOf, type Stage } from './effects.ts';
import type { Expectation } from './expectation.ts';
import type { GrantedClusters } from './grant.ts';
import { heartbeatsOnSource, observe, observeRestart } from './observe.ts';
import { isFor, isHarmless, ownTopicsAhead, refusals } from './refusals.ts';
import type { RunningServices } from './services.ts';

export interface Watched {
  /** Not those that are open. */
  readonly lost: ReadonlySet<Effect>;
  readonly exitCode: number | null;
  readonly surprises: readonly string[];
}

/** MirrorMaker 2's rounds take a second here, so what does not come this long after all else does not come. */
const GRACE_MS = 7_000;
/** A worker that comes up, if it does, has copied records by then, on busy machines too. */
const WORKER_MS = 25_000;
/** What must come is waited for this long, as machines may be busy. */
const PATIENCE_MS = 90_000;

/** Looks until everything expected of the stage is there, and what is not expected has had its chance. */
export async function watchStage(options: {
  readonly stage: Stage;
  readonly process: Pick<RunningServices, 'exited'>;
  readonly expectations: readonly Expectation[];
  readonly derived: Derived;
  readonly removed: DerivedEntry | undefined;
  readonly clusters: GrantedClusters;
  readonly user: string;
}): Promise<Watched> {
  const { stage, process, expectations } = options;
  const start = performance.now();
  let exitCode: number | null = null;
  process.exited.then(({ code }) => {
    exitCode = code;
  }, undefined);
  const losesSomething = expectations.some(({ lost }) => effectsOf(stage, lost).length > 0);
  // Where nothing must come, nothing tells that the worker had its chance.
  const atLeast = expectations.some((one) => missing(stage, one, new Set()).length > 0) ? 0 : WORKER_MS;
  const heartbeats = await Promise.all(expectations.map(({ flow }) => heartbeatsOnSource(flow)));
  const isSilent = expectations.every(({ concerned, silent }) => silent || !concerned);
  let refused = !losesSomething || isSilent;
  let settled: number | undefined;
  let seen: readonly ReadonlySet<Effect>[] = [];
  for (;;) {
    const before = seen;
    const now = await Promise.all(expectations.map((one, index) => look(stage, one, heartbeats[index] ?? 0)));
    seen = now.map((effects, index) => both(before[index], effects));
    const isComplete = expectations.every((one, index) => missing(stage, one, seen[index]).length === 0);
    refused ||= await isRefused(options);
    if (isComplete && refused) settled ??= performance.now();
    const isOver =
      exitCode !== null ||
      (settled !== undefined &&
        performance.now() - settled >= (losesSomething ? GRACE_MS : 0) &&
        performance.now() - start >= atLeast) ||
      performance.now() - start > PATIENCE_MS;
    if (isOver) return verdict({ ...options, seen, refused, exitCode });
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

function look(stage: Stage, { flow }: Expectation, heartbeats: number): Promise<ReadonlySet<Effect>> {
  return stage === 'restart' ? observeRestart(flow, heartbeats) : observe(flow);
}

/** What was seen stays seen, as a busy broker may not answer in time; that records come twice may show any time. */
function both(before: ReadonlySet<Effect> | undefined, now: ReadonlySet<Effect>): ReadonlySet<Effect> {
  const lasting = [...(before ?? [])].filter((effect) => effect !== 'once');
  return new Set([...lasting, ...now]);
}

/** Effects of the stage that are expected and not there. */
function missing(
  stage: Stage,
  { flow, lost, open }: Expectation,
  seen: ReadonlySet<Effect> | undefined,
): readonly Effect[] {
  return effectsOf(stage, flow.promised).filter(
    (effect) => !lost.has(effect) && !open.has(effect) && !seen?.has(effect),
  );
}

/** A broker refused what the missing right is for. */
async function isRefused(options: Parameters<typeof watchStage>[0]): Promise<boolean> {
  const { clusters, user, removed, derived } = options;
  if (removed === undefined) return true;
  const alias = removed.acl.cluster;
  const ahead = ownTopicsAhead(derived, alias);
  const decisions = (await refusals(clusters, user)).get(alias) ?? [];
  return decisions.some(
    (decision) =>
      isFor(removed, decision) && (removed.acl.operation === 'Create' || !isHarmless(decision, ahead)),
  );
}

function verdict(options: {
  readonly stage: Stage;
  readonly expectations: readonly Expectation[];
  readonly seen: readonly ReadonlySet<Effect>[];
  readonly refused: boolean;
  readonly exitCode: number | null;
}): Watched {
  const { stage, expectations, seen, refused, exitCode } = options;
  const lost = new Set<Effect>();
  const surprises: string[] = [];
  expectations.forEach((expectation, index) => {
    const there = seen[index] ?? new Set();
    const notThere = effectsOf(stage, expectation.flow.promised).filter((effect) => !there.has(effect));
    if (expectation.concerned) {
      for (const effect of notThere) if (!expectation.open.has(effect)) lost.add(effect);
    }
    const mayExit = exitCode !== null && expectation.mayExit;
    if (!mayExit) {
      for (const effect of missing(stage, expectation, there))
        surprises.push(`lost: ${effects[effect].lost}`);
    }
    for (const effect of effectsOf(stage, expectation.lost)) {
      if (there.has(effect)) surprises.push(`not lost: ${effects[effect].lost}`);
    }
  });
  if (exitCode !== null && !expectations.some(({ mayExit }) => mayExit)) {
    surprises.push(`MirrorMaker 2 ended with code ${exitCode}`);
  }
  if (!refused) surprises.push('no broker refused what the right is for');
  return { lost, exitCode, surprises };
}
