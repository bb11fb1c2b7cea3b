import { setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';

/** Reads until the condition holds. The bound is against hanging only, and says what was read last. */
export async function until<T>(read: () => T | Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const end = performance.now() + 120_000;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (performance.now() > end)
      throw new Error(`after two minutes it still is ${inspect(value, { depth: 6 })}`);
    await setTimeout(50);
  }
}
