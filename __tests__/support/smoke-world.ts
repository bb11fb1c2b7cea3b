import { randomBytes } from 'node:crypto';
import { MemoryBackend } from '../../sandbox/aiven/memory-backend.ts';
import { type AivenEmulator, startAiven } from '../../sandbox/aiven/start-aiven.ts';
import type { Switches, SwitchName } from '../../sandbox/aiven/switches.ts';
import { realisticTimings, type Timings } from '../../sandbox/aiven/timings.ts';
import { runSmoke, type Smoked, type SmokeOptions } from '../../smoke/run-smoke.ts';
import { VirtualClock } from './aiven/virtual-clock.ts';

/** Switches that no answer can tell while others stand so. */
function untold(switches: Switches): ReadonlySet<SwitchName> {
  const { v2Route, redaction, clusterAliasChange, duplicateAlias, integrationWithFlows } = switches;
  const nobodyRefuses =
    clusterAliasChange === 'allow' && duplicateAlias === 'allow' && integrationWithFlows === 'allow';
  return new Set<SwitchName>([
    ...(v2Route === 'there' ? [] : (['v2WhileStale', 'v2Values'] as const)),
    ...(redaction === 'on' ? [] : (['operatorSecrets'] as const)),
    ...(nobodyRefuses ? (['generatedAlias'] as const) : []),
  ]);
}

/** Where unknown keys are ignored, the aliases in a PUT of a flow are, too. */
function effective(switches: Switches): Switches {
  return switches.unknownProperties === 'ignore' ? { ...switches, flowAliasesInPut: 'ignore' } : switches;
}

/** What a call of both kinds finds out. */
export function tellable(switches: Switches): Partial<Switches> {
  const skipped = untold(switches);
  return Object.fromEntries(
    Object.entries(effective(switches)).filter(([name]) => !skipped.has(name as SwitchName)), // its own keys
  );
}

export interface SmokeWorld {
  readonly aiven: AivenEmulator;
  readonly backends: readonly MemoryBackend[];
  readonly project: string;
  readonly scratch: { readonly kafka: string; readonly mirrormaker: string };
  readonly empty: MemoryBackend;
  /** The MirrorMaker 2 service that is only read. */
  readonly elsewhere: string;
  readonly hidden: readonly string[];
  /** With the steps that write, unless told otherwise; `more` goes over what it is called with. */
  smoke(options?: { readonly reads?: boolean; readonly more?: Partial<SmokeOptions> }): Promise<Smoked>;
  /** Lets time go by. */
  pass(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startSmokeWorld(
  switches: Partial<Switches>,
  timings: Partial<Timings> = {},
): Promise<SmokeWorld> {
  const clock = new VirtualClock();
  const word = () => `w${randomBytes(6).toString('hex')}`;
  const [project, kafka, scratch, mirror, other] = [word(), word(), word(), word(), word()];
  const token = { admin: word(), data: word(), operator: word(), developer: word(), read_only: word() };
  const [used, empty] = [new MemoryBackend({ brokers: 3 }), new MemoryBackend({ brokers: 3 })];
  const topics = [word(), word()];
  for (const name of [...topics, '__consumer_offsets'])
    await used.createTopic({ name, partitions: 1, replication: 3, config: {} });
  await empty.createTopic({ name: '__consumer_offsets', partitions: 1, replication: 3, config: {} });
  const aiven = await startAiven({
    token: token.admin,
    moreTokens: [
      { token: token.data, permissions: ['service:data:write'] },
      { token: token.operator, role: 'operator' },
      { token: token.developer, role: 'developer' },
      { token: token.read_only, role: 'read_only' },
    ],
    services: [
      { type: 'kafka', project, name: kafka, backend: used },
      { type: 'kafka', project, name: scratch, backend: empty },
      { type: 'kafka_mirrormaker', project, name: mirror },
      { type: 'kafka_mirrormaker', project, name: other },
    ],
    switches,
    timings: { ...realisticTimings, flowWrite: 20, ...timings },
    rateLimit: { requests: 500, milliseconds: 60_000 },
    now: () => clock.monotonic(),
  });
  const host = `${word()}.example:9092`;
  const password = word();
  aiven.world.addEndpoint(project, word(), {
    bootstrap_servers: host,
    security_protocol: 'SASL_SSL',
    sasl_plain_username: word(),
    sasl_plain_password: password,
  });
  aiven.world.setFlow(project, other, { source_cluster: word(), target_cluster: word(), enabled: false });
  const { admin, ...tokens } = token;
  return {
    aiven,
    backends: [used, empty],
    project,
    scratch: { kafka: scratch, mirrormaker: mirror },
    empty,
    elsewhere: other,
    hidden: [project, kafka, scratch, mirror, other, ...Object.values(token), ...topics, host, password],
    smoke: ({ reads = false, more = {} } = {}) => {
      if (reads) aiven.world.setServiceState(project, kafka, 'REBUILDING');
      return runSmoke({
        url: aiven.url,
        project,
        kafka,
        mirrormaker: other,
        ...(reads ? {} : { scratch: { kafka: scratch, mirrormaker: mirror } }),
        provokesLimit: !reads,
        token: admin,
        tokens,
        sleep: (milliseconds) => clock.sleep(milliseconds),
        now: () => clock.monotonic(),
        interrupted: new AbortController().signal,
        progress: () => undefined,
        ...more,
      });
    },
    pass: (milliseconds) => clock.sleep(milliseconds),
    stop: () => aiven.stop(),
  };
}

/** Everything that the emulator holds. */
export async function held({ aiven, backends, project }: SmokeWorld): Promise<unknown> {
  const { world } = aiven;
  const services = [...world.project(project).services.values()].map((service) => ({
    users: [...service.users.keys()],
    flows: service.type === 'kafka_mirrormaker' ? service.flows : [],
    acls: service.type === 'kafka' ? service.aivenAcls : [],
  }));
  const clusters = await Promise.all(
    backends.map(async (backend) => [await backend.listTopics(), await backend.listAcls()]),
  );
  return { services, clusters, endpoints: world.endpoints(project), integrations: world.allIntegrations() };
}
