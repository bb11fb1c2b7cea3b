import type { Clock } from '../../model/clock.ts';
import { isFailure } from './github-error.ts';

/**
 * Writes something that must not be there twice. When GitHub fails without telling whether the write happened
 * (a 502 after the effect is common, an answer may be cut), it is looked up, and written once more only if it is not there.
 */
export async function writeOnce<T>(options: {
  readonly write: () => Promise<T>;
  readonly lookUp: () => Promise<T | undefined>;
  readonly clock: Clock;
}): Promise<T> {
  try {
    return await options.write();
  } catch (error) {
    if (!isFailure(error, 'unavailable') && !isFailure(error, 'malformed')) throw error;
    await options.clock.sleep(1000);
    return (await options.lookUp()) ?? (await options.write());
  }
}
