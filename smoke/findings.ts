import {
  assumedSwitches,
  type Switches,
  type SwitchName,
  type SwitchValue,
  switchValues,
} from '../sandbox/aiven/switches.ts';
import type { Said } from './said.ts';
import { Unforeseen } from './unforeseen.ts';

/** What a step found out besides: statuses, counts and seconds, never what somebody called something. */
export interface Note {
  readonly step: number;
  readonly what: string;
  readonly answered: string;
}

/** What Aiven answered. Only values that `switches.ts` lists and what `Said` lets through can be in it, so it holds no name, address or secret. */
export class Findings {
  readonly #settled = new Map<SwitchName, string>();
  readonly #unsettled = new Map<SwitchName, string>();
  readonly #notes: Note[] = [];

  settle<S extends SwitchName>(name: S, value: SwitchValue<S>): void {
    const values: readonly string[] = switchValues[name];
    if (!values.includes(value)) throw new Error(`${name} has no such value`);
    this.#settled.set(name, value);
    this.#unsettled.delete(name);
  }

  /** `because`: why no answer tells it; a clause of this program's own words. */
  leave(name: SwitchName, because: string): void {
    if (!this.#settled.has(name)) this.#unsettled.set(name, because);
  }

  note(step: number, what: string, answered: Said): void {
    this.#notes.push({ step, what, answered: answered.text });
  }

  /**
   * One question, which stands for itself: where an answer tells nothing of it, its switches stay open with the reason, and the next
   * question is asked. `asks`: what it settles.
   */
  async question(asks: readonly SwitchName[], ask: () => Promise<void>): Promise<void> {
    const before = asks.map((name) => this.#unsettled.get(name));
    try {
      await ask();
      for (const [index, name] of asks.entries())
        if (this.#unsettled.get(name) === before[index]) this.leave(name, 'no answer tells it');
    } catch (error) {
      if (!(error instanceof Unforeseen)) throw error;
      for (const name of asks) this.leave(name, error.because);
    }
  }

  value<S extends SwitchName>(name: S): SwitchValue<S> | undefined {
    return this.#settled.get(name) as SwitchValue<S> | undefined; // `settle` put it there
  }

  get settled(): Partial<Switches> {
    return Object.fromEntries(this.#settled);
  }

  /** In the order of the steps. */
  get notes(): readonly Note[] {
    return this.#notes.toSorted((one, other) => one.step - other.step);
  }

  rows(): readonly Row[] {
    return (Object.keys(switchValues) as SwitchName[]).map((name) => {
      const assumed = assumedSwitches[name];
      const answered = this.#settled.get(name);
      const because = this.#unsettled.get(name) ?? 'not asked for';
      if (answered === undefined) return { name, assumed, answered: because, verdict: 'open' };
      return { name, assumed, answered, verdict: answered === assumed ? 'as assumed' : 'otherwise' };
    });
  }
}

export interface Row {
  readonly name: SwitchName;
  readonly assumed: string;
  readonly answered: string;
  readonly verdict: 'as assumed' | 'otherwise' | 'open';
}
