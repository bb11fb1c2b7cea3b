import { Cancelled, throwIfCancelled } from '../model/cancel.ts';
import type { Change } from '../model/change.ts';
import type { Clock } from '../model/clock.ts';
import type { Reading } from '../model/reading.ts';
import type { Kind, LiveOf } from '../model/resource.ts';
import { type LostField, lostFields } from '../model/stored-fields.ts';
import {
  neverSent,
  partlySent,
  type ResourceWriter,
  type WriteFailure,
  type WriteResult,
} from '../model/writer.ts';
import type { ComparisonContext } from '../plan/compare/comparison.ts';
import { isDone } from '../plan/is-done.ts';
import { definitionOf } from '../plan/kinds.ts';

export interface WriteOptions {
  /** All of one kind at one place. */
  readonly changes: readonly Change[];
  readonly writer: ResourceWriter<Kind>;
  readonly context: ComparisonContext;
  readonly clock: Clock;
  /** Milliseconds until a change that was accepted must be visible. */
  readonly patienceMs: number;
  /** Called with the number of changes that are not visible yet. */
  readonly waiting: (left: number) => void;
  /** Once aborted, nothing is waited for. */
  readonly cancelled: AbortSignal;
}

export type Verdict =
  | { readonly state: 'done'; readonly live: LiveOf<Kind> | undefined }
  | { readonly state: 'failed'; readonly failure: WriteFailure }
  /** The run was cancelled between the write and the proof. */
  | { readonly state: 'unconfirmed'; readonly because: string }
  /** The run was cancelled before it was sent. */
  | { readonly state: 'not-sent' };

/**
 * Writes, reads back, decides. An error is no proof that nothing happened (a broker may answer "exists" to its
 * own retry), and an acceptance is no proof that it did: what a later read shows is what counts.
 */
export async function writeAndVerify(options: WriteOptions): Promise<readonly Verdict[]> {
  const results = [...(await options.writer.write(options.changes))];
  const verdicts = new Map<number, Verdict>();
  try {
    await verify(options, results, verdicts);
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
  }
  return options.changes.map((_, index) => verdicts.get(index) ?? undecided(at(results, index)));
}

/** Ends when each change has its verdict. */
async function verify(
  options: WriteOptions,
  results: WriteResult[],
  verdicts: Map<number, Verdict>,
): Promise<void> {
  const { changes, writer, context, clock, cancelled } = options;
  const { lag } = writer;
  const throttledBefore = lag?.throttledMs() ?? 0;
  const start = clock.monotonic();
  // The time in which requests had to wait does not count.
  const elapsed = () => clock.monotonic() - start - ((lag?.throttledMs() ?? 0) - throttledBefore);
  const hasNew = changes.some(
    ({ action }, index) => action === 'create' && mayHaveHappened(at(results, index)),
  );
  const firstReadMs = hasNew ? (lag?.firstReadMs ?? 0) : 0;
  if (firstReadMs > 0) await clock.sleep(firstReadMs);
  let pause = Math.max(250, firstReadMs);
  const sentAgain = new Set<number>();
  for (let round = 0; ; round++) {
    throwIfCancelled(cancelled);
    const open = changes.map((_, index) => index).filter((index) => !verdicts.has(index));
    const readings = await writer.readBack(open.map((index) => at(changes, index).id));
    const late = elapsed() >= options.patienceMs;
    const passedMs = elapsed();
    open.forEach((index, position) => {
      const verdict = decide({
        change: at(changes, index),
        result: at(results, index),
        reading: at(readings, position),
        context,
        rounds: round + 1,
        late,
        mayLag: lag !== undefined,
        mayShowGone: lag !== undefined && passedMs < maxCacheLagMs,
      });
      if (verdict.state !== 'open') verdicts.set(index, verdict);
    });
    if (verdicts.size === changes.length) return;
    options.waiting(changes.length - verdicts.size);
    if (lag !== undefined && passedMs >= maxCacheLagMs) {
      const lost = open.filter(
        (index, position) =>
          !verdicts.has(index) &&
          !sentAgain.has(index) &&
          mayBeSentAgain(at(changes, index), at(results, index)) &&
          at(readings, position).state === 'known',
      );
      for (const index of lost) sentAgain.add(index);
      await sendAgain(options, results, lost);
    }
    await clock.sleep(pause);
    pause = Math.min(pause * 2, 5_000);
  }
}

/**
 * What exists is read from caches that are seconds old, so a change that does not show by then has probably not been done. Once more it is the same change:
 * an update starts from what is there, and what is deleted cannot be deleted twice. A creation could make a second one.
 */
function mayBeSentAgain({ action }: Change, result: WriteResult): boolean {
  return result.state === 'failed' && mayHaveHappened(result) && (action === 'update' || action === 'delete');
}

async function sendAgain(
  { changes, writer }: WriteOptions,
  results: WriteResult[],
  indexes: readonly number[],
): Promise<void> {
  if (indexes.length === 0) return;
  const again = await writer.write(indexes.map((index) => at(changes, index)));
  indexes.forEach((index, position) => {
    const [before, result] = [at(results, index), at(again, position)];
    // It was not sent, so it tells nothing about the one that was.
    if (result.state === 'failed' && (neverSent.has(result.code) || result.code === 'from-changed')) return;
    const kept = result.kept ?? before.kept;
    // That nothing is left to delete may be the doing of the first one, which reads do not show yet.
    const said: WriteResult = result.state === 'accepted' ? { state: 'accepted' } : result;
    results[index] = kept === undefined ? said : { ...said, kept };
  });
}

