import { describe, expect, test } from '@jest/globals';
import type { Desired } from '../../../src/model/desired.ts';
import type { EndpointField } from '../../../src/model/endpoint.ts';
import type { FlowField, FlowSettings } from '../../../src/model/flow.ts';
import type { Live } from '../../../src/model/live.ts';
import { known } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { noLongerStatedSection } from '../../../src/report/plan/no-longer-stated-section.ts';
import { leftAloneSection } from '../../../src/report/plan/plan-sections.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import {
  liveCluster,
  liveEndpoint,
  liveFlow,
  liveIntegration,
  liveMirrorMaker,
  liveTopic,
  liveWorld,
  overridden,
} from '../../support/build/live.ts';
import { at } from '../../support/build/places.ts';
import { endpoint, flow, integration, mirrorMaker, project, topic } from '../../support/build/resources.ts';

/** A line that a pull request takes away changes nothing; the plan says where the field stays. */

function shown(
  before: Partial<Desired> | undefined,
  now: Partial<Desired>,
  live: Partial<Live>,
): readonly string[] {
  const plan = buildPlan({
    desired: desiredWorld(now),
    live: liveWorld(live),
    findings: [],
    ...(before === undefined ? {} : { before: desiredWorld(before) }),
  });
  return plan.leftAlone
    .filter(({ why }) => why === 'no-longer-stated' || why === 'not-stated')
    .flatMap(({ why, fields = [] }) => fields.map(({ field, value }) => `${why}: ${field} at ${value}`));
}

const mirror = (parts: Parameters<typeof liveMirrorMaker>[0]) => ({
  mirrormakers: new Map([[mirrorMaker, liveMirrorMaker(parts)]]),
});

test('a cluster that only gets another key is the same cluster', () => {
  const was = topic('onprem', 'orders', { config: new Map([['retention.ms', '1000']]) });
  const now = topic('edge', 'orders');
  const address = {
    type: 'external',
    addresses: ['kafka-1.corp.example:9093'],
    position: at(),
  } as const;
  const live = liveTopic('edge', 'orders', { config: new Map([['retention.ms', overridden('1000')]]) });
  expect(
    shown(
      { topics: [was], clusters: [{ ...address, key: 'onprem', aliases: ['onprem'] }] },
      { topics: [now], clusters: [{ ...address, key: 'edge', aliases: ['edge'] }] },
      { clusters: new Map([['edge', liveCluster('edge', [live])]]) },
    ),
  ).toContain('no-longer-stated: config.retention.ms at 1000');
});

describe('a flow', () => {
  const was = flow({ replication_policy: 'identity', emit_heartbeats_enabled: false, topics: ['a'] });
  const now = { ...was, stated: new Set<FlowField>(['enabled', 'topics']) };
  const settings: Partial<FlowSettings> = { enabled: true, topics: ['a'], replication_policy: 'identity' };
  const live = mirror({ flows: known([liveFlow(settings)]) });

  test('stays at what it has, at a default as well', () => {
    expect(shown({ flows: [was] }, { flows: [now] }, live)).toEqual([
      'no-longer-stated: replication_policy at identity',
      'no-longer-stated: offset_syncs_topic_location at source',
      'no-longer-stated: sync_group_offsets_enabled at false',
      'no-longer-stated: emit_heartbeats_enabled at false',
      'no-longer-stated: emit_backward_heartbeats_enabled at false',
      'no-longer-stated: exactly_once_delivery_enabled at false',
    ]);
  });

  test('stays at what is live, not at what the spec said', () => {
    const drifted = mirror({ flows: known([liveFlow({ ...settings, emit_heartbeats_enabled: true })]) });
    expect(shown({ flows: [was] }, { flows: [now] }, drifted)).toContain(
      'no-longer-stated: emit_heartbeats_enabled at true',
    );
  });

  test('that was null is at its default', () => {
    const reset = { ...now, stated: new Set<FlowField>([...now.stated, 'topics_exclude']) };
    expect(shown({ flows: [reset] }, { flows: [now] }, live)).toEqual([
      'not-stated: replication_policy at identity',
      'no-longer-stated: topics_exclude at its default',
    ]);
  });

  test('of which nothing is known before says what it does not state, no more', () => {
    expect(shown(undefined, { flows: [now] }, live)).toEqual(['not-stated: replication_policy at identity']);
    expect(shown({}, { flows: [now] }, live)).toEqual(['not-stated: replication_policy at identity']);
    expect(shown({ flows: [now] }, { flows: [now] }, live)).toEqual([
      'not-stated: replication_policy at identity',
    ]);
  });
});

