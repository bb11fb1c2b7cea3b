/** States of a service that Aiven documents. */
export const knownStates = ['RUNNING', 'REBUILDING', 'REBALANCING', 'POWEROFF', 'another state'] as const;
export type KnownState = (typeof knownStates)[number];

/**
 * A sentence of which only numbers and the words above come from an answer: whatever Aiven answers, no name, address or secret can be in
 * it. The compiler holds it, and so does this class while it runs.
 */
export class Said {
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  static of(strings: TemplateStringsArray, ...values: readonly (number | KnownState)[]): Said {
    const shown = values.map((value) => {
      if (typeof value === 'number' && Number.isFinite(value)) return String(value);
      if (knownStates.some((state) => state === value)) return String(value);
      throw new Error('Only numbers and known states are noted');
    });
    return new Said(String.raw({ raw: strings }, ...shown));
  }
}

/** ``said`200, ${3} topics` `` */
export const said = Said.of;

/** Seconds to a tenth. */
export function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
