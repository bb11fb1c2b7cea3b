import { describe, expect, test } from '@jest/globals';
import { desiredState } from '../../../src/desired/desired.ts';
import type { EndpointConfig, EndpointField } from '../../../src/model/endpoint.ts';
import type { FlowField, FlowSettings } from '../../../src/model/flow.ts';
import { flowFields } from '../../../src/model/flow-defaults.ts';
import type { Live } from '../../../src/model/live.ts';
import { known } from '../../../src/model/reading.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { LiveTopic } from '../../../src/model/topic.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
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
import { loadTexts } from '../../support/spec-files.ts';

/** One rule for all kinds: what the spec does not say is not changed, `null` is a shown change, a default is for creation. */

interface Row {
  /** What somebody set on the live resource, other than the default. */
  readonly live: unknown;
  /** As the plan shows it under "Left alone". */
  readonly shown: string;
  /** What `null` leads to; undefined: refused with a finding. */
  readonly reset?: unknown;
  /** What is created where the spec is silent; undefined: nothing is said. */
  readonly created?: unknown;
}

describe('a field of a flow', () => {
  const rows: { readonly [F in Exclude<FlowField, 'enabled'>]: Row & { readonly live: FlowSettings[F] } } = {
    topics: { live: ['a', 'b'], shown: 'a,b', reset: ['.*'], created: ['.*'] },
    topics_exclude: { live: ['secret'], shown: 'secret', reset: null },
    replication_policy: { live: 'identity', shown: 'identity', reset: 'default', created: 'default' },
    replication_factor: { live: 2, shown: '2' },
    offset_syncs_topic_location: { live: 'target', shown: 'target', reset: 'source', created: 'source' },
    sync_group_offsets_enabled: { live: true, shown: 'true', reset: 'false', created: 'false' },
    sync_group_offsets_interval_seconds: { live: 5, shown: '5', reset: null },
    emit_heartbeats_enabled: { live: true, shown: 'true', reset: 'false', created: 'false' },
    emit_backward_heartbeats_enabled: { live: true, shown: 'true', reset: 'false', created: 'false' },
    exactly_once_delivery_enabled: { live: true, shown: 'true', reset: 'false', created: 'false' },
    config_properties_exclude: { live: ['retention\\.ms'], shown: 'retention\\.ms', reset: null },
    offset_lag_max: { live: 7, shown: '7', reset: null },
    follower_fetching_enabled: { live: false, shown: 'false', reset: null },
  };
  const live = (field: string, value: unknown) =>
    worldWith({ flow: liveFlow({ enabled: true, [field]: value }) });

  test('is in the table, whichever it is', () => {
    expect(Object.keys(rows).toSorted()).toEqual(
      flowFields.filter((field) => field !== 'enabled').toSorted(),
    );
  });

  test.each(Object.entries(rows))('%s, not stated: stays', async (field, row) => {
    const plan = await planOf(flowSpec({}), live(field, row.live));
    expect(operations(plan, 'flow')).toEqual([]);
    expect(leftAlone(plan, 'flow')).toEqual([`${field}=${row.shown}`]);
  });

  test.each(Object.entries(rows))('%s: null', async (field, row) => {
    const plan = await planOf(flowSpec({ [field]: null }), live(field, row.live));
    if (row.reset === undefined) {
      expect(operations(plan, 'flow')).toEqual([]);
      expect(plan.findings).toMatchObject([{ code: 'cannot-reset', severity: 'error' }]);
    } else {
      const from = Array.isArray(row.live) ? row.live : String(row.live);
      expect(operations(plan, 'flow')).toEqual([{ field, from, to: row.reset }]);
    }
    expect(leftAlone(plan, 'flow')).toEqual([]);
  });

  test.each(Object.keys(rows))('%s: null, and never set: nothing to do', async (field) => {
    const plan = await planOf(flowSpec({ [field]: null }), worldWith({ flow: liveFlow({ enabled: true }) }));
    expect(operations(plan, 'flow')).toEqual([]);
    expect(plan.findings).toEqual([]);
  });

  test.each([{}, nulls(Object.keys(rows))])('is created with its default: %j', async (settings) => {
    const plan = await planOf(flowSpec(settings), worldWith({}));
    const expected = Object.entries(rows).flatMap(([field, { created }]) =>
      created === undefined ? [] : [[field, created] as const],
    );
    const created = operations(plan, 'flow').map(({ field, to }) => [field, to]);
    expect(Object.fromEntries(created)).toEqual({ enabled: 'true', ...Object.fromEntries(expected) });
  });

  test.each([{}, { enabled: null }, { enabled: true }])('a flow of the spec runs: %j', async (settings) => {
    const plan = await planOf(flowSpec(settings), worldWith({ flow: liveFlow({ enabled: false }) }));
    expect(operations(plan, 'flow')).toEqual([{ field: 'enabled', from: 'false', to: 'true' }]);
  });

  test('that this tool does not know stays and is shown', async () => {
    const flow = {
      ...liveFlow({ enabled: true }),
      stored: new Map([
        ['enabled', 'true'],
        ['tasks_max', '7'],
        ['follower', '{"on":true}'],
      ]),
    };
    const plan = await planOf(flowSpec({}), worldWith({ flow }));
    expect(leftAlone(plan, 'flow')).toEqual(['follower={"on":true}', 'tasks_max=7']);
  });

  test("that is set to Aiven's default needs no word", async () => {
    const flow = liveFlow({ enabled: true, topics: ['.*'], emit_heartbeats_enabled: false });
    expect(leftAlone(await planOf(flowSpec({}), worldWith({ flow })), 'flow')).toEqual([]);
  });

  test('that Aiven tells in two ways makes the flow unknown, and is written once the spec states it', async () => {
    const untold = new Map<FlowField, string>([['topics_exclude', 'two lists differ']]);
    const flow = { ...liveFlow({ enabled: true }), untold };
    const silent = await planOf(flowSpec({}), worldWith({ flow }));
    expect(operations(silent, 'flow')).toEqual([]);
    expect(silent.unread).toMatchObject([
      { name: 'onprem -> core', reason: { message: expect.stringContaining('two lists differ') } },
    ]);
    const stated = await planOf(flowSpec({ topics_exclude: ['a'] }), worldWith({ flow }));
    expect(operations(stated, 'flow')).toEqual([{ field: 'topics_exclude', from: 'cannot tell', to: ['a'] }]);
  });
});

