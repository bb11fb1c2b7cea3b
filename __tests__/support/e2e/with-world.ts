import { afterAll, beforeAll } from '@jest/globals';
import { type SandboxWorld, startWorld, type WorldOptions } from '../../../sandbox/world.ts';

/**
 * Starts the world of `sandbox/world.ts` before this file's tests and stops it after them: two real Kafka clusters
 * and the emulated APIs. A start takes about 5 s, so all tests of a file share it.
 */
export function withWorld(options: WorldOptions = {}): { readonly world: SandboxWorld } {
  let world: SandboxWorld | undefined;
  beforeAll(async () => {
    // The brokers hold what the action wrote and nothing else.
    world = await startWorld({ mirrorMaker: false, ...options });
  });
  afterAll(async () => {
    await world?.stop();
  });
  return {
    get world() {
      if (world === undefined) throw new Error('the world runs only inside tests and hooks');
      return world;
    },
  };
}
