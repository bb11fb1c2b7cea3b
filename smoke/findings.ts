import {
  assumedSwitches,
  type Switches,
  type SwitchName,
  type SwitchValue,
  switchValues,
} from '../sandbox/aiven/switches.ts';

/** What a step found out besides: statuses, counts and seconds, never what somebody called something. */
export interface Note {
  readonly step: number;
  readonly what: string;
  readonly answered: string;
}

/** What Aiven answered. Only values that `switches.ts` lists can be in it, so it holds no name, address or secret. */
export class Findings {
  readonly #settled = new Map<SwitchName, string>();
  readonly #unsettled = new Map<SwitchName, string>();
  readonly notes: Note[] = [];

  settle<S extends SwitchName>(name: S, value: SwitchValue<S>): void {
    this.#settled.set(name, value);
    this.#unsettled.delete(name);
  }

  /** `because`: why no answer tells it; a clause of this program's own words. */
  leave(name: SwitchName, because: string): void {
    if (!this.#settled.has(name)) this.#unsettled.set(name, because);
  }

  note(step: number, what: string, answered: string): void {
    this.notes.push({ step, what, answered });
  }

  value<S extends SwitchName>(name: S): SwitchValue<S> | undefined {
    return this.#settled.get(name) as SwitchValue<S> | undefined; // `settle` put it there
  }

  get settled(): Partial<Switches> {
    return Object.fromEntries(this.#settled);
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