describe('a field of a topic', () => {
  const rows: Readonly<Record<string, { readonly live: Partial<LiveTopic>; readonly shown: string }>> = {
    partitions: { live: { partitions: 24 }, shown: 'partitions=24' },
    replication: { live: { replication: 2 }, shown: 'replication=2' },
    tags: { live: { tags: new Map([['team', 'a']]) }, shown: 'tags.team=a' },
    description: { live: { description: 'of orders' }, shown: 'description=of orders' },
    owner_user_group_id: {
      live: { owner_user_group_id: 'ug1' },
      shown: 'owner_user_group_id=ug1',
    },
    config: { live: { config: new Map([['segment.ms', overridden('5')]]) }, shown: 'segment.ms=5' },
  };
  const stated = { partitions: 6, replication: 3 };
  const without = (field: string) =>
    Object.fromEntries(Object.entries(stated).filter(([key]) => key !== field));

  test.each(Object.entries(rows))('%s, not stated: stays', async (field, { live, shown }) => {
    const world = worldWith({ topic: liveTopic('core', 'orders', live) });
    const plan = await planOf(topicSpec(without(field)), world);
    expect(operations(plan, 'topic')).toEqual([]);
    expect(leftAlone(plan, 'topic')).toEqual([shown]);
  });

  test.each([
    ['tags', { tags: null }, { field: 'tags.team', from: 'a', to: null }],
    ['description', { description: null }, { field: 'description', from: 'of orders', to: null }],
    ['config', { config: { 'segment.ms': null } }, { field: 'config.segment.ms', from: '5', to: null }],
  ])('%s: null', async (field, settings, operation) => {
    const world = worldWith({ topic: liveTopic('core', 'orders', rows[field]?.live ?? {}) });
    const plan = await planOf(topicSpec({ ...stated, ...settings }), world);
    expect(operations(plan, 'topic')).toEqual([operation]);
    expect(leftAlone(plan, 'topic')).toEqual([]);
  });

  test.each(['partitions', 'replication', 'owner_user_group_id'])(
    '%s: null is refused, there is no way back',
    async (field) => {
      const loaded = await loadTexts({ 'kafka.yaml': topicSpec({ [field]: null }) });
      expect(loaded.findings).toMatchObject([{ code: 'wrong-type', severity: 'error' }]);
    },
  );

  test('is not created where the spec is silent, nor for null', async () => {
    const plan = await planOf(topicSpec({ ...stated, tags: null, description: null }), worldWith({}));
    expect(operations(plan, 'topic').map(({ field }) => field)).toEqual(['partitions', 'replication']);
  });

  test.each([
    ['report', ['segment.ms=5']],
    ['keep', []],
  ])('unlisted_config: %s decides about overrides, and about nothing else', async (unlisted, overrides) => {
    const live = { ...rows['tags']?.live, ...rows['config']?.live };
    const world = worldWith({ topic: liveTopic('core', 'orders', live) });
    const plan = await planOf(topicSpec({ ...stated, unlisted_config: unlisted }), world);
    expect(leftAlone(plan, 'topic')).toEqual(['tags.team=a', ...overrides]);
  });
});

