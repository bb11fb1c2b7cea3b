import { describe, expect, test } from '@jest/globals';
import { switchValues } from '../../../sandbox/aiven/switches.ts';
import type { IntegrationDraft } from '../../support/untouched/drafts.ts';
import { Stage } from '../../support/untouched/stage.ts';

/** A spec that states one tuning field of each integration, planned and applied over integrations that have others. */
const spec = {
  version: 1,
  name: 'prod',
  project: 'acme',
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
      clusters: {
        onprem: { consumer_max_poll_records: 1000, consumer_fetch_min_bytes: 5 },
        core: { producer_linger_ms: 50 },
      },
      flows: { 'onprem -> core': { topics: ['edge'], access: 'off', create_topics: 'none' } },
    },
  },
};

const large = {
  producer_linger_ms: 5,
  producer_max_request_size: 5_242_880,
  producer_compression_type: 'zstd',
};
const earliest = { consumer_max_poll_records: 1000, consumer_auto_offset_reset: 'earliest' };
const onpremKafka = {
  name: 'onprem-kafka',
  userConfig: { bootstrap_servers: 'kafka-1.example:9093', security_protocol: 'PLAINTEXT' },
};

async function applied(how: string, core: Pick<IntegrationDraft, 'from'>) {
  const stage = await Stage.open({
    live: {
      endpoints: [onpremKafka],
      integrations: [
        { alias: 'core', ...core, tuning: large, others: {} },
        { alias: 'onprem', from: 'onprem-kafka', tuning: earliest, others: {} },
      ],
    },
    spec,
    alternative: ['integrationPut', how],
    meanwhile: false,
  });
  try {
    const plan = await stage.plan();
    const named = plan.operations.filter(({ kind }) => kind === 'integration');
    const { results } = await stage.apply(plan);
    expect(results.map(({ state }) => state)).toEqual(results.map(() => 'applied'));
    const tuningOf = (alias: string) =>
      stage.aiven.world.integration('acme', 'mm2', alias)?.userConfig['kafka_mirrormaker'];
    return {
      named: named.map(({ name, action, field }) => `${action} ${name} ${field}`),
      core: tuningOf('core'),
      onprem: tuningOf('onprem'),
    };
  } finally {
    await stage.close();
  }
}

describe.each(switchValues.integrationPut)('where a PUT of an integration means %s', (how) => {
  test('an update of one tuning field keeps the others', async () => {
    expect(await applied(how, { from: 'kafka-core' })).toEqual({
      named: ['update core producer_linger_ms', 'update onprem consumer_fetch_min_bytes'],
      core: { ...large, producer_linger_ms: 50 },
      onprem: { ...earliest, consumer_fetch_min_bytes: 5 },
    });
  });

  test('another source keeps them too, in a new integration', async () => {
    const { named, core } = await applied(how, { from: 'kafka-third' });
    expect(named).toContain('replace core source');
    expect(core).toEqual({ ...large, producer_linger_ms: 50 });
  });
});
