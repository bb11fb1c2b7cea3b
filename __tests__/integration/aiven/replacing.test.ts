import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../sandbox/http/faults.ts';
import { carryOut } from '../../support/untouched/carry-out.ts';
import type { IntegrationDraft } from '../../support/untouched/drafts.ts';

/** A replacement deletes first, so whatever would keep the new one from being made has to be known before. */

const core = 'integration mm2/core';
const onpremKafka = {
  name: 'onprem-kafka',
  userConfig: { bootstrap_servers: 'kafka-1.example:9093', security_protocol: 'PLAINTEXT' },
};
const flow = { source_cluster: 'onprem', target_cluster: 'core', enabled: true, topics: ['edge'] };

const attached = (
  alias: string,
  from: IntegrationDraft['from'],
  tuning: IntegrationDraft['tuning'] = { producer_linger_ms: 7 },
): IntegrationDraft => ({ alias, from, tuning, others: {} });

const spec = (tuning: object = {}) => ({
  clusters: {
    core: { service: 'kafka-core' },
    onprem: {
      bootstrap_servers: ['kafka-1.example:9093'],
      security_protocol: 'PLAINTEXT',
      mirror: { endpoint: 'onprem-kafka' },
    },
  },
  mirrormaker: {
    mm2: {
      clusters: tuning,
      flows: { 'onprem -> core': { topics: ['edge'], access: 'off', create_topics: 'none' } },
    },
  },
});

const live = (...integrations: readonly IntegrationDraft[]) => ({
  endpoints: [onpremKafka],
  flows: [flow],
  integrations: [...integrations, attached('onprem', 'onprem-kafka', {})],
});

describe('nothing is deleted', () => {
  test('where the new source is attached under another alias, which is named', async () => {
    const world = live(attached('core', 'kafka-third'), attached('prod-core', 'kafka-core'));
    const { said, before, after } = await carryOut(world, spec());
    expect(said).toContainEqual(
      expect.stringMatching(/^replace integration core: failed not-sent .*kafka-core .*alias prod-core/),
    );
    expect(after).toEqual(before);
  });

  test('where two aliases are to change places', async () => {
    const world = { integrations: [attached('core', 'kafka-third'), attached('other', 'kafka-core')] };
    const { said, before, after } = await carryOut(world, {
      clusters: { core: { service: 'kafka-core' }, other: { service: 'kafka-third' } },
      mirrormaker: { mm2: { flows: { 'core -> other': { topics: ['edge'] } } } },
    });
    expect(
      said.filter((line) => /^replace integration (core|other): failed not-sent/.test(line)),
    ).toHaveLength(2);
    expect([after.get(core), after.get('integration mm2/other')]).toEqual([
      before.get(core),
      before.get('integration mm2/other'),
    ]);
  });

  test.each([
    ['a number', { producer_linger_ms: 10_000 }],
    ['a text', { producer_linger_ms: '7' }],
  ])(
    'where %s is kept that Aiven does not take in a new one; stated in the spec it is',
    async (_, tuning) => {
      const world = live(attached('core', 'kafka-third', { ...tuning, producer_batch_size: 1 }));
      const { said, before, after } = await carryOut(world, spec());
      expect(said).toContainEqual(
        expect.stringMatching(
          /core: failed not-sent .*State producer_linger_ms in mirrormaker\.mm2\.clusters\.core/,
        ),
      );
      expect(after).toEqual(before);
      const stated = await carryOut(world, spec({ core: { producer_linger_ms: 7 } }));
      expect(stated.said).toContain('replace integration core: applied');
      expect([...(stated.after.get(core) ?? [])]).toEqual(
        expect.arrayContaining([
          ['producer_linger_ms', '7'],
          ['producer_batch_size', '1'],
        ]),
      );
    },
  );

  test('where Aiven does not detach what a flow uses', async () => {
    const world = live(attached('core', 'kafka-third'));
    const { said, before, after } = await carryOut(world, spec(), {
      switches: { integrationWithFlows: '409' },
    });
    expect(said).toContainEqual(expect.stringMatching(/^replace integration core: failed 409 .*used by/));
    expect(after).toEqual(before);
  });
});

const answer = (status: number, message: string) => ({
  status,
  body: { message, errors: [{ message, status }] },
});
const bad: readonly (readonly [string, Fault])[] = [
  ['503', { kind: 'answer', response: answer(503, 'later') }],
  ['503 after its effect', { kind: 'answer-after-effect', response: answer(503, 'later') }],
  ['a cut line', { kind: 'reset' }],
  ['a cut line after its effect', { kind: 'reset-after-effect' }],
  ['409 of the old one', { kind: 'answer', response: answer(409, 'Service integration already exists') }],
];

test.each(bad)('%s after the deletion is not the end', async (_, fault) => {
  const world = live(attached('core', 'kafka-third'));
  const { said, after } = await carryOut(world, spec(), {
    first: ({ aiven }) => aiven.faults.add({ route: 'integration.create', fault }),
  });
  expect(said).toContain('replace integration core: applied');
  expect(said.filter((line) => line.startsWith('again'))).toEqual([]);
  expect(after.get(core)?.get('producer_linger_ms')).toBe('7');
});

test('a kept value whose new limit nobody knew is left out, and the failure says which', async () => {
  const world = live(attached('core', 'kafka-third'));
  const message =
    "Invalid input for user_config 'kafka_mirrormaker.producer_linger_ms': 7 is less than the minimum of 9";
  const { said, after } = await carryOut(world, spec(), {
    first: ({ aiven }) =>
      aiven.faults.add({
        route: 'integration.create',
        fault: { kind: 'answer', response: answer(400, message) },
      }),
  });
  expect(after.has(core)).toBe(true);
  expect(said).toContainEqual(
    expect.stringMatching(/core: failed not-kept .*producer_linger_ms was 7 and is gone/),
  );
});