/** What is left to say of a write that was not read back, because the run was cancelled. */
function undecided(result: WriteResult): Verdict {
  const unconfirmed = (what: string): Verdict => ({
    state: 'unconfirmed',
    because: `${what} when the run was cancelled`,
  });
  if (result.state === 'accepted') return unconfirmed('it was accepted, and not read back yet,');
  if (!result.transient) return { state: 'failed', failure: result };
  if (neverSent.has(result.code)) return { state: 'not-sent' };
  if (result.code === partlySent) return unconfirmed('a part of it was written');
  return unconfirmed(`it was sent, and not known to be done (${result.code}),`);
}

interface Evidence {
  readonly change: Change;
  readonly result: WriteResult;
  readonly reading: Reading<LiveOf<Kind> | undefined>;
  readonly context: ComparisonContext;
  /** Reads so far. */
  readonly rounds: number;
  readonly late: boolean;
  /** Reads may still show what was there before the write. */
  readonly mayLag: boolean;
  /** Also what the system says is not there. */
  readonly mayShowGone: boolean;
}

/** The write was accepted, or its error does not tell whether it took effect. */
function mayHaveHappened(result: WriteResult): boolean {
  if (result.state === 'accepted') return true;
  return result.transient && result.isRefused !== true && !neverSent.has(result.code);
}

/** For how long reads of what exists are behind: their caches are seconds old. New things may take longer. */
const maxCacheLagMs = 30_000;

/**
 * A failed write may still become visible, and is looked for as long as an accepted one. Where reads do not lag, it counts as without effect after
 * this many reads.
 */
const readsAfterRefusal = 3;

/** `open`: a later read may show more. */
function decide(evidence: Evidence): Verdict | { readonly state: 'open' } {
  const { change, result, reading, context, rounds } = evidence;
  // A read that failed for a lasting reason is not repeated.
  const late = evidence.late || (reading.state === 'unknown' && reading.isLasting === true);
  if (reading.state === 'known' && isDone(change, reading.value, context) && isInEffect(reading.value)) {
    const lost = lostSince(result, reading.value);
    if (lost.length === 0) return { state: 'done', live: reading.value };
    // A cache may show the resource half-way.
    return late || rounds >= readsBeforeLost
      ? { state: 'failed', failure: notKept(lost) }
      : { state: 'open' };
  }
  if (result.state === 'failed') {
    // The resource may exist although the write failed: somebody else created it, or the error came after the effect.
    // As reads may lag, they are repeated before the write counts as failed.
    const mayAppear =
      reading.state === 'known' &&
      mayBecome(change, reading.value, context) &&
      ((result.isThere === true && change.action === 'create') ||
        // What is done and not in effect yet was done by this write, so it is waited for as after an accepted one.
        (mayHaveHappened(result) && (evidence.mayLag || isDone(change, reading.value, context))));
    const definite = reading.state === 'known' && (!result.transient || rounds >= readsAfterRefusal);
    return (definite && !mayAppear) || late ? { state: 'failed', failure: result } : { state: 'open' };
  }
  if (result.wasGone && reading.state === 'known' && !evidence.mayShowGone && rounds >= readsAfterRefusal)
    return { state: 'failed', failure: stillThere };
  return late ? { state: 'failed', failure: notVisible(reading) } : { state: 'open' };
}

const stillThere: WriteFailure = {
  state: 'failed',
  code: 'still-there',
  message:
    'it was to be deleted and is said not to be there, and reads still show it. Run again later, or delete it by hand',
  transient: true,
};

/**
 * A creation may still succeed while the resource is not visible, or is as it should be and not in effect yet: one of another
 * form was made by somebody else. What exists already may be shown as it was.
 */
function mayBecome(change: Change, live: LiveOf<Kind> | undefined, context: ComparisonContext): boolean {
  return change.action !== 'create' || live === undefined || isDone(change, live, context);
}

const readsBeforeLost = 3;

/** Fields that the write should have left as they were, and that are different now. */
function lostSince({ kept }: WriteResult, live: LiveOf<Kind> | undefined): readonly LostField[] {
  if (kept === undefined || live === undefined || !('stored' in live) || live.stored === undefined) return [];
  return lostFields(kept, live.stored);
}

function notKept(lost: readonly LostField[]): WriteFailure {
  const details = lost.map(({ field, before, after }) =>
    after === undefined ? `${field} was ${before} and is gone` : `${field} was ${before} and is ${after}`,
  );
  return {
    state: 'failed',
    code: 'not-kept',
    message:
      `What the plan names is done, but settings that it does not name are not as they were right before: ${details.join('; ')}. ` +
      'Set them back in Aiven, or state them in the spec.',
    transient: false,
  };
}

function isInEffect(live: LiveOf<Kind> | undefined): boolean {
  return live === undefined || definitionOf<Kind>(live.id.kind).isInEffect(live);
}

function notVisible(reading: Reading<LiveOf<Kind> | undefined>): WriteFailure {
  const what =
    reading.state === 'unknown'
      ? `it was accepted, and reading it back failed: ${reading.message}`
      : `it was accepted, and reading it back still shows the old state${statusOf(reading.value)}`;
  return { state: 'failed', code: 'not-visible', message: what, transient: true };
}

function statusOf(live: LiveOf<Kind> | undefined): string {
  if (live === undefined || !('status' in live) || live.status === undefined) return '';
  return `: ${live.status.state}, ${live.status.description}`;
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined)
    throw new Error(`a writer answered ${items.length} items, and item ${index} was asked for`);
  return item;
}
