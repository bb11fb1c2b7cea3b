import type { QuantityConfig } from './topic-configs.ts';

/** Whether some Kafka version takes the value; see `raised` for the newer ones. */
export function inRange({ minimum, maximum, orExactly }: QuantityConfig, value: bigint): boolean {
  return value === orExactly || (value >= minimum && value <= maximum);
}

export function rangeWords({ minimum, maximum, orExactly }: QuantityConfig): string {
  return `from ${minimum} to ${maximum}${orExactly === undefined ? '' : ` or ${orExactly}`}`;
}
