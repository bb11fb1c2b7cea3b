import { MemoryBackend } from '../../../sandbox/aiven/memory-backend.ts';
import { type AivenEmulator, startAiven } from '../../../sandbox/aiven/start-aiven.ts';
import type { Switches } from '../../../sandbox/aiven/switches.ts';
import type { Aiven } from '../../../src/aiven/aiven.ts';
import { connectAiven } from '../../../src/aiven/connect.ts';
import { applyPlan } from '../../../src/apply/apply-plan.ts';
import { type Completed, completeSpec } from '../../../src/import/complete-spec.ts';
import { type Imported, importProject } from '../../../src/import/import-project.ts';
import { type LoadResult, loadSpec } from '../../../src/lint/load-spec.ts';
import { unknown } from '../../../src/model/reading.ts';
import { Secret } from '../../../src/model/secret.ts';
import { WriteGate } from '../../../src/model/write-gate.ts';
import type { Outcome } from '../../../src/plan/outcome.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { makePlan, type Planned } from '../../../src/run/systems/make-plan.ts';
import type { ExternalAccess } from '../../../src/run/systems/read-live.ts';
import { recordedSystems } from '../../../src/run/systems/recorded.ts';
import { writersFor } from '../../../src/run/systems/writers.ts';
import type { Spec } from '../../../src/spec/spec.ts';
import { VirtualClock } from '../aiven/virtual-clock.ts';
import { neverCancelled } from '../never-cancelled.ts';
import { bookOf } from '../secret-book.ts';
import { unhindered } from '../unhindered.ts';
import type { EstateDraft } from './estate-draft.ts';

export const project = 'acme-prod';

const quiet = { info: () => undefined };

/** An emulated Aiven that holds what the draft says, with the action's own import, planner and writers. */
export class EstateStage {
  readonly emulator: AivenEmulator;
  readonly aiven: Aiven;
  readonly #clock: VirtualClock;

  private constructor(emulator: AivenEmulator, clock: VirtualClock) {
    this.emulator = emulator;
    this.#clock = clock;
    this.aiven = connectAiven({
      secrecy: bookOf(),
      token: Secret.of('AIVEN_TOKEN', 'token-for-tests-only'),
      baseUrl: emulator.url,
      cancelled: neverCancelled,
      clock,
      progress: () => undefined,
    });
  }

  static async open(draft: EstateDraft, switches: Partial<Switches> = {}): Promise<EstateStage> {
    const clock = new VirtualClock();
    const backends = new Map(draft.kafka.map(({ name }) => [name, new MemoryBackend({ brokers: 3 })]));
    const emulator = await startAiven({
      token: 'token-for-tests-only',
      projects: [{ name: project }],
      services: [
        ...[...backends].map(([name, backend]) => ({ type: 'kafka', project, name, backend }) as const),
        ...draft.mirrormakers.map(
          ({ name, userConfig }) => ({ type: 'kafka_mirrormaker', project, name, userConfig }) as const,
        ),
      ],
      switches,
      aclLimit: 20_000,
      now: () => clock.monotonic(),
      sleep: (milliseconds) => clock.sleep(milliseconds),
    });
    await put(emulator, backends, draft);
    await clock.sleep(120_000);
    return new EstateStage(emulator, clock);
  }

  import(options: { readonly folder?: string } = {}): Promise<Imported> {
    return importProject({
      project,
      folder: options.folder ?? 'kafka',
      reader: this.aiven,
      planOf: async ({ spec, checks }, estate) =>
        (await makePlan({ out: quiet }, spec, recordedSystems(estate, spec), checks)).plan,
      progress: () => undefined,
    });
  }

  /** These files, completed with what is there. */
  async complete(files: ReadonlyMap<string, string>): Promise<Completed> {
    const loaded = await loadFiles(files);
    if (!loaded.ok) throw new Error(`not valid: ${JSON.stringify(loaded.findings)}`);
    return completeSpec({
      existing: {
        loaded,
        files: new Map([...files].filter(([path]) => path.endsWith('.yaml'))),
        readReference: async (path) => {
          const text = files.get(path);
          return text === undefined
            ? { ok: false, problem: 'is not there' }
            : { ok: true, content: new TextEncoder().encode(text) };
        },
      },
      folder: 'kafka',
      reader: this.aiven,
      planOf: async ({ spec, checks }, estate) =>
        (await makePlan({ out: quiet }, spec, recordedSystems(estate, spec), checks)).plan,
      progress: () => undefined,
    });
  }

