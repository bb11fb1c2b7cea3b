/** What of a process is needed to hear that it should end. */
export interface Signalled {
  on(signal: 'SIGINT' | 'SIGTERM', hear: () => void): unknown;
  exit(code: number): void;
}

/**
 * The runner sends SIGINT when a run is cancelled, SIGTERM 7.5 s later, and SIGKILL 2.5 s after that. The first signal
 * aborts what is answered here; after a second one nothing is waited for.
 */
export function listenForCancel(process: Signalled): AbortSignal {
  const cancelled = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (cancelled.signal.aborted) process.exit(1);
      cancelled.abort();
    });
  }
  return cancelled.signal;
}

/** Milliseconds from the cancel, for what is said about it. */
export const closing = {
  /** For the record of what was applied. */
  record: 1_500,
  /** For the comments, after that. */
  comments: 1_300,
  /** From the cancel to the end of the run, whatever has not come to its end by then. */
  all: 4_600,
} as const;
