/**
 * The run was cancelled. Thrown by what had not begun by then, and by what only asks. It is no failure of any system, so
 * nothing is concluded from it: it goes up to where the run ends.
 */
export class Cancelled extends Error {
  constructor() {
    super('the run was cancelled');
    this.name = 'Cancelled';
  }
}

/** Milliseconds that a write which is on its way when the run is cancelled may take to be answered. */
export const inFlightMs = 1_500;

export function throwIfCancelled(cancelled: AbortSignal): void {
  if (cancelled.aborted) throw new Cancelled();
}

/** Answers what ends the listening. An event that has passed is heard, too. */
export function onCancel(cancelled: AbortSignal, hear: () => void): () => void {
  if (cancelled.aborted) {
    hear();
    return () => {};
  }
  cancelled.addEventListener('abort', hear, { once: true });
  return () => cancelled.removeEventListener('abort', hear);
}

/** Answers as `work` does, and throws `Cancelled` as soon as the run is cancelled. What begins after the cancel is not touched. */
export async function interruptible<T>(cancelled: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (cancelled.aborted) return work();
  const { promise, reject } = Promise.withResolvers<never>();
  const stopListening = onCancel(cancelled, () => reject(new Cancelled()));
  try {
    return await Promise.race([work(), promise]);
  } finally {
    stopListening();
  }
}
