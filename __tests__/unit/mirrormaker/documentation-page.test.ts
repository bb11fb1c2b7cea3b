import { describe, expect, test } from '@jest/globals';
import type { FlowSettings } from '../../../src/model/flow.ts';
import { lines, mirrorFlow, needsOfOne } from '../../support/mirror-flows.ts';

/**
 * Two pages of Aiven list the topics of MirrorMaker 2 with partitions and cleanup policy, and say which rights the connecting
 * user needs: the older "Integrate an external Apache Kafka cluster", and "Configure permissions for MirrorMaker 2 with
 * external Kafka clusters". Here is each of their rows and sentences, beside what Apache Kafka's source code does.
 */
const on = { emit_heartbeats_enabled: true, emit_backward_heartbeats_enabled: true };

function topicsOf(
  cluster: 'onprem' | 'core',
  settings: Partial<FlowSettings> = on,
): ReadonlyMap<string, number> {
  const { topics } = needsOfOne(mirrorFlow({ settings }));
  return new Map(
    topics.filter((topic) => topic.cluster === cluster).map(({ name, partitions }) => [name, partitions]),
  );
}

describe('the table of the source cluster, with everything switched on', () => {
  test.each<[string, number]>([
    ['heartbeats', 1],
    ['mm2-configs.core.internal', 1],
    ['mm2-offsets.core.internal', 25],
    ['mm2-status.core.internal', 5],
  ])('%s with %d partitions: right, but only for backward heartbeats', (name, partitions) => {
    expect(topicsOf('onprem').get(name)).toBe(partitions);
    expect(topicsOf('onprem', {}).has(name)).toBe(false);
  });

  test('mm2-offsets.<target>.internal with 1 partition: means mm2-offset-syncs.<target>.internal', () => {
    expect(topicsOf('onprem', {})).toEqual(new Map([['mm2-offset-syncs.core.internal', 1]]));
  });

  test('__consumer_offsets: the brokers make it, nobody needs a right on it', () => {
    expect(topicsOf('onprem').has('__consumer_offsets')).toBe(false);
  });

  test('nothing else is there', () => {
    expect([...topicsOf('onprem').keys()].sort()).toEqual([
      'heartbeats',
      'mm2-configs.core.internal',
      'mm2-offset-syncs.core.internal',
      'mm2-offsets.core.internal',
      'mm2-status.core.internal',
    ]);
  });
});

describe('the table of the target cluster, with everything switched on', () => {
  test.each<[string, number]>([
    ['onprem.checkpoints.internal', 1],
    ['mm2-configs.onprem.internal', 1],
    ['mm2-offsets.onprem.internal', 25],
    ['mm2-status.onprem.internal', 5],
  ])('%s with %d partitions: right, for every flow', (name, partitions) => {
    expect(topicsOf('core', {}).get(name)).toBe(partitions);
  });

  test('heartbeats with 1 partition: right, for emit_heartbeats_enabled only', () => {
    expect(topicsOf('core', { emit_heartbeats_enabled: true }).get('heartbeats')).toBe(1);
    expect(topicsOf('core', { emit_backward_heartbeats_enabled: true }).has('heartbeats')).toBe(false);
  });

  test('<source>.heartbeats with 1 partition: right, where the source has heartbeats', () => {
    expect(topicsOf('core', { emit_backward_heartbeats_enabled: true }).get('onprem.heartbeats')).toBe(1);
    expect(topicsOf('core', { emit_heartbeats_enabled: true }).has('onprem.heartbeats')).toBe(false);
  });

  test('__consumer_offsets: the brokers make it, nobody needs a right on it', () => {
    expect(topicsOf('core').has('__consumer_offsets')).toBe(false);
  });

  test('missing on the page: mm2-offset-syncs.<source>.internal, with the location on the target', () => {
    expect(
      topicsOf('core', { offset_syncs_topic_location: 'target' }).get('mm2-offset-syncs.onprem.internal'),
    ).toBe(1);
    expect(topicsOf('onprem', { offset_syncs_topic_location: 'target' })).toEqual(new Map());
  });
});

describe('replication factor 3 for all of them', () => {
  test('is the default, and the flow may state another', () => {
    const replications = (flow: ReturnType<typeof mirrorFlow>) =>
      new Set(needsOfOne(flow).topics.map((topic) => topic.replication));
    expect(replications(mirrorFlow({ settings: on }))).toEqual(new Set([undefined]));
    expect(replications(mirrorFlow({ settings: { ...on, replication_factor: 1 } }))).toEqual(new Set([1]));
  });
});

