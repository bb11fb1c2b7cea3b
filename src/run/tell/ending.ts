import type { RunEnd } from '../result.ts';

/** In the order in which they are said. */
const parts = [
  'the record of the apply',
  'its comments and the drift issue',
  'the state of the record',
] as const;

/**
 * What a run has come to while it still says so on GitHub: a cancel that comes then takes nothing back. Empty until everything is
 * done that the run does to the systems.
 */
export class Ending {
  #end: RunEnd | undefined;
  #said = 0;

  happened(end: RunEnd): void {
    this.#end = end;
  }

  /** The next part was said, or was found not to be sayable. */
  said(): void {
    this.#said++;
  }

  /** For a run that is cancelled now; undefined: there is no end yet. */
  whenCancelled(): RunEnd | undefined {
    if (this.#end === undefined) return undefined;
    const unsaid = parts.slice(this.#said);
    const open = unsaid.length === 0 ? 'something' : unsaid.join(', ');
    const summary = `${this.#end.summary}. The run was cancelled while it reported to GitHub: ${open} may be missing there. Re-run it: it reports the rest`;
    return { ...this.#end, summary };
  }
}