test('a topic: layout, configs, tags and description', () => {
  const was = topic('core', 'orders', {
    partitions: 6,
    replication: 2,
    config: new Map([['retention.ms', '7']]),
    tags: new Map([['team', 'a']]),
    description: 'of orders',
    owner_user_group_id: 'ug1',
  });
  const now = topic('core', 'orders');
  const live = liveTopic('core', 'orders', {
    partitions: 12,
    replication: 3,
    config: new Map([
      ['retention.ms', overridden('9')],
      ['segment.ms', overridden('5')],
    ]),
    tags: new Map([
      ['team', 'b'],
      ['tier', '1'],
    ]),
    description: 'of all orders',
    owner_user_group_id: 'ug2',
  });
  const clusters = { clusters: new Map([['core', liveCluster('core', [live])]]) };
  expect(shown({ topics: [was] }, { topics: [now] }, clusters)).toEqual([
    'not-stated: segment.ms at 5',
    'no-longer-stated: partitions at 12',
    'no-longer-stated: replication at 3',
    'no-longer-stated: config.retention.ms at 9',
    'no-longer-stated: tags at team=b, tier=1',
    'no-longer-stated: description at of all orders',
    'no-longer-stated: owner_user_group_id at ug2',
  ]);
  expect(
    shown({ topics: [was] }, { topics: [{ ...now, unlistedConfig: 'reset' }] }, clusters).join('\n'),
  ).not.toContain('retention.ms');
});

test('tuning of an integration', () => {
  const was = integration('onprem', { tuning: { producer_linger_ms: 5, consumer_fetch_min_bytes: 1 } });
  const now = integration('onprem', { tuning: { consumer_fetch_min_bytes: 1 } });
  const live = liveIntegration('onprem', { tuning: { producer_linger_ms: 7, consumer_fetch_min_bytes: 1 } });
  expect(
    shown({ integrations: [was] }, { integrations: [now] }, mirror({ integrations: known([live]) })),
  ).toEqual(['no-longer-stated: producer_linger_ms at 7']);
});

test('an endpoint, whose secrets are not shown', () => {
  const was = endpoint();
  const stated = new Set<EndpointField>(['bootstrap_servers', 'security_protocol', 'sasl_mechanism']);
  const endpoints = new Map([[project, known([liveEndpoint()])]]);
  expect(shown({ endpoints: [was] }, { endpoints: [{ ...was, stated }] }, { endpoints })).toEqual([
    'no-longer-stated: sasl_plain_username at aiven-mm2',
    'no-longer-stated: sasl_plain_password at what is set',
    'no-longer-stated: ssl_endpoint_identification_algorithm at https',
  ]);
});

test('a reader sees which field stays where', () => {
  const was = flow({ replication_policy: 'identity' });
  const now = { ...was, stated: new Set<FlowField>(['enabled', 'topics']) };
  const plan = buildPlan({
    desired: desiredWorld({ flows: [now] }),
    live: liveWorld(mirror({ flows: known([liveFlow({ ...was.settings })]) })),
    findings: [],
    before: desiredWorld({
      flows: [{ ...now, stated: new Set<FlowField>(['replication_policy', ...now.stated]) }],
    }),
  });
  expect(noLongerStatedSection(plan.leftAlone, 10)).toContain(
    '\n- flow `onprem -> core` of `mm2-core`: `replication_policy` stays at `identity`\n',
  );
  expect(leftAloneSection(plan)).toBeUndefined();
});
