import { describe, expect, test } from '@jest/globals';
import type { FlowNeeds } from '../../../src/mirrormaker/needs.ts';
import { lines, mirrorCluster, mirrorFlow, needs, needsOfOne } from '../../support/mirror-flows.ts';

/** Heartbeats are mirrored past the patterns wherever the connecting user sees them. */
describe('a flow of edge.readings only', () => {
  const aiven = (topics: readonly string[]) => mirrorCluster('core', { rights: 'everything', topics });
  const outbound = mirrorFlow({ source: 'core', target: 'onprem' });

  test('leaves heartbeats alone that nobody makes', () => {
    expect(aboutHeartbeats(needsOfOne(outbound, aiven(['orders'])))).toEqual([]);
  });

  test('writes those of an Aiven source, whose user sees every topic, and those after several hops', () => {
    expect(
      aboutHeartbeats(needsOfOne(outbound, aiven(['heartbeats', 'eu.heartbeats', 'app-heartbeats']))),
    ).toEqual([
      'I9 onprem core.eu.heartbeats 1',
      'I9 onprem core.heartbeats 1',
      'T14 Write Topic core.eu.heartbeats',
      'T14 Write Topic core.heartbeats',
    ]);
  });

  test('does not send a cluster its own heartbeats', () => {
    expect(aboutHeartbeats(needsOfOne(outbound, aiven(['onprem.heartbeats'])))).toEqual([]);
  });

  test('does not see those of an external source, unless another right shows them', () => {
    const hidden = mirrorCluster('onprem', { topics: ['heartbeats'] });
    expect(aboutHeartbeats(needsOfOne(mirrorFlow(), hidden))).toEqual([]);
    const shown = { ...hidden, alsoVisible: [{ name: 'heart', patternType: 'PREFIXED' as const }] };
    expect(aboutHeartbeats(needsOfOne(mirrorFlow(), shown))).toEqual([
      'I9 core onprem.heartbeats 1',
      'S9 Read Topic heartbeats',
      'T14 Write Topic onprem.heartbeats',
    ]);
  });

  test('sees them where a prefix of its own covers them', () => {
    const flow = mirrorFlow({ settings: { topics: ['edge\\..*'] } });
    const source = mirrorCluster('onprem', { topics: ['edge.heartbeats'] });
    expect(aboutHeartbeats(needsOfOne(flow, source))).toContain('T14 Write Topic onprem.edge.heartbeats');
  });
});

test('what one flow may write, the next one sees: heartbeats travel along a chain of external clusters', () => {
  const [first, second] = needs([
    mirrorFlow({ source: 'a', target: 'b', settings: { emit_backward_heartbeats_enabled: true } }),
    mirrorFlow({ source: 'b', target: 'c', settings: { emit_heartbeats_enabled: true } }),
  ]);
  expect(aboutHeartbeats(first)).toContain('T14 Write Topic a.heartbeats');
  expect(aboutHeartbeats(second)).toEqual([
    'I6 c heartbeats 1',
    'I9 c b.a.heartbeats 1',
    'S9 Read Topic a.heartbeats',
    'T13 Write Topic heartbeats',
    'T14 Write Topic b.a.heartbeats',
  ]);
});

test('both ways: each side gets the heartbeats of the other, and nobody gets his own back', () => {
  const emit = { settings: { emit_heartbeats_enabled: true } };
  const [there, back] = needs([
    mirrorFlow({ source: 'a', target: 'b', ...emit }),
    mirrorFlow({ source: 'b', target: 'a', ...emit }),
  ]);
  expect(aboutHeartbeats(there)).toEqual([
    'I6 b heartbeats 1',
    'I9 b a.heartbeats 1',
    'S9 Read Topic heartbeats',
    'T13 Write Topic heartbeats',
    'T14 Write Topic a.heartbeats',
  ]);
  expect(aboutHeartbeats(back)).toEqual([
    'I6 a heartbeats 1',
    'I9 a b.heartbeats 1',
    'S9 Read Topic heartbeats',
    'T13 Write Topic heartbeats',
    'T14 Write Topic b.heartbeats',
  ]);
});

