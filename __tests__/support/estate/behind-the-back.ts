import fc from 'fast-check';
import type { AivenEmulator } from '../../../sandbox/aiven/start-aiven.ts';
import type { KafkaService } from '../../../sandbox/aiven/state.ts';
import { type KafkaBackend, KafkaBackendError } from '../../../sandbox/kafka-backend.ts';
import type { EstateDraft } from './estate-draft.ts';

/** One thing that somebody does in the console, with `avn` or with Kafka's own tools. Knows nothing of specs. */
export interface Poke {
  readonly does: keyof typeof pokes;
  /** Which of what is there, and with which value. */
  readonly which: number;
  readonly value: number;
}

interface Place {
  readonly world: AivenEmulator['world'];
  readonly project: string;
  readonly draft: EstateDraft;
}

type Does = (place: Place, which: number, value: number) => Promise<void> | void;

function one<T>(all: readonly T[], which: number): T | undefined {
  return all[which % Math.max(1, all.length)];
}

function kafkaAt({ world, project, draft }: Place, which: number): KafkaService | undefined {
  const name = one(draft.kafka, which)?.name;
  return name === undefined ? undefined : world.kafka(project, name);
}

async function topicAt(place: Place, which: number): Promise<readonly [KafkaBackend, string] | undefined> {
  const backend = kafkaAt(place, which)?.backend;
  const names = (await backend?.listTopics()) ?? [];
  const name = one(
    names.filter(({ internal }) => !internal).map((topic) => topic.name),
    Math.floor(which / 7),
  );
  return backend === undefined || name === undefined ? undefined : [backend, name];
}

const configs = [
  (value: number) => ({ 'retention.ms': String(3_600_000 * (1 + (value % 2_000))) }),
  (value: number) => ({ 'max.message.bytes': String(1_000 + (value % 900_000)) }),
  (value: number) => ({ 'cleanup.policy': ['compact', 'delete', 'compact,delete'][value % 3] ?? 'delete' }),
  (value: number) => ({ 'compression.type': ['zstd', 'gzip', 'producer'][value % 3] ?? 'zstd' }),
  () => ({ 'retention.ms': null }),
  () => ({ 'cleanup.policy': null }),
];

const operations = ['READ', 'WRITE', 'DESCRIBE', 'ALL'];

function flowAt({ world, project, draft }: Place, which: number) {
  const service = one(draft.mirrormakers, which)?.name;
  const flow = service === undefined ? undefined : one(world.flows(project, service), Math.floor(which / 3));
  return service === undefined || flow === undefined ? undefined : { service, flow };
}

