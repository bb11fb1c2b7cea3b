import type { IntegrationDraft } from '../untouched/drafts.ts';
import type { MatrixWorld } from './world.ts';

const plaintext = { bootstrap_servers: ['kafka-1.example:9093'], security_protocol: 'PLAINTEXT' };
const onpremKafka = {
  name: 'onprem-kafka',
  userConfig: { bootstrap_servers: 'kafka-1.example:9093', security_protocol: 'PLAINTEXT' },
};
const flows = { 'onprem -> core': { topics: ['edge'], access: 'off', create_topics: 'none' } };

/** A flow that is there, so that only its integrations change. */
const flow = {
  source_cluster: 'onprem',
  target_cluster: 'core',
  enabled: true,
  topics: ['edge'],
};

function attached(
  alias: string,
  from: IntegrationDraft['from'],
  tuning: IntegrationDraft['tuning'],
): IntegrationDraft {
  return { alias, from, tuning, others: {} };
}

function spec(clusters: object): object {
  return {
    clusters: {
      core: { service: 'kafka-core' },
      onprem: { ...plaintext, mirror: { endpoint: 'onprem-kafka' } },
    },
    mirrormaker: { mm2: { clusters, flows } },
  };
}

const tuned = {
  producer_linger_ms: 5,
  producer_max_request_size: 10_485_760,
  producer_compression_type: 'zstd',
};

export const integrationWorlds: readonly MatrixWorld[] = [
  {
    kind: 'integration',
    name: 'integrations as Terraform makes them: a newer key on both levels, another tuning than the spec states',
    live: {
      endpoints: [onpremKafka],
      integrations: [
        { ...attached('core', 'kafka-core', { ...tuned, consumer_newer: true }), others: { newer: ['x'] } },
        attached('onprem', 'onprem-kafka', { consumer_fetch_min_bytes: 1024 }),
      ],
      flows: [flow],
    },
    spec: spec({ core: { producer_linger_ms: 50 }, onprem: { consumer_max_poll_records: 1000 } }),
    wanted: {
      'integration mm2/core': { changed: { producer_linger_ms: 50 } },
      'integration mm2/onprem': { changed: { consumer_max_poll_records: 1000 } },
    },
  },
  {
    kind: 'integration',
    name: 'integrations as the console makes them: no tuning at all; one still to be made, a setting that goes back',
    live: {
      endpoints: [onpremKafka],
      integrations: [attached('core', 'kafka-core', { producer_batch_size: 1 })],
      flows: [flow],
    },
    spec: spec({ core: { producer_batch_size: null }, onprem: { consumer_max_poll_records: 1000 } }),
    wanted: {
      'integration mm2/core': { changed: { producer_batch_size: 16_384 } },
      'integration mm2/onprem': { made: { consumer_max_poll_records: 1000 } },
    },
  },
  {
    kind: 'integration',
    name: 'an integration that is attached to another service than the spec says',
    live: {
      endpoints: [onpremKafka],
      integrations: [attached('core', 'kafka-third', tuned), attached('onprem', 'onprem-kafka', {})],
    },
    spec: spec({ core: { producer_linger_ms: 50 } }),
    wanted: {
      'integration mm2/core': {
        replaced: {
          ...tuned,
          producer_linger_ms: 50,
          source: { type: 'service', project: 'acme', service: 'kafka-core' },
        },
      },
      'flow mm2/onprem -> core': { made: { enabled: true, topics: ['edge'] } },
    },
  },
  {
    kind: 'integration',
    name: 'integrations whose numbers are texts, whose tuning is null, and whose other keys are null',
    live: {
      endpoints: [onpremKafka],
      integrations: [
        {
          ...attached('core', 'kafka-core', { producer_compression_type: null, producer_linger_ms: 5 }),
          others: { newer: null },
        },
        { ...attached('onprem', 'onprem-kafka', {}), others: { kafka_mirrormaker: null } },
      ],
      flows: [flow],
    },
    spec: spec({ core: { producer_linger_ms: 6 }, onprem: { consumer_max_poll_records: 1000 } }),
    wanted: {
      'integration mm2/core': { changed: { producer_linger_ms: 6 } },
      'integration mm2/onprem': { changed: { consumer_max_poll_records: 1000 } },
    },
  },
];
