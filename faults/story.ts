import { fileURLToPath, pathToFileURL } from 'node:url';
import { MemoryBackend } from '../sandbox/aiven/memory-backend.ts';
import { type AivenEmulator, startAiven } from '../sandbox/aiven/start-aiven.ts';
import { type GitHubEmulator, startGitHub } from '../sandbox/github/start-github.ts';
import { Repository } from '../sandbox/repository.ts';
import type { ActionRun } from '../sandbox/runner/run-action.ts';

/** The runs of one pull request, in order. */
export const phases = ['plan', 'apply', 'drift'] as const;
export type Phase = (typeof phases)[number];

const preload = pathToFileURL(fileURLToPath(new URL('fast-time.mjs', import.meta.url))).href;
const token = 'avn-token-for-faults-only';

/** A repository, an Aiven account and the built action, each time anew. */
export class Story {
  readonly github: GitHubEmulator;
  readonly aiven: AivenEmulator;
  readonly #backend: MemoryBackend;
  readonly #repository: Repository;
  #number = 0;

  private constructor(github: GitHubEmulator, aiven: AivenEmulator, backend: MemoryBackend) {
    this.github = github;
    this.aiven = aiven;
    this.#backend = backend;
    this.#repository = new Repository({ github, aivenUrl: aiven.url, aivenToken: token, secrets: {} });
    this.#repository.commit({ 'kafka/prod.yaml': spec('') }, 'Start');
  }

  static async begin(): Promise<Story> {
    const backend = new MemoryBackend({ brokers: 3 });
    const service = { type: 'kafka', project: 'acme-prod', name: 'kafka-core', backend } as const;
    const [aiven, github] = await Promise.all([startAiven({ token, services: [service] }), startGitHub({})]);
    return new Story(github, aiven, backend);
  }

  /** The first time with what leads to it: a pull request is opened, or merged; after that the same run again. */
  async run(phase: Phase, isFirst = true): Promise<ActionRun> {
    const options = { env: { NODE_OPTIONS: `--import=${preload}` } };
    switch (phase) {
      case 'plan':
        if (isFirst) this.#number = this.#open();
        return this.#repository.onPullRequest(this.#number, options);
      case 'apply':
        return isFirst ? this.#repository.merge(this.#number, options) : this.#repository.onPush(options);
      case 'drift':
        return this.#repository.onSchedule(options);
    }
  }

  async topics(): Promise<readonly string[]> {
    return (await this.#backend.listTopics()).map(({ name }) => name).filter((name) => !name.startsWith('_'));
  }

  /** What people read on GitHub, and what the next run will. */
  said() {
    const { world } = this.github;
    return {
      comments: world.comments(this.#number).map(({ body }) => body.split('\n')[1] ?? ''),
      openRecords: world.deployments().filter(({ statuses }) => statuses.length === 0).length,
      openIssues: world.issues().filter(({ state }) => state === 'open').length,
    };
  }

  async end(): Promise<void> {
    await Promise.all([this.github.stop(), this.aiven.stop()]);
  }

  #open(): number {
    const topics = '    topics:\n      t1: { partitions: 1, replication: 2 }\n';
    return this.#repository.openPullRequest({
      branch: 'change',
      title: 'A topic',
      files: { 'kafka/prod.yaml': spec(topics) },
    });
  }
}

function spec(topics: string): string {
  const head = 'version: 1\nname: prod\nproject: acme-prod\nclusters:\n  core:\n    service: kafka-core\n';
  return `${head}    manage: { topics: { scope: ['t*'] } }\n${topics}`;
}