test('backward heartbeats are those of the reverse flow of the same service, and of no other', () => {
  const takesTransactions = (of: Parameters<typeof mirrorFlow>[0]) => {
    const [there] = needs([
      mirrorFlow({ source: 'a', target: 'b', settings: { exactly_once_delivery_enabled: true } }),
      mirrorFlow({ source: 'b', target: 'a', settings: { emit_backward_heartbeats_enabled: true }, ...of }),
    ]);
    return lines(there?.target ?? []).includes('T16 Write TransactionalId a-mm2-MirrorHeartbeatConnector-*');
  };
  expect(takesTransactions({})).toBe(true);
  expect(takesTransactions({ service: 'another' })).toBe(false);
  expect(takesTransactions({ source: 'c' })).toBe(false);
  expect(takesTransactions({ target: 'c' })).toBe(false);
  expect(takesTransactions({ settings: {} })).toBe(false);
});

test('the configuration of heartbeats is read where MirrorMaker 2 creates their topic on the target, or syncs it', () => {
  const settings = { emit_backward_heartbeats_enabled: true };
  const rights = (
    changes: Parameters<typeof mirrorFlow>[0],
    ...clusters: Parameters<typeof mirrorCluster>[]
  ) =>
    lines(
      needsOfOne(mirrorFlow({ settings, ...changes }), ...clusters.map((each) => mirrorCluster(...each)))
        .source,
    );
  expect(rights({})).toContain('S9 Read Topic heartbeats');
  expect(rights({ mirroredTopics: 'mirrormaker' })).toContain('S9 Read Topic heartbeats');
  const both = 'S9 DescribeConfigs+Read Topic heartbeats';
  expect(rights({ syncTopicConfigs: true })).toContain(both);
  expect(rights({ internalTopics: 'mirrormaker' })).toContain(both);
  expect(rights({}, ['core', { rights: 'everything' }])).toContain(both);
});

test('exactly once: heartbeats take transactions of their own, the backward ones of the reverse flow too', () => {
  const exactlyOnce = { settings: { exactly_once_delivery_enabled: true } };
  const id = 'T16 Write TransactionalId a-mm2-MirrorHeartbeatConnector-*';
  const there = mirrorFlow({ source: 'a', target: 'b', ...exactlyOnce });
  const back = { source: 'b', target: 'a' };
  const targetRights = (...flows: Parameters<typeof needs>[0]) => lines(needs(flows)[0]?.target ?? []);
  expect(targetRights(there)).not.toContain(id);
  expect(targetRights(there, mirrorFlow(back))).not.toContain(id);
  expect(
    targetRights(there, mirrorFlow({ ...back, settings: { emit_backward_heartbeats_enabled: true } })),
  ).toContain(id);
  expect(
    targetRights({ ...there, settings: { ...there.settings, emit_heartbeats_enabled: true } }),
  ).toContain(id);
});

test('a full mesh of ten clusters ends', () => {
  const aliases = [...'abcdefghij'];
  const flows = aliases.flatMap((source) =>
    aliases
      .filter((target) => target !== source)
      .map((target) => mirrorFlow({ source, target, settings: { emit_heartbeats_enabled: true } })),
  );
  const longest = Math.max(...needs(flows).map((one) => aboutHeartbeats(one).length));
  expect(longest).toBeGreaterThan(10);
  expect(longest).toBeLessThan(400);
});

function aboutHeartbeats(one: FlowNeeds | undefined): readonly string[] {
  if (one === undefined) throw new Error('there is no such flow');
  const topics = one.topics.map(
    ({ rule, cluster, name, partitions }) => `${rule.id} ${cluster} ${name} ${partitions}`,
  );
  return [...topics, ...lines(one.source), ...lines(one.target)]
    .filter((line) => line.includes('heartbeats'))
    .sort();
}
