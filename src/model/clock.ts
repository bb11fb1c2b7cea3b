/** Time as the run sees it. Deadlines use `monotonic`; `now` is for people, and for the dates of certificates. */
export interface Clock {
  now(): Date;
  /** Milliseconds from an arbitrary start; never jumps. */
  monotonic(): number;
  /** Throws `Cancelled` as soon as the run is cancelled, so nothing can sleep through it. */
  sleep(milliseconds: number): Promise<void>;
  /** Calls `ring` once after so long, unless the answer is called before. */
  alarm(milliseconds: number, ring: () => void): () => void;
}
