/** Requests to Aiven that may be on their way, reads and writes together. */
export const maxAtATime = 8;
/** As many requests are answered before one more may be on its way again after `halve`. */
const answersToGrow = 32;

/** At most `max` requests at a time; fewer for a while after each `halve`. */
export class Slots {
  readonly #waiting: (() => void)[] = [];
  readonly #max: number;
  /** How many may be used now. */
  #count: number;
  #used = 0;
  #answered = 0;

  constructor(max: number) {
    this.#max = max;
    this.#count = max;
  }

  async use<T>(task: () => Promise<T>): Promise<T> {
    if (this.#used < this.#count) this.#used++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      this.#used--;
      if (this.#count < this.#max && ++this.#answered % answersToGrow === 0) this.#count++;
      this.#admit();
    }
  }

  /** What is on its way ends first. */
  halve(): void {
    this.#count = Math.max(1, Math.floor(this.#count / 2));
    this.#answered = 0;
  }

  #admit(): void {
    while (this.#used < this.#count) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#used++;
      next();
    }
  }
}
