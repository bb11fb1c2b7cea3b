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
  stop(): Promise<void>;
}

export const project = 'acme-prod';

export async function startMemoryWorld(
  options: Partial<AivenOptions> = {},
  secrets: Readonly<Record<string, string>> = {},
): Promise<MemoryWorld> {
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
  return {
    aiven,
    github,
    backend,
    aivenToken,
    repository: new Repository({ github, aivenUrl: aiven.url, aivenToken, secrets }),
    writes: () =>
      aiven.log.requests
        .filter(({ method, path }) => method !== 'GET' && !path.startsWith('/v2/'))
        .map(({ method, path }) => `${method} ${path}`),
    stop: async () => {
      await Promise.all([aiven.stop(), github.stop()]);
    },
  };
}
