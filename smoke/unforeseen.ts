/** Of an answer that tells nothing of what was asked for. Its message is of this program's own words, and may be printed. */
export class Unforeseen extends Error {
  /** A clause, as in `because Aiven answered 503`. */
  readonly because: string;

  constructor(because: string) {
    super(because);
    this.because = because;
    this.name = 'Unforeseen';
  }
}
