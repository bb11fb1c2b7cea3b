import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { desiredState } from '../../../src/desired/desired.ts';
import { loadTexts } from '../../support/spec-files.ts';

/** Names of topics that flows leave out, rename, or have seen before, beside ordinary ones. */
const topic = fc.constantFrom(
  'orders',
  'orders.replica',
  'a.orders',
  'a.orders.replica',
  'a.a.orders',
  'b.orders',
  'a.b.orders',
  'a.app-heartbeats',
  'app-heartbeats',
  'a.mm2-x.internal',
  'orders.eu',
  'a.orders.eu',
  'a-orders',
);
const pattern = fc.constantFrom(
  'orders',
  'orders.*',
  'orders\\..+',
  '.*',
  'orders.replica',
  '(a\\.)?orders',
  '.*heartbeats',
  'a.orders',
);

test('the flow that a declared topic is also written by, says the lint, writes it, says the derivation', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(pattern, { minLength: 1, maxLength: 3 }),
      fc.option(fc.array(fc.constantFrom('.*\\.replica', 'orders', 'a\\..*'), { maxLength: 2 }), {
        nil: undefined,
      }),
      fc.constantFrom('default', 'identity'),
      fc.uniqueArray(topic, { minLength: 1, maxLength: 4 }),
      async (topics, excludes, policy, names) => {
        const spec = {
          version: 1,
          name: 'one',
          project: 'acme',
          clusters: {
            a: { service: 'kafka-a' },
            b: {
              service: 'kafka-b',
              topics: Object.fromEntries(names.map((name) => [name, { partitions: 1, replication: 3 }])),
            },
          },
          mirrormaker: {
            mm2: {
              flows: {
                'a -> b': {
                  topics: [...new Set(topics)],
                  replication_policy: policy,
                  replication_factor: 3,
                  ...(excludes === undefined ? {} : { topics_exclude: [...new Set(excludes)] }),
                },
              },
            },
          },
        };
        const loaded = await loadTexts({ 'spec.yaml': JSON.stringify(spec) });
        if (!loaded.ok) return; // refused for another reason, such as names that collide
        const { desired } = desiredState(loaded.spec);
        const linted = loaded.findings.flatMap(({ code, message }) =>
          code === 'topic-written-by-flow'
            ? [message.replace(/ (?:is|may) also (?:be )?written .*/s, '')]
            : [],
        );
        expect(linted.sort()).toEqual(names.filter((name) => desired.mirrored('b', name)).sort());
      },
    ),
    { numRuns: 100 },
  );
});