describe('tuning of an integration', () => {
  const rows: readonly (readonly [string, string | number])[] = [
    ['consumer_auto_offset_reset', 'latest'],
    ['consumer_fetch_max_bytes', 1],
    ['consumer_fetch_max_wait_ms', 1],
    ['consumer_fetch_min_bytes', 5],
    ['consumer_max_partition_fetch_bytes', 1],
    ['consumer_max_poll_records', 100],
    ['consumer_receive_buffer_bytes', 1],
    ['consumer_request_timeout_ms', 1],
    ['producer_batch_size', 1],
    ['producer_buffer_memory', 5_242_880],
    ['producer_compression_type', 'zstd'],
    ['producer_linger_ms', 1],
    ['producer_max_request_size', 1],
    ['producer_request_timeout_ms', 1],
    ['producer_send_buffer_bytes', 1],
    ['of_another_version', 'x'],
  ];
  const live = (field: string, value: string | number) =>
    worldWith({ flow: liveFlow({ enabled: true }), tuning: { [field]: value } });

  test.each(rows)('%s, not stated: stays', async (field, value) => {
    const plan = await planOf(flowSpec({}), live(field, value));
    expect(operations(plan, 'integration')).toEqual([]);
    expect(leftAlone(plan, 'integration')).toEqual([`${field}=${value}`]);
  });

  test.each(rows.slice(0, -1))('%s: null', async (field, value) => {
    const plan = await planOf(flowSpec({}, { [field]: null }), live(field, value));
    expect(operations(plan, 'integration')).toEqual([{ field, from: String(value), to: null }]);
    expect(leftAlone(plan, 'integration')).toEqual([]);
    const created = await planOf(flowSpec({}, { [field]: null }), worldWith({}));
    expect(operations(created, 'integration').map((operation) => operation.field)).not.toContain(field);
  });
});

describe('a field of an endpoint', () => {
  const secret = Secret.of('LIVE', 'a-secret-for-tests');
  type Optional = Exclude<EndpointField, 'bootstrap_servers' | 'security_protocol'>;
  const rows: {
    readonly [F in Optional]: {
      readonly live: EndpointConfig<Secret>[F];
      readonly shown: string;
      readonly spec: 'connection' | 'mirror';
      /** Left out: null changes nothing, since Aiven cannot clear it and nothing uses it. */
      readonly reset?: unknown;
    };
  } = {
    sasl_mechanism: { live: 'PLAIN', shown: 'PLAIN', spec: 'connection' },
    sasl_plain_username: { live: 'someone', shown: 'someone', spec: 'mirror', reset: null },
    sasl_plain_password: { live: secret, shown: 'set', spec: 'mirror', reset: null },
    ssl_ca_cert: { live: 'no certificate', shown: '', spec: 'connection', reset: null },
    ssl_client_cert: { live: secret, shown: 'set', spec: 'mirror', reset: null },
    ssl_client_key: { live: secret, shown: 'set', spec: 'mirror', reset: null },
    ssl_endpoint_identification_algorithm: { live: '', shown: '', spec: 'connection', reset: 'https' },
  };
  const live = (field: string, value: unknown) =>
    worldWith({
      endpoint: {
        ...liveEndpoint('onprem'),
        config: { bootstrap_servers: 'k:9093', security_protocol: 'SSL', [field]: value },
      },
    });

  test.each(Object.entries(rows))('%s, not stated: stays', async (field, row) => {
    const plan = await planOf(endpointSpec({}, {}), live(field, row.live));
    expect(operations(plan, 'endpoint')).toEqual([]);
    expect(leftAlone(plan, 'endpoint')).toEqual([`${field}=${row.shown}`]);
  });

  test.each(Object.entries(rows))('%s: null', async (field, row) => {
    const said = { [field]: null };
    const spec = row.spec === 'mirror' ? endpointSpec({}, said) : endpointSpec(said, {});
    const plan = await planOf(spec, live(field, row.live));
    const changed = operations(plan, 'endpoint').map(({ field: name, to }) => [name, to]);
    expect(changed).toEqual(row.reset === undefined ? [] : [[field, row.reset]]);
    expect(leftAlone(plan, 'endpoint')).toEqual([]);
  });

  test('is created with its default', async () => {
    const plan = await planOf(endpointSpec({}, {}), worldWith({}));
    expect(operations(plan, 'endpoint').map(({ field, to }) => [field, to])).toEqual([
      ['bootstrap_servers', 'k:9093'],
      ['security_protocol', 'SSL'],
      ['ssl_endpoint_identification_algorithm', 'https'],
    ]);
  });
});

