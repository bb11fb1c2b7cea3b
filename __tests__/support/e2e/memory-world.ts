import { afterEach } from '@jest/globals';
import { MemoryBackend } from '../../../sandbox/aiven/memory-backend.ts';
import { type AivenEmulator, type AivenOptions, startAiven } from '../../../sandbox/aiven/start-aiven.ts';
import { type GitHubEmulator, startGitHub } from '../../../sandbox/github/start-github.ts';
import { Repository } from '../../../sandbox/repository.ts';

/** Aiven and GitHub on loopback, and a repository whose runs are processes of `dist/`. No brokers. */
export interface MemoryWorld {
  readonly aiven: AivenEmulator;
  readonly github: GitHubEmulator;
  readonly repository: Repository;
  readonly backend: MemoryBackend;
  readonly aivenToken: string;
  /** Requests that change something, as they came. */
  writes(): readonly string[];
}

export const project = 'acme-prod';

/** A spec of one topic, which is not there yet. */
export const oneTopic = `version: 1
name: prod
project: ${project}
clusters:
  core:
    service: kafka-core
    topics: { orders.created: { partitions: 1, replication: 3 } }
`;

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((emulator) => emulator.stop()));
});

/** Stopped after the test. */
export async function memoryWorld(options: Partial<AivenOptions> = {}): Promise<MemoryWorld> {
  const backend = new MemoryBackend({ brokers: 3 });
  const aivenToken = `avn-${crypto.randomUUID()}`;
  const [aiven, github] = await Promise.all([
    startAiven({
      token: aivenToken,
      services: [
        { type: 'kafka', project, name: 'kafka-core', backend },
        { type: 'kafka', project, name: 'kafka-copy', backend: new MemoryBackend({ brokers: 3 }) },
        { type: 'kafka_mirrormaker', project, name: 'mm2-core' },
      ],
      ...options,
    }),
    startGitHub(),
  ]);
  running.push(aiven, github);
  return {
    aiven,
    github,
    backend,
    aivenToken,
    repository: new Repository({ github, aivenUrl: aiven.url, aivenToken, secrets: {} }),
    writes: () =>
      aiven.log.requests
        .filter(({ method, path }) => method !== 'GET' && !path.startsWith('/v2/'))
        .map(({ method, path }) => `${method} ${path}`),
  };
}
