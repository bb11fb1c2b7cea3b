import { clusterAlias, type MirrorMakerConfig } from '../aiven/mirrormaker-config.ts';
import type { AivenEmulator } from '../aiven/start-aiven.ts';
import type { Flow } from '../aiven/state.ts';
import { type KafkaDistribution, kafkaDistribution } from '../kafka/distribution.ts';
import type { KafkaBridge, SandboxKafka } from '../kafka/sandbox-kafka.ts';
import type { ServiceLogin } from './cluster-login.ts';
import { integrationStatus } from './integration-status.ts';
import { type MirrorMakerProcess, startMirrorMaker } from './mirrormaker-process.ts';
import { mirrorMakerProperties, runningFlows } from './properties.ts';
import { serviceUser } from './service-user.ts';
import { type FlowPair, type MirrorMakerState, stateFromLog } from './state-from-log.ts';

export interface MirrorMakerServicesOptions {
  readonly aiven: AivenEmulator;
  /** The brokers behind the emulated Kafka services. */
  readonly services: readonly {
    readonly project: string;
    readonly name: string;
    readonly kafka: SandboxKafka;
    readonly bridge: KafkaBridge;
  }[];
  /** Of Apache Kafka; the brokers' unless told. */
  readonly version?: string;
  /** Seconds between two rounds of what MirrorMaker 2 repeats; 1 unless told, so that nobody waits for minutes. */
  readonly everySeconds?: number;
}

/** The processes behind all MirrorMaker services of the emulator. */
export interface MirrorMakerServices {
  /** One per service that runs: `project/service`. */
  processes(): ReadonlyMap<string, MirrorMakerProcess>;
  /** At once: what is on the way is lost. */
  stop(): Promise<void>;
}

/** How long a service waits after a change for the next one, so that an apply is one restart. */
const DEBOUNCE_MS = 400;
/** What ended by itself is started again, as a service manager does. */
const RESTART_MS = 3000;
const POLL_MS = 400;

/**
 * Runs Apache Kafka's `MirrorMaker` for every MirrorMaker service, configured only from the integrations, endpoints, flows and
 * settings that were written through the Aiven API: started with the first enabled flow between attached clusters,
 * restarted when its configuration changes, stopped with the last flow.
 *
 * Its state shows as the status of the integrations. An attached cluster without an enabled flow becomes active by the
 * emulator's timings alone: Aiven attaches it, and no MirrorMaker 2 logs in before there is a flow. So a wrong password shows
 * with the first flow. That Aiven checks the login before that is not published. From then on an integration is active
 * while the process runs all its flows and reaches the cluster.
 */
export function runMirrorMakerServices(options: MirrorMakerServicesOptions): MirrorMakerServices {
  const running = new Map<string, Supervisor>();
  const logins = serviceLogins(options);
  const unsubscribe = options.aiven.onMirrorMakerChange((config) => {
    const key = `${config.project}/${config.service}`;
    const supervisor = running.get(key) ?? new Supervisor(options, logins);
    running.set(key, supervisor);
    supervisor.changed(config);
  });
  return {
    processes: () =>
      new Map(
        [...running].flatMap(([key, { process }]) =>
          process === undefined ? [] : [[key, process] as const],
        ),
      ),
    stop: async () => {
      unsubscribe();
      await Promise.all([...running.values()].map((supervisor) => supervisor.stop()));
    },
  };
}

/** A user is made when it is needed first, so that a world without flows has none. */
function serviceLogins({ services }: MirrorMakerServicesOptions) {
  const made = new Map<string, Promise<ServiceLogin>>();
  return async (config: MirrorMakerConfig): Promise<ReadonlyMap<string, ServiceLogin>> => {
    const found = new Map<string, ServiceLogin>();
    for (const { source } of config.clusters) {
      if (source.type !== 'service') continue;
      const key = `${source.project}/${source.service}`;
      const behind = services.find(({ project, name }) => `${project}/${name}` === key);
      if (behind === undefined) continue;
      const login = made.get(key) ?? serviceUser(behind.kafka, behind.bridge);
      made.set(key, login);
      found.set(key, await login);
    }
    return found;
  };
}

