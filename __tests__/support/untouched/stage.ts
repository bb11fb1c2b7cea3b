import { MemoryBackend } from '../../../sandbox/aiven/memory-backend.ts';
import type { Role } from '../../../sandbox/aiven/permissions.ts';
import { type AivenEmulator, type AivenOptions, startAiven } from '../../../sandbox/aiven/start-aiven.ts';
import type { IntegrationSource } from '../../../sandbox/aiven/state.ts';
import { connectAiven } from '../../../src/aiven/connect.ts';
import { applyPlan } from '../../../src/apply/apply-plan.ts';
import { loadSpec } from '../../../src/lint/load-spec.ts';
import { unknown } from '../../../src/model/reading.ts';
import { Secret } from '../../../src/model/secret.ts';
import { WriteGate } from '../../../src/model/write-gate.ts';
import type { Outcome } from '../../../src/plan/outcome.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { makePlan } from '../../../src/run/systems/make-plan.ts';
import type { ExternalAccess } from '../../../src/run/systems/read-live.ts';
import type { Systems } from '../../../src/run/systems/systems.ts';
import { writersFor } from '../../../src/run/systems/writers.ts';
import type { Spec } from '../../../src/spec/spec.ts';
import { VirtualClock } from '../aiven/virtual-clock.ts';
import { neverCancelled } from '../never-cancelled.ts';
import { bookOf } from '../secret-book.ts';
import { unhindered } from '../unhindered.ts';
import { bystanders, type IntegrationDraft, type LiveDraft, type WorldDraft } from './drafts.ts';
import { secrets } from './secrets.ts';

const project = 'acme';
const token: { readonly [R in Role]: string } = {
  admin: 'token-for-tests-only',
  operator: 'token-of-an-operator',
  developer: 'token-of-a-developer',
  read_only: 'token-that-reads-only',
};

export type Surroundings = Pick<Partial<AivenOptions>, 'switches' | 'timings'> & {
  readonly clock?: VirtualClock;
  /** Of the user of the token that is sent; that of an admin unless told. */
  readonly role?: Role;
};

/** The action's own planner and writers against an emulated Aiven that holds what the draft says. */
export class Stage {
  readonly aiven: AivenEmulator;
  readonly backend: MemoryBackend;
  readonly #clock: VirtualClock;
  readonly #spec: Spec;
  readonly #systems: Systems;

