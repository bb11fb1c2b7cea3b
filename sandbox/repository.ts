import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { GitHubEmulator } from './github/start-github.ts';
import type { Permissions } from './github/tokens.ts';
import {
  pullRequestEvent,
  pushEvent,
  scheduleEvent,
  type TriggeredRun,
  workflowDispatchEvent,
} from './runner/events.ts';
import { type ActionRun, type ActionRunOptions, runAction } from './runner/run-action.ts';

/** `permissions:` of the workflow in the README. */
export const workflowPermissions: Permissions = {
  checks: 'write',
  contents: 'read',
  deployments: 'write',
  issues: 'write',
  'pull-requests': 'write',
};

export interface RepositoryOptions {
  readonly github: GitHubEmulator;
  readonly aivenUrl: string;
  readonly aivenToken: string;
  /** By name without `KAFKA_SECRET_`. */
  readonly secrets: Readonly<Record<string, string>>;
}

export interface RunOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly permissions?: Permissions;
  /** What `KAFKA_SECRET_…` the step gets; all unless told. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly killAfter?: ActionRunOptions['killAfter'];
  readonly signal?: AbortSignal;
}

/** The team's repository: what people do in it, and the runs of the workflow that follow. */
export class Repository {
  readonly #options: RepositoryOptions;
  #runs = 0;

  constructor(options: RepositoryOptions) {
    this.#options = options;
  }

  /** A commit on the default branch, without a run. */
  commit(files: Readonly<Record<string, string>>, message: string): string {
    return this.#github.world.commit({ files, message });
  }

  openPullRequest(options: {
    readonly branch: string;
    readonly title: string;
    readonly files: Readonly<Record<string, string>>;
  }): number {
    const { branch, title, files } = options;
    this.#github.world.branch(branch);
    this.#github.world.commit({ branch, files, message: title });
    return this.#github.world.openPullRequest({ head: branch, title });
  }

  /** The run on a pull request that was opened or pushed to. */
  async onPullRequest(number: number, options: RunOptions = {}): Promise<ActionRun> {
    const { world } = this.#github;
    const pull = world.issue(number).pull;
    if (pull === undefined) throw new Error(`#${number} is not a pull request`);
    const sha = world.mergeCommit(number);
    const headSha = world.head(pull.head.ref);
    const event = pullRequestEvent(this.#repository, {
      action: 'opened',
      number,
      headRef: pull.head.ref,
      headSha,
      baseSha: world.head(),
      mergeSha: sha,
    });
    return this.#run(event, options);
  }

  /** Merges and runs what the push to the default branch starts. */
  async merge(number: number, options: RunOptions = {}): Promise<ActionRun> {
    const before = this.#github.world.head();
    const after = this.#github.world.merge(number);
    return this.#run(pushEvent(this.#repository, { before, after }), options);
  }

  /** The run of a push that is already on the default branch, as after a re-run. `before`: where the branch was, if told. */
  async onPush(options: RunOptions & { readonly before?: string } = {}): Promise<ActionRun> {
    const after = this.#github.world.head();
    return this.#run(pushEvent(this.#repository, { before: options.before ?? after, after }), options);
  }

  async onSchedule(options: RunOptions = {}): Promise<ActionRun> {
    return this.#run(scheduleEvent(this.#repository, { sha: this.#github.world.head() }), options);
  }

  async byHand(options: RunOptions = {}): Promise<ActionRun> {
    return this.#run(workflowDispatchEvent(this.#repository, { sha: this.#github.world.head() }), options);
  }

  get #github(): GitHubEmulator {
    return this.#options.github;
  }

  get #repository() {
    const { owner, repo, url } = this.#github;
    return { fullName: `${owner}/${repo}`, apiUrl: url };
  }

  async #run({ event, github }: TriggeredRun, options: RunOptions): Promise<ActionRun> {
    const { aivenUrl, aivenToken } = this.#options;
    const workspace = await this.#checkout(github.sha);
    this.#runs++;
    try {
      return await runAction({
        workspace,
        event,
        inputs: { spec: 'kafka', 'aiven-token': aivenToken, 'aiven-url': aivenUrl, ...options.inputs },
        env: { ...secretEnvironment(options.secrets ?? this.#options.secrets), ...options.env },
        secrets: [aivenToken, ...Object.values(this.#options.secrets)],
        github: {
          ...github,
          apiUrl: this.#github.url,
          repository: this.#repository.fullName,
          token: this.#github.jobToken(options.permissions ?? workflowPermissions),
          workflow: 'kafka',
          runId: 17_230_000_000 + this.#runs,
          runNumber: this.#runs,
        },
        ...(options.killAfter === undefined ? {} : { killAfter: options.killAfter }),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      });
    } finally {
      await rm(workspace, { recursive: true, force: true });
    }
  }

  async #checkout(sha: string): Promise<string> {
    const workspace = await mkdtemp(join(tmpdir(), 'checkout-'));
    for (const [path, bytes] of this.#github.world.checkout(sha)) {
      await mkdir(dirname(join(workspace, path)), { recursive: true });
      await writeFile(join(workspace, path), bytes);
    }
    return workspace;
  }
}

function secretEnvironment(secrets: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`KAFKA_SECRET_${name}`, value]));
}
