import type { StoredFields } from '../model/stored-fields.ts';
import type { WriteResult } from '../model/writer.ts';
import { type AivenError, asAivenError, writeFailureFrom } from './http/errors.ts';
import { maxAtATime } from './http/slots.ts';

/** The API took the write; whether it took effect is read back later. */
export const accepted: WriteResult = { state: 'accepted' };

/** `isDone`: whether an error means that nothing was left to do, so that the write counts as accepted. */
export async function attempt(
  write: () => Promise<void>,
  isDone: (error: AivenError) => boolean = () => false,
): Promise<WriteResult> {
  try {
    await write();
    return accepted;
  } catch (thrown) {
    const error = asAivenError(thrown);
    return isDone(error) ? accepted : writeFailureFrom(error);
  }
}

/** As `attempt`, for a write that tells what of the resource has to be there afterwards, as far as it came. */
export async function attemptKeeping(
  write: (keeps: (kept: StoredFields) => void) => Promise<void>,
  isDone?: (error: AivenError) => boolean,
): Promise<WriteResult> {
  let kept: StoredFields | undefined;
  const result = await attempt(
    () =>
      write((fields) => {
        kept = fields;
      }),
    isDone,
  );
  return kept === undefined ? result : { ...result, kept };
}

/** What is not there need not be deleted. */
export async function attemptDelete(write: () => Promise<void>): Promise<WriteResult> {
  let wasGone = false;
  const result = await attempt(write, (error) => {
    wasGone = error.isNotFound;
    return wasGone;
  });
  return wasGone && result.state === 'accepted' ? { ...result, wasGone } : result;
}

/** Writes one after the other. */
export function writeInOrder<T>(
  items: readonly T[],
  write: (item: T) => Promise<WriteResult>,
): Promise<readonly WriteResult[]> {
  return writeAll(items, write, 1);
}

/** Writes what does not depend on each other, as many at a time as the client sends. */
export function writeSideBySide<T>(
  items: readonly T[],
  write: (item: T) => Promise<WriteResult>,
): Promise<readonly WriteResult[]> {
  return writeAll(items, write, maxAtATime);
}

/**
 * After three writes in a row that Aiven did not answer, the rest is not sent: every one of them would wait for its own
 * time-out.
 */
async function writeAll<T>(
  items: readonly T[],
  write: (item: T) => Promise<WriteResult>,
  atATime: number,
): Promise<readonly WriteResult[]> {
  const results: WriteResult[] = [];
  let next = 0;
  let unanswered = 0;
  const worker = async (): Promise<void> => {
    for (;;) {
      const index = next++;
      const item = items[index];
      if (index >= items.length || item === undefined) return;
      const result = unanswered >= 3 ? notSentAfterSilence : await write(item);
      unanswered = isUnanswered(result) ? unanswered + 1 : 0;
      results[index] = result;
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return results;
}

const notSentAfterSilence: WriteResult = {
  state: 'failed',
  code: 'not-sent',
  message: 'Not sent, because Aiven did not answer the three writes before this one.',
  transient: true,
};

function isUnanswered(result: WriteResult): boolean {
  if (result === notSentAfterSilence) return true;
  return result.state === 'failed' && (result.code === 'connection' || result.code === 'timeout');
}

/** Runs tasks with the same key one after the other, also when they come from different calls. */
export class Lanes {
  readonly #last = new Map<string, Promise<unknown>>();

  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const result = before.then(task, task);
    this.#last.set(key, result);
    return result;
  }
}