/** One MirrorMaker service. Works off changes one by one, always with the newest configuration. */
class Supervisor {
  process: MirrorMakerProcess | undefined;
  readonly #options: MirrorMakerServicesOptions;
  readonly #logins: (config: MirrorMakerConfig) => Promise<ReadonlyMap<string, ServiceLogin>>;
  #config: MirrorMakerConfig | undefined;
  #properties: ReadonlyMap<string, string> = new Map();
  #flows: readonly FlowPair[] = [];
  #state: MirrorMakerState | undefined;
  #timer: NodeJS.Timeout | undefined;
  #poll: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(
    options: MirrorMakerServicesOptions,
    logins: (config: MirrorMakerConfig) => Promise<ReadonlyMap<string, ServiceLogin>>,
  ) {
    this.#options = options;
    this.#logins = logins;
  }

  /** From now on, what the running process says is of the past. */
  changed(config: MirrorMakerConfig): void {
    this.#config = config;
    clearInterval(this.#poll);
    this.#flows = flowPairs(config, (alias) => config.clusters.some((cluster) => cluster.alias === alias));
    this.#state = undefined;
    this.#show();
    this.#schedule(DEBOUNCE_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearInterval(this.#poll);
    await this.#work;
    await this.process?.kill();
  }

  #schedule(milliseconds: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#work = this.#work.then(() => this.#apply());
    }, milliseconds);
    this.#timer.unref();
  }

  async #apply(): Promise<void> {
    const config = this.#config;
    if (config === undefined || this.#stopped) return;
    const logins = await this.#logins(config);
    const properties = mirrorMakerProperties({
      config,
      services: (project, service) => logins.get(`${project}/${service}`),
      everySeconds: this.#options.everySeconds ?? 1,
    });
    this.#flows = flowPairs(config, (alias) => properties.has(`${alias}.bootstrap.servers`));
    this.#show();
    if (this.process?.running && sameProperties(properties, this.#properties)) {
      return this.#watch(this.process);
    }
    this.#properties = properties;
    await this.process?.stop();
    this.process = undefined;
    if (properties.size === 0 || this.#stopped) return;
    const process = await startMirrorMaker({
      distribution: await this.#distribution(),
      properties,
      name: config.service,
    });
    this.process = process;
    this.#watch(process);
    void process.exited.then(() => this.#ended(process));
  }

  #watch(process: MirrorMakerProcess): void {
    clearInterval(this.#poll);
    this.#poll = setInterval(() => void this.#look(process), POLL_MS);
    this.#poll.unref();
  }

  #distribution(): Promise<KafkaDistribution> {
    return kafkaDistribution(this.#options.version ?? this.#options.services[0]?.kafka.version);
  }

  async #look(process: MirrorMakerProcess): Promise<void> {
    const log = await process.log();
    if (process !== this.process || this.#stopped) return;
    const repeatMs = Math.max(10, 3 * (this.#options.everySeconds ?? 1)) * 1000;
    const state = stateFromLog(log, this.#flows, { now: Date.now(), repeatMs });
    // What ended by itself starts again, and what was wrong stays wrong until a flow runs.
    const news = state.running.length > 0 || state.clusterErrors.size > 0 || state.otherErrors.length > 0;
    if (news || this.#state === undefined) this.#state = state;
    this.#show();
  }

  async #ended(process: MirrorMakerProcess): Promise<void> {
    if (process !== this.process) return;
    clearInterval(this.#poll);
    await this.#look(process);
    this.#schedule(RESTART_MS);
  }

  #show(): void {
    const config = this.#config;
    if (config === undefined) return;
    const { project, service } = config;
    const { world } = this.#options.aiven;
    for (const integration of world.integrations(project, service)) {
      const alias = clusterAlias(world, integration);
      world.setIntegrationStatus(integration, integrationStatus(alias, this.#flows, this.#state));
    }
    const isOf = (flow: Flow) => (pair: FlowPair) =>
      pair.source === flow.source_cluster && pair.target === flow.target_cluster;
    for (const flow of config.flows) {
      const copies = this.#state?.running.some(isOf(flow)) ?? false;
      world.setFlowProgress(project, service, flow, this.#flows.some(isOf(flow)) ? Number(copies) : 0);
    }
  }
}

function flowPairs(config: MirrorMakerConfig, attached: (alias: string) => boolean): readonly FlowPair[] {
  return runningFlows(config, attached).map((flow) => ({
    source: flow.source_cluster,
    target: flow.target_cluster,
  }));
}

function sameProperties(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([name, value]) => other.get(name) === value);
}