function nulls(fields: readonly string[]): Readonly<Record<string, null>> {
  return Object.fromEntries(fields.map((field) => [field, null]));
}

const head = { version: 1, name: 'prod', project: 'acme' };

/** A flow between two Aiven services: nothing of it is derived. */
function flowSpec(settings: object, tuning?: object): string {
  return JSON.stringify({
    ...head,
    clusters: { core: { service: 'kafka-core' }, lab: { service: 'kafka-lab' } },
    mirrormaker: {
      'mm2-core': {
        flows: { 'onprem -> core': settings },
        ...(tuning === undefined ? {} : { clusters: { core: tuning } }),
      },
    },
  }).replaceAll('"lab"', '"onprem"');
}

function topicSpec(settings: object): string {
  return JSON.stringify({
    ...head,
    clusters: { core: { service: 'kafka-core', topics: { orders: settings } } },
  });
}

function endpointSpec(connection: object, mirror: object): string {
  const onprem = { bootstrap_servers: ['k:9093'], security_protocol: 'SSL', ...connection, mirror };
  return JSON.stringify({ ...head, clusters: { onprem } });
}

function worldWith(parts: {
  readonly flow?: ReturnType<typeof liveFlow>;
  readonly topic?: LiveTopic;
  readonly endpoint?: ReturnType<typeof liveEndpoint>;
  readonly tuning?: Readonly<Record<string, string | number>>;
}): Live {
  const { flow, topic, endpoint, tuning = {} } = parts;
  const attached = (alias: string, service: string) =>
    liveIntegration(alias, {
      source: { type: 'service', project: 'acme', service },
      tuning: alias === 'core' ? tuning : {},
    });
  const integrations =
    flow === undefined ? [] : [attached('core', 'kafka-core'), attached('onprem', 'kafka-lab')];
  return liveWorld({
    endpoints: new Map([['acme', known(endpoint === undefined ? [] : [endpoint])]]),
    mirrormakers: new Map([
      [
        'mm2-core',
        liveMirrorMaker({
          flows: known(flow === undefined ? [] : [flow]),
          integrations: known(integrations),
        }),
      ],
    ]),
    clusters: new Map([
      ['core', liveCluster('core', topic === undefined ? [] : [topic])],
      ['onprem', liveCluster('onprem')],
    ]),
  });
}

async function planOf(text: string, live: Live): Promise<Plan> {
  const loaded = await loadTexts({ 'kafka.yaml': text });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.findings));
  return buildPlan({ desired: desiredState(loaded.spec).desired, live, findings: [] });
}

function operations(plan: Plan, kind: string) {
  return plan.operations
    .filter((operation) => operation.kind === kind && operation.field !== 'source')
    .map(({ field, from, to }) => ({ field, from, to }));
}

function leftAlone(plan: Plan, kind: string): readonly string[] {
  return plan.leftAlone
    .filter(({ id, why }) => id.kind === kind && why === 'not-stated')
    .flatMap(({ fields = [] }) => fields.map(({ field, value }) => `${field}=${value}`));
}