const pokes = {
  config: async (place, which, value) => {
    const [backend, name] = (await topicAt(place, which)) ?? [];
    const config = one(configs, value)?.(value);
    if (backend !== undefined && name !== undefined && config !== undefined)
      await backend.alterTopicConfig(name, config);
  },
  partitions: async (place, which, value) => {
    const [backend, name] = (await topicAt(place, which)) ?? [];
    const before = (await backend?.listTopics())?.find((topic) => topic.name === name)?.partitions ?? 0;
    if (backend !== undefined && name !== undefined)
      await backend.createPartitions(name, before + 1 + (value % 3));
  },
  'topic goes': async (place, which) => {
    const [backend, name] = (await topicAt(place, which)) ?? [];
    if (backend !== undefined && name !== undefined) await backend.deleteTopic(name);
  },
  'topic comes': async (place, which, value) => {
    const service = kafkaAt(place, which);
    const config = { 'retention.ms': String(1 + (value % 100_000)) };
    await service?.backend.createTopic({
      name: `made-by-hand-${value % 50}`,
      partitions: 2,
      replication: 3,
      config,
    });
  },
  labels: async (place, which, value) => {
    const service = kafkaAt(place, which);
    const [, name] = (await topicAt(place, which)) ?? [];
    if (service === undefined || name === undefined) return;
    place.world.setTopicLabels(place.project, service.name, name, {
      tags: value % 3 === 0 ? [] : [{ key: ['team', 'tier'][value % 2] ?? '', value: `v${value % 4}` }],
      description: value % 5 === 0 ? null : `Set by hand, ${value % 9}: "quoted" # and more`,
      ownerUserGroupId: value % 4 === 0 ? null : `ug${value % 3}`,
    });
  },
  'acl comes': async (place, which, value) => {
    const backend = kafkaAt(place, which)?.backend;
    const known = one((await backend?.listAcls()) ?? [], value);
    await backend?.createAcl({
      principal: known?.principal ?? 'User:by-hand',
      host: value % 5 === 0 ? '10.0.0.1' : '*',
      resourceType: 'TOPIC',
      resourceName: value % 4 === 0 ? '*' : `by-hand-${value % 7}`,
      patternType: 'LITERAL',
      operation: one(operations, value) ?? 'READ',
      permission: value % 6 === 0 ? 'DENY' : 'ALLOW',
    });
  },
  'acl goes': async (place, which, value) => {
    const backend = kafkaAt(place, which)?.backend;
    const acl = one((await backend?.listAcls()) ?? [], value);
    if (acl !== undefined) await backend?.deleteAcl(acl);
  },
  'aiven acl comes': (place, which, value) => {
    const service = kafkaAt(place, which);
    if (service === undefined) return;
    const username =
      one(
        service.aivenAcls.filter(({ id }) => id !== 'default'),
        value,
      )?.username ?? 'by-hand';
    const permission = (['read', 'write', 'readwrite', 'admin'] as const)[value % 4] ?? 'read';
    const acl = { username, topic: `by-hand-${value % 5}*`, permission };
    const isThere = service.aivenAcls.some((each) =>
      (['username', 'topic', 'permission'] as const).every((key) => each[key] === acl[key]),
    );
    if (!isThere) place.world.addAivenAcl(place.project, service.name, acl);
  },
  'aiven acl goes': (place, which, value) => {
    const service = kafkaAt(place, which);
    const acl = one(service?.aivenAcls.filter(({ id }) => id !== 'default') ?? [], value);
    if (service !== undefined && acl !== undefined)
      place.world.deleteAivenAcl(place.project, service.name, acl.id);
  },
  flow: (place, which, value) => {
    const at = flowAt(place, which);
    if (at === undefined) return;
    const change = [
      { enabled: !at.flow.enabled },
      { topics: [`by-hand-${value % 5}\\..*`] },
      { sync_group_offsets_enabled: value % 2 === 0 },
      { sync_group_offsets_interval_seconds: 10 + (value % 50) },
      { emit_heartbeats_enabled: value % 2 === 0 },
      { replication_factor: 1 + (value % 3) },
      { config_properties_exclude: `by\\.hand\\.${value % 3}` },
    ][value % 7];
    place.world.setFlow(place.project, at.service, { ...at.flow, ...change });
  },
  'flow goes': (place, which) => {
    const at = flowAt(place, which);
    if (at === undefined) return;
    const { source_cluster: source, target_cluster: target } = at.flow;
    place.world.deleteFlow(place.project, at.service, String(source), String(target));
  },
  tuning: (place, which, value) => {
    const service = one(place.draft.mirrormakers, which)?.name;
    if (service === undefined) return;
    const integration = one(place.world.integrations(place.project, service), value);
    if (integration === undefined) return;
    const tuning: unknown = integration.userConfig['kafka_mirrormaker'];
    place.world.setIntegrationUserConfig(integration, {
      ...integration.userConfig,
      kafka_mirrormaker: {
        ...(typeof tuning === 'object' ? tuning : {}),
        ...(value % 2 === 0
          ? { consumer_max_poll_records: 100 + (value % 900) }
          : { producer_linger_ms: value % 500 }),
      },
    });
  },
  endpoint: (place, which, value) => {
    const endpoint = one(place.world.endpoints(place.project), which);
    if (endpoint === undefined) return;
    const change = [
      { sasl_plain_username: `by-hand-${value % 3}` },
      { bootstrap_servers: `by-hand-${value % 3}.example:9093` },
      { security_protocol: 'SSL' },
    ][value % 3];
    place.world.setEndpointUserConfig(endpoint, { ...endpoint.userConfig, ...change });
  },
  setting: (place, which, value) => {
    const draft = one(place.draft.mirrormakers, which);
    if (draft === undefined) return;
    place.world.setServiceUserConfig(place.project, draft.name, {
      ...draft.userConfig,
      kafka_mirrormaker: {
        sync_group_offsets_enabled: value % 2 === 0,
        refresh_topics_interval_seconds: 600 + (value % 9),
        groups: `g${value % 3}.*`,
      },
    });
  },
} satisfies Readonly<Record<string, Does>>;

const names = Object.keys(pokes) as readonly (keyof typeof pokes)[]; // its own keys

export const randomPokes: fc.Arbitrary<readonly Poke[]> = fc.array(
  fc.record({ does: fc.constantFrom(...names), which: fc.nat(10_000), value: fc.nat(10_000) }),
  { minLength: 4, maxLength: 14 },
);

/** What a broker refuses did not happen. */
export async function poke(place: Place, { does, which, value }: Poke): Promise<void> {
  try {
    await pokes[does](place, which, value);
  } catch (error) {
    if (!(error instanceof KafkaBackendError)) throw error;
  }
}