  /** Of these files, against what is there now. */
  async plan(files: ReadonlyMap<string, string>): Promise<Plan> {
    return (await this.planned(files)).plan;
  }

  /** The same, with what was read for it; `written` is the spec without what its flows really have. */
  async planned(files: ReadonlyMap<string, string>): Promise<Planned & { readonly written: Spec }> {
    const loaded = await loadFiles(files);
    if (!loaded.ok) throw new Error(`not valid: ${JSON.stringify(loaded.findings)}`);
    const systems = { aiven: this.aiven, ...closedTo(loaded.spec) };
    return { ...(await makePlan({ out: quiet }, loaded.spec, systems, loaded.checks)), written: loaded.spec };
  }

  /** Until caches of the services are over. */
  async settle(): Promise<void> {
    await this.#clock.sleep(120_000);
  }

  async apply(files: ReadonlyMap<string, string>): Promise<Outcome> {
    const loaded = await loadFiles(files);
    if (!loaded.ok) throw new Error(`not valid: ${JSON.stringify(loaded.findings)}`);
    const systems = { aiven: this.aiven, ...closedTo(loaded.spec), writeGate: new WriteGate() };
    return applyPlan({
      ...unhindered,
      plan: (await makePlan({ out: quiet }, loaded.spec, systems, loaded.checks)).plan,
      writers: writersFor({ spec: loaded.spec, ...systems }),
      clock: this.#clock,
      progress: () => undefined,
      cancelled: neverCancelled,
      patienceMs: { late: 300_000, soon: 90_000 },
    });
  }

  stop(): Promise<void> {
    return this.emulator.stop();
  }
}

export function loadFiles(files: ReadonlyMap<string, string>): Promise<LoadResult> {
  const bytes = new Map([...files].map(([path, text]) => [path, new TextEncoder().encode(text)]));
  return loadSpec({
    files: new Map([...bytes].filter(([path]) => path.endsWith('.yaml'))),
    readReference: async (path) => {
      const content = bytes.get(path);
      return content === undefined ? { ok: false, problem: 'is not there' } : { ok: true, content };
    },
    secret: () => undefined,
  });
}

function closedTo({ clusters }: Spec) {
  const reason = unknown('not-contacted', 'not in this test');
  const closed: ExternalAccess = { state: 'closed', reason };
  const none = new Map([...clusters.keys()].map((key) => [key, closed]));
  return { external: none, mirrors: none };
}

async function put(
  { world }: AivenEmulator,
  backends: ReadonlyMap<string, MemoryBackend>,
  draft: EstateDraft,
): Promise<void> {
  for (const { name, userConfig } of draft.endpoints) world.addEndpoint(project, name, userConfig);
  for (const { name: service, topics, kafkaAcls, aivenAcls } of draft.kafka) {
    const backend = backends.get(service);
    for (const { name, partitions, replication, config, tags, description, owner } of topics) {
      await backend?.createTopic({ name, partitions, replication, config });
      world.setTopicLabels(project, service, name, { tags, description, ownerUserGroupId: owner });
    }
    for (const acl of kafkaAcls) await backend?.createAcl(acl);
    for (const acl of aivenAcls) world.addAivenAcl(project, service, acl);
  }
  for (const { name: service, integrations, flows } of draft.mirrormakers) {
    for (const { alias, from, tuning } of integrations) {
      const endpoint = world.endpoint(project, from);
      const source =
        endpoint === undefined
          ? ({ type: 'service', project, service: from } as const)
          : ({ type: 'endpoint', project, endpointId: endpoint.id } as const);
      world.addIntegration(project, service, source, {
        ...(alias === undefined ? {} : { cluster_alias: alias }),
        kafka_mirrormaker: tuning,
      });
    }
    world.setFlows(project, service, flows);
  }
}