  private constructor(
    aiven: AivenEmulator,
    backend: MemoryBackend,
    clock: VirtualClock,
    spec: Spec,
    sent: string,
  ) {
    this.aiven = aiven;
    this.backend = backend;
    this.#clock = clock;
    this.#spec = spec;
    const closed: ExternalAccess = { state: 'closed', reason: unknown('not-managed', 'not here') };
    const outside = [...spec.clusters.values()].filter(({ type }) => type === 'external');
    const none = new Map(outside.map(({ key }) => [key, closed]));
    const connected = connectAiven({
      secrecy: bookOf(),
      token: Secret.of('AIVEN_TOKEN', sent),
      baseUrl: aiven.url,
      cancelled: neverCancelled,
      clock,
      progress: () => undefined,
    });
    this.#systems = {
      aiven: connected,
      external: none,
      mirrors: none,
      writeGate: new WriteGate(),
      close: async () => undefined,
    };
  }

  static async open(draft: WorldDraft, surroundings: Surroundings = {}): Promise<Stage> {
    const { clock = new VirtualClock(), switches = {}, role = 'admin', ...options } = surroundings;
    const spec = await load(draft.spec);
    const backend = new MemoryBackend({ brokers: 3 });
    const kafka = (name: string, holds = new MemoryBackend({ brokers: 3 })) =>
      ({ type: 'kafka', project, name, backend: holds }) as const;
    const aiven = await startAiven({
      token: token.admin,
      moreTokens: [
        { token: token.operator, role: 'operator' },
        { token: token.developer, role: 'developer' },
        { token: token.read_only, role: 'read_only' },
      ],
      services: [
        kafka('kafka-core', backend),
        kafka('kafka-other'),
        kafka('kafka-third'),
        { type: 'kafka_mirrormaker', project, name: 'mm2' },
      ],
      switches: {
        ...switches,
        ...(draft.alternative === undefined ? {} : Object.fromEntries([draft.alternative])),
      },
      newerKeys: {
        'endpoint/userConfig': ['newer', 'newer_secret'],
        'integration/userConfig': ['newer', 'kafka_mirrormaker.consumer_newer'],
      },
      now: () => clock.monotonic(),
      sleep: (milliseconds) => clock.sleep(milliseconds),
      ...options,
    });
    const stage = new Stage(aiven, backend, clock, spec, token[role]);
    aiven.world.addEndpoint(project, 'spare-kafka', {
      bootstrap_servers: 'spare.example:9092',
      security_protocol: 'PLAINTEXT',
    });
    for (const live of [bystanders, draft.live]) await stage.#put(live);
    return stage;
  }

  /** The plan of the action, once everything that was under way has settled. */
  async plan(): Promise<Plan> {
    await this.#clock.sleep(60_000);
    const out = { info: () => undefined };
    const checks = { findings: [], lint: () => [] };
    return (await makePlan({ out }, this.#spec, this.#systems, checks)).plan;
  }

  apply(plan: Plan): Promise<Outcome> {
    return applyPlan({
      ...unhindered,
      plan,
      writers: writersFor({ spec: this.#spec, ...this.#systems }),
      clock: this.#clock,
      progress: () => undefined,
      cancelled: neverCancelled,
      patienceMs: { late: 300_000, soon: 90_000 },
    });
  }

  /** Somebody else sets something that no spec here states, on everything that can hold it. */
  async changeForeign(): Promise<void> {
    const { world } = this.aiven;
    for (const endpoint of world.endpoints(project))
      world.setEndpointUserConfig(endpoint, { ...endpoint.userConfig, newer: 'changed' });
    for (const integration of world.allIntegrations()) {
      const { kafka_mirrormaker: tuning, ...rest } = integration.userConfig;
      const changed = { ...Object(tuning), consumer_newer: 'changed', producer_send_buffer_bytes: 4096 };
      world.setIntegrationUserConfig(integration, { ...rest, kafka_mirrormaker: changed });
    }
    for (const flow of world.flows(project, 'mm2'))
      world.setFlow(project, 'mm2', { ...flow, offset_lag_max: 77 });
    for (const { name } of await this.backend.listTopics()) {
      await this.backend.alterTopicConfig(name, { 'segment.jitter.ms': '77' });
      world.setTopicLabels(project, 'kafka-core', name, { ownerUserGroupId: 'group-77' });
    }
  }

  async close(): Promise<void> {
    await this.aiven.stop();
  }

  async #put(live: LiveDraft): Promise<void> {
    const { world } = this.aiven;
    for (const { name, partitions, config, tags, description, owner } of live.topics ?? []) {
      await this.backend.createTopic({ name, partitions, replication: 3, config });
      world.setTopicLabels(project, 'kafka-core', name, { tags, description, ownerUserGroupId: owner });
    }
    for (const acl of live.aivenAcls ?? []) world.addAivenAcl(project, 'kafka-core', acl);
    for (const acl of live.kafkaAcls ?? []) {
      const { permission, operation, ...rest } = acl;
      await this.backend.createAcl({
        ...rest,
        host: '*',
        resourceType: 'TOPIC',
        patternType: 'LITERAL',
        operation: operation.toUpperCase(),
        permission,
      });
    }
    for (const { name, userConfig } of live.endpoints ?? []) world.addEndpoint(project, name, userConfig);
    for (const { alias, from, tuning, others } of live.integrations ?? []) {
      const userConfig = { cluster_alias: alias, ...others, kafka_mirrormaker: tuning };
      world.addIntegration(project, 'mm2', this.#source(from), userConfig);
    }
    // Also where a draft lists one twice.
    const flows = (live.flows ?? []).map((flow) => ({ ...seed, ...flow }));
    world.setFlows(project, 'mm2', [...world.flows(project, 'mm2'), ...flows]);
  }

  #source(from: IntegrationDraft['from']): IntegrationSource {
    const endpoint = this.aiven.world.endpoint(project, from);
    return endpoint === undefined
      ? { type: 'service', project, service: from }
      : { type: 'endpoint', project, endpointId: endpoint.id };
  }
}

const seed = { source_cluster: '', target_cluster: '', enabled: false };

async function load(spec: object): Promise<Spec> {
  const result = await loadSpec({
    files: new Map([['kafka.yaml', new TextEncoder().encode(JSON.stringify(spec))]]),
    readReference: async () => ({ ok: false, problem: 'is not there' }),
    secret: (name) => new Map(Object.entries(secrets)).get(name),
  });
  if (result.ok) return result.spec;
  throw new Error(`The draft's spec is not valid: ${JSON.stringify(result.findings)}`);
}
