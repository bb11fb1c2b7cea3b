import { afterEach, describe, expect, test } from '@jest/globals';
import { type CanaryWorld, startCanary } from '../../support/canary/canary-world.ts';
import { Drawn } from '../../support/canary/drawn.ts';
import { leaks } from '../../support/canary/leaks.ts';
import { hitsIn } from '../../support/canary/said.ts';

/* Random secrets in every place where one can be, those that are only read included, through every mode and fault. */

const worlds = Number(process.env['CANARIES'] ?? 3);
const seed = Number(process.env['SEED'] ?? 11);

let canary: CanaryWorld | undefined;
afterEach(async () => {
  const one = canary;
  canary = undefined;
  await one?.stop();
});

describe('no secret is said', () => {
  test.each(Array.from({ length: worlds }, (_, index) => seed * 10_000 + index))(
    'in world %i',
    async (number) => {
      const draw = new Drawn(number);
      // In every third world the old password is a word of the reports, which must not take the outcome away.
      const word =
        number % 3 === 0 ? draw.oneOf(['cleanup.policy', 'no-changes', 'retention.ms', 'orders']) : undefined;
      canary = await startCanary(draw, word === undefined ? {} : { word });
      for (const [name, run] of Object.entries(canary.modes)) {
        for (const isStormy of [false, true]) {
          if (isStormy) canary.storm();
          const { outputs, log } = await run();
          canary.calm();
          const outcome =
            outputs['failure-reason'] === 'internal-error' ? log.slice(-500) : outputs['result'];
          expect([name, outcome]).toEqual([name, expect.stringMatching(/^[a-z-]+$/)]);
        }
      }
      expect(hitsIn(canary.said(), canary.secrets)).toEqual([]);
    },
  );
});

describe('what is planted is found', () => {
  test('in 24 ways', () => expect(new Set(leaks.map(({ name }) => name)).size).toBe(24));

  test.each(leaks)('$name', async ({ mode, into }) => {
    let secret = '';
    canary = await startCanary(new Drawn(seed), { wrap: (ports) => into(ports, secret) });
    secret = canary.secrets['KAFKA_SECRET_PARTNER'] ?? '';
    await canary.modes[mode]?.();
    expect(hitsIn(canary.said(), canary.secrets).map((hit) => hit.secret)).toContain('KAFKA_SECRET_PARTNER');
  });
});