describe('the sentences', () => {
  const source = (settings: Partial<FlowSettings>) => lines(needsOfOne(mirrorFlow({ settings })).source);
  const target = (settings: Partial<FlowSettings>) => lines(needsOfOne(mirrorFlow({ settings })).target);

  test('"read permission for the mirrored topics" on the source: right', () => {
    expect(source({})).toContain('S1 Read Topic edge.readings');
  });

  test('"write permission for the mirrored topics" on the target: right', () => {
    expect(target({})).toContain('T5 Write Topic onprem.edge.readings');
  });

  test('"both read and write permissions for the internal topics": not on heartbeats that are only emitted', () => {
    expect(target({})).toContain('T1 Read+Write Topic mm2-offsets.onprem.internal');
    expect(target({ emit_heartbeats_enabled: true })).toContain('T13 Write Topic heartbeats');
  });

  test('what is missing between them: the group of the worker, without which MirrorMaker 2 exits', () => {
    expect(target({})).toContain('T4 Read Group onprem-mm2');
    expect(source({ emit_backward_heartbeats_enabled: true })).toContain('S11 Read Group core-mm2');
  });

  test('"emit_backward_heartbeats_enabled … mm2-offsets.<target>.internal": right, with more than that topic', () => {
    expect(source({}).join()).not.toContain('mm2-offsets.core');
    expect(source({ emit_backward_heartbeats_enabled: true })).toEqual(
      expect.arrayContaining([
        'S10 Read+Write Topic mm2-configs.core.internal',
        'S10 Read+Write Topic mm2-offsets.core.internal',
        'S10 Read+Write Topic mm2-status.core.internal',
        'S12 Write Topic heartbeats',
      ]),
    );
  });

  test('"emit_heartbeats_enabled … if disabled, mm2-offsets.<source>.internal is not necessary": wrong, it always is', () => {
    expect(target({ emit_heartbeats_enabled: false })).toContain(
      'T1 Read+Write Topic mm2-offsets.onprem.internal',
    );
    expect(topicsOf('core', {}).get('mm2-offsets.onprem.internal')).toBe(25);
  });

  test('"describe and create topics": Describe comes with Read and Write, Create only where MirrorMaker 2 creates', () => {
    const operations = (flow: ReturnType<typeof mirrorFlow>) => {
      const { source, target } = needsOfOne(flow);
      return new Set([...source, ...target].map(({ operation }) => operation));
    };
    expect(operations(mirrorFlow({ settings: on }))).toEqual(new Set(['Read', 'Write']));
    const creating = operations(
      mirrorFlow({ internalTopics: 'mirrormaker', mirroredTopics: 'mirrormaker', settings: on }),
    );
    expect(creating).toEqual(new Set(['Read', 'Write', 'Create', 'Alter', 'DescribeConfigs']));
  });

  test('"offset-syncs.topic.location … read and write this topic": right on both sides', () => {
    expect(source({})).toEqual(
      expect.arrayContaining([
        'S3 Write Topic mm2-offset-syncs.core.internal',
        'S4 Read Topic mm2-offset-syncs.core.internal',
      ]),
    );
    const moved = { offset_syncs_topic_location: 'target' } as const;
    expect(target(moved)).toContain('T10 Read+Write Topic mm2-offset-syncs.onprem.internal');
    expect(source(moved)).toEqual(['S1 Read Topic edge.readings']);
  });
});

describe('where the current page differs from the older one', () => {
  const everything = (flow: ReturnType<typeof mirrorFlow>): string => {
    const { topics, source, target } = needsOfOne(flow);
    return [...topics.map(({ name }) => name), ...lines(source), ...lines(target)].join('\n');
  };

  test.each(['source', 'target'] as const)(
    '"<source_alias>.offset-syncs" with the location on the %s: no topic is called so',
    (offset_syncs_topic_location) => {
      const flow = mirrorFlow({ settings: { ...on, offset_syncs_topic_location } });
      expect(everything(flow)).not.toContain('onprem.offset-syncs');
      expect(everything(flow)).toContain('mm2-offset-syncs.');
    },
  );

  test('the one row mm2-offsets.<target>.internal with 1 partition: it has 25, and only for backward heartbeats', () => {
    expect(topicsOf('onprem').get('mm2-offsets.core.internal')).toBe(25);
    expect(topicsOf('onprem', {}).has('mm2-offsets.core.internal')).toBe(false);
  });

  test('no row heartbeats on the target: it is there with emit_heartbeats_enabled', () => {
    expect(topicsOf('core', { emit_heartbeats_enabled: true }).get('heartbeats')).toBe(1);
  });

  test('"CREATE and DESCRIBE" on internal topics: neither, where they are created ahead', () => {
    const { source, target } = needsOfOne(mirrorFlow({ settings: on }));
    const internal = [...source, ...target].filter(({ resourceName }) => /internal$/.test(resourceName));
    expect(internal.length).toBeGreaterThan(5);
    expect(new Set(internal.map(({ operation }) => operation))).toEqual(new Set(['Read', 'Write']));
  });

  test('nothing about transactional ids: Write with exactly-once delivery', () => {
    expect(everything(mirrorFlow({ settings: { exactly_once_delivery_enabled: true } }))).toMatch(
      /T16 Write TransactionalId connect-cluster-onprem-mm2/,
    );
  });
});
