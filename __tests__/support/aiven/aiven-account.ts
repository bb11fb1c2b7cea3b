import { afterEach } from '@jest/globals';
import { MemoryBackend } from '../../../sandbox/aiven/memory-backend.ts';
import { type AivenEmulator, type AivenOptions, startAiven } from '../../../sandbox/aiven/start-aiven.ts';
import type { Aiven } from '../../../src/aiven/aiven.ts';
import { connectAiven } from '../../../src/aiven/connect.ts';
import type { AivenAcl } from '../../../src/model/aiven-acl.ts';
import type { Endpoint, EndpointConfig, EndpointField } from '../../../src/model/endpoint.ts';
import type { Flow, FlowField, FlowSettings } from '../../../src/model/flow.ts';
import type { Integration, IntegrationSource } from '../../../src/model/integration.ts';
import type { KafkaAcl, KafkaAclId } from '../../../src/model/kafka-acl.ts';
import type { Reading } from '../../../src/model/reading.ts';
import type { IdOf, Kind, LiveOf } from '../../../src/model/resource.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Topic } from '../../../src/model/topic.ts';
import type { ResourceWriter } from '../../../src/model/writer.ts';
import { neverCancelled } from '../never-cancelled.ts';
import { bookOf } from '../secret-book.ts';
import { provenance } from './changes.ts';
import { VirtualClock } from './virtual-clock.ts';

export const project = 'acme';
export const core = { project, service: 'kafka-core' };
export const mm2 = { project, service: 'mm2' };

export interface Account {
  readonly emulator: AivenEmulator;
  readonly backend: MemoryBackend;
  readonly aiven: Aiven;
  readonly clock: VirtualClock;
  readonly lines: readonly string[];
}

const emulators: AivenEmulator[] = [];
afterEach(async () => {
  await Promise.all(emulators.splice(0).map((emulator) => emulator.stop()));
});

/**
 * A project with a Kafka and a MirrorMaker service, and the adapter connected to it, in virtual time. Stopped after the
 * test.
 */
export async function openAccount(
  options: Partial<AivenOptions> & { readonly sentToken?: string; readonly clock?: VirtualClock } = {},
): Promise<Account> {
  const { sentToken, clock = new VirtualClock(), ...rest } = options;
  const backend = new MemoryBackend({ brokers: 3 });
  const lines: string[] = [];
  const emulator = await startAiven({
    token: 'token-for-tests-only',
    services: [
      { type: 'kafka', project, name: core.service, backend },
      { type: 'kafka_mirrormaker', project, name: mm2.service },
    ],
    now: () => clock.monotonic(),
    sleep: (milliseconds) => clock.sleep(milliseconds),
    ...rest,
  });
  emulators.push(emulator);
  const aiven = connectAiven({
    secrecy: bookOf(),
    token: Secret.of('AIVEN_TOKEN', sentToken ?? 'token-for-tests-only'),
    baseUrl: emulator.url,
    cancelled: neverCancelled,
    clock,
    progress: (line) => lines.push(line),
  });
  return { emulator, backend, aiven, clock, lines };
}

/** Reads back as the apply does: again and again until what is hoped for is there, for a minute. */
export async function eventually<K extends Kind>(
  { clock }: Account,
  writer: ResourceWriter<K>,
  id: IdOf<K>,
  wanted: (live: LiveOf<K> | undefined) => boolean,
): Promise<LiveOf<K> | undefined> {
  let last: Reading<LiveOf<K> | undefined> | undefined;
  for (let waited = 0; waited <= 60_000; waited += 500) {
    [last] = await writer.readBack([id]);
    if (last?.state === 'known' && wanted(last.value)) return last.value;
    await clock.sleep(500);
  }
  throw new Error(
    `not read back within a minute: ${JSON.stringify(last, (_, value) => (value instanceof Map ? [...value] : value))}`,
  );
}

export function knownValue<T>(reading: Reading<T> | undefined): T {
  if (reading?.state === 'known') return reading.value;
  throw new Error(`not known: ${JSON.stringify(reading)}`);
}

export function endpoint(name: string, config: Partial<EndpointConfig<Secret>> = {}): Endpoint {
  const all: EndpointConfig<Secret> = {
    bootstrap_servers: 'kafka-1.corp.example:9093,kafka-2.corp.example:9093',
    security_protocol: 'SASL_SSL',
    sasl_mechanism: 'SCRAM-SHA-512',
    sasl_plain_username: 'aiven-mm2',
    sasl_plain_password: Secret.of('ONPREM_PASSWORD', 'password-for-tests-only'),
    ssl_ca_cert: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
    ssl_endpoint_identification_algorithm: 'https',
    ...config,
  };
  return {
    id: { kind: 'endpoint', project, name },
    config: all,
    stated: new Set(Object.keys(all) as EndpointField[]), // its own keys
    provenance,
  };
}

export function integration(
  cluster: string,
  source: IntegrationSource,
  tuning: Readonly<Record<string, string | number | null>> = {},
): Integration {
  return { id: { kind: 'integration', ...mm2, cluster }, source, tuning, provenance };
}

export const flowDefaults: FlowSettings = {
  enabled: true,
  topics: ['edge\\.readings', 'edge\\.alerts\\..*'],
  topics_exclude: ['.*\\.internal', '__.*'],
  replication_policy: 'identity',
  replication_factor: 3,
  offset_syncs_topic_location: 'source',
  sync_group_offsets_enabled: true,
  sync_group_offsets_interval_seconds: 60,
  emit_heartbeats_enabled: true,
  emit_backward_heartbeats_enabled: false,
  exactly_once_delivery_enabled: true,
  config_properties_exclude: ['min\\.insync\\.replicas', 'follower\\..*'],
  offset_lag_max: 10,
  follower_fetching_enabled: true,
};

export function flow(source: string, target: string, settings: Partial<FlowSettings> = {}): Flow {
  const all = { ...flowDefaults, ...settings };
  return {
    id: { kind: 'flow', ...mm2, source, target },
    settings: all,
    stated: new Set(Object.keys(all) as FlowField[]), // its own keys
    provenance,
  };
}

export function topic(name: string, parts: Partial<Omit<Topic, 'id'>> = {}): Topic {
  return {
    id: { kind: 'topic', cluster: 'core', name },
    partitions: 3,
    replication: 3,
    config: new Map(),
    protect: false,
    unlistedConfig: 'report',
    provenance,
    ...parts,
  };
}

export function kafkaAcl(parts: Partial<Omit<KafkaAclId, 'kind' | 'cluster'>> = {}): KafkaAcl {
  return {
    id: {
      kind: 'kafka-acl',
      cluster: 'core',
      principal: 'User:svc-audit',
      host: '*',
      resourceType: 'Topic',
      resourceName: 'orders.',
      patternType: 'PREFIXED',
      operation: 'Read',
      permission: 'ALLOW',
      ...parts,
    },
    provenance,
  };
}

export function aivenAcl(username: string, topicPattern = 'orders.*'): AivenAcl {
  return {
    id: { kind: 'aiven-acl', cluster: 'core', username, topic: topicPattern, permission: 'read' },
    provenance,
  };
}
