import { randomBytes } from 'node:crypto';
import { MemoryBackend } from './aiven/memory-backend.ts';
import { type AivenEmulator, type AivenOptions, startAiven } from './aiven/start-aiven.ts';
import { type GitHubEmulator, startGitHub } from './github/start-github.ts';
import { startKafkaCluster } from './kafka/cluster.ts';
import type { KafkaBridge, SandboxKafka } from './kafka/sandbox-kafka.ts';
import { type MirrorMakerServices, runMirrorMakerServices } from './mirrormaker/service.ts';
import { withoutServiceUser } from './mirrormaker/service-user.ts';
import { Repository } from './repository.ts';

/**
 * The world of a platform team: an external Kafka cluster `onprem`, a Kafka cluster `core` behind the emulated
 * Aiven service `kafka-core`, the MirrorMaker service `mm2-core`, and a repository on the emulated GitHub. Both
 * clusters are real brokers.
 */
export interface SandboxWorld {
  readonly project: string;
  readonly onprem: RealCluster;
  readonly core: RealCluster;
  readonly aiven: AivenEmulator;
  readonly aivenToken: string;
  /** `undefined` if it is switched off. */
  readonly mirrorMaker: MirrorMakerServices | undefined;
  readonly github: GitHubEmulator;
  readonly repository: Repository;
  /** Values for `KAFKA_SECRET_…`, by name without the prefix. */
  readonly secrets: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export interface RealCluster {
  readonly kafka: SandboxKafka;
  readonly bridge: KafkaBridge;
}

export const mirrorUser = 'aiven-mm2';

export interface WorldOptions {
  readonly aiven?: Pick<AivenOptions, 'timings' | 'switches' | 'permissions' | 'rateLimit'>;
  /** False: flows are stored and nothing runs. True unless told. */
  readonly mirrorMaker?: boolean;
  /** Two empty services more, `kafka-scratch` and `mm2-scratch`, for `npm run smoke -- --scratch`. */
  readonly scratch?: boolean;
  /** Called when a part is ready: `onprem: Kafka 4.3.1 on localhost:12345, 3.9 s`. */
  readonly progress?: (line: string) => void;
}

export async function startWorld(options: WorldOptions = {}): Promise<SandboxWorld> {
  const progress = options.progress ?? (() => undefined);
  const project = 'acme-prod';
  const mirrorPassword = password();
  const [onprem, core] = await startTogether([
    () => startCluster('onprem', progress, [{ name: mirrorUser, password: mirrorPassword }]),
    () => startCluster('core', progress),
  ]);
  const aivenToken = `avn-${randomBytes(24).toString('base64url')}`;
  const aiven = await startAiven({
    ...options.aiven,
    token: aivenToken,
    services: [
      { type: 'kafka', project, name: 'kafka-core', backend: withoutServiceUser(core.bridge) },
      { type: 'kafka_mirrormaker', project, name: 'mm2-core' },
      ...(options.scratch === true ? scratchServices(project) : []),
    ],
  });
  const mirrorMaker =
    options.mirrorMaker === false
      ? undefined
      : runMirrorMakerServices({ aiven, services: [{ project, name: 'kafka-core', ...core }] });
  const github = await startGitHub({ owner: 'acme', repo: 'kafka' });
  progress(`Aiven API on ${aiven.url}, GitHub API on ${github.url}`);
  const secrets = { ONPREM_MM2_PASSWORD: mirrorPassword, ONPREM_ADMIN_PASSWORD: onprem.kafka.admin.password };
  return {
    project,
    onprem,
    core,
    aiven,
    aivenToken,
    mirrorMaker,
    github,
    repository: new Repository({ github, aivenUrl: aiven.url, aivenToken, secrets }),
    secrets,
    stop: async () => {
      // Before the brokers, for which it would wait.
      await mirrorMaker?.stop();
      await Promise.all([aiven.stop(), github.stop(), onprem.kafka.stop(), core.kafka.stop()]);
    },
  };
}

/** Nothing is copied from or to them, so there need be no brokers. */
function scratchServices(project: string): AivenOptions['services'] {
  return [
    { type: 'kafka', project, name: 'kafka-scratch', backend: new MemoryBackend({ brokers: 3 }) },
    { type: 'kafka_mirrormaker', project, name: 'mm2-scratch' },
  ];
}

async function startCluster(
  name: string,
  progress: (line: string) => void,
  users: readonly { readonly name: string; readonly password: string }[] = [],
): Promise<RealCluster> {
  const start = performance.now();
  const kafka = await startKafkaCluster({ name, users });
  const bridge = await kafka.bridge();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  progress(`${name}: Apache Kafka ${kafka.version} on ${kafka.bootstrapServers}, ready in ${seconds} s`);
  return { kafka, bridge };
}

/** Both or none: when one fails to start, the other is stopped. */
async function startTogether(
  starts: readonly [() => Promise<RealCluster>, () => Promise<RealCluster>],
): Promise<readonly [RealCluster, RealCluster]> {
  const [first, second] = await Promise.allSettled(starts.map((start) => start()));
  if (first?.status === 'fulfilled' && second?.status === 'fulfilled') return [first.value, second.value];
  for (const result of [first, second]) if (result?.status === 'fulfilled') await result.value.kafka.stop();
  const failed = [first, second].find((result) => result?.status === 'rejected');
  throw failed?.status === 'rejected' ? failed.reason : new Error('a cluster did not start');
}

function password(): string {
  return randomBytes(18).toString('base64url');
}
