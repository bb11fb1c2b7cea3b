import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type GitHubEmulator, startGitHub } from '../sandbox/github/start-github.ts';
import { Repository, type RunOptions } from '../sandbox/repository.ts';
import type { ActionRun } from '../sandbox/runner/run-action.ts';
import type { Scene } from './scene.ts';

/** The runs of one pull request, in order: it is planned, applied, drift is found, and drift is gone. */
export const phases = ['plan', 'apply', 'drift', 'calm'] as const;
export type Phase = (typeof phases)[number];

/** How a run went, beside what the action itself says. */
export interface MeasuredRun extends ActionRun {
  /** `create topic core/orders.new`, of plan.json. */
  readonly planned: readonly string[];
  /** As the action saw them pass. */
  readonly seconds: number;
  readonly megabytes: number;
}

export interface RunMeasures {
  /** How much faster time-outs pass. */
  readonly speed?: number;
  /** The process has got the runner's first signal. */
  readonly onSignal?: () => void;
}

/** What people read on GitHub, and what the next run will. */
export interface Said {
  readonly comments: readonly string[];
  readonly records: readonly string[];
  readonly issues: readonly string[];
}

const preload = pathToFileURL(fileURLToPath(new URL('fast-time.mjs', import.meta.url))).href;
const inputs = { 'allow-delete': 'topics,acls,flows,endpoints', 'max-deletes': '9' };

/** A repository and its systems, which can be put back to the beginning of each phase. */
export class World {
  readonly scene: Scene;
  readonly github: GitHubEmulator;
  readonly #repository: Repository;
  readonly #beginnings = new Map<Phase, () => Promise<void>>();
  #number = 0;
  #before = '';

  private constructor(scene: Scene, github: GitHubEmulator, token: string) {
    this.scene = scene;
    this.github = github;
    const { aiven, secrets } = scene;
    this.#repository = new Repository({ github, aivenUrl: aiven.url, aivenToken: token, secrets });
    this.#repository.commit(scene.filesBefore, 'Start');
  }

  static async begin(makeScene: (token: string) => Promise<Scene>): Promise<World> {
    const token = `avn-${randomBytes(12).toString('hex')}`;
    const [scene, github] = await Promise.all([makeScene(token), startGitHub()]);
    return new World(scene, github, token);
  }

  /** What leads to the phase happens. */
  async lead(phase: Phase): Promise<void> {
    const { world } = this.github;
    if (phase === 'plan') {
      const { files } = this.scene;
      this.#number = this.#repository.openPullRequest({ branch: 'change', title: 'Everything', files });
    }
    if (phase === 'apply') {
      this.#before = world.head();
      world.merge(this.#number);
    }
    if (phase === 'drift' || phase === 'calm') await this.scene.disturb(phase);
  }

  /** The world can be put back to how it is now. */
  async remember(phase: Phase): Promise<void> {
    const [systems, github] = [await this.scene.save(), this.github.world.save()];
    this.#beginnings.set(phase, async () => {
      await this.quiet();
      github();
      await systems();
      this.forget();
    });
    await this.quiet();
    this.forget();
  }

  async putBackTo(phase: Phase): Promise<void> {
    await this.#beginnings.get(phase)?.();
  }

  /** No request is being handled, every server listens, and nothing goes wrong any more. */
  async quiet(): Promise<void> {
    const { aiven, kafka } = this.scene;
    for (const { faults } of [aiven, this.github]) faults.clear();
    await Promise.all([aiven.quiet(), this.github.quiet(), kafka?.clear()]);
  }

  forget(): void {
    for (const { log } of [this.scene.aiven, this.github]) log.clear();
  }

  async run(phase: Phase, options: RunOptions & RunMeasures = {}): Promise<MeasuredRun> {
    const folder = await mkdtemp(join(tmpdir(), 'fault-run-'));
    const measure = join(folder, 'measure.json');
    const all: RunOptions = {
      ...options,
      inputs: { ...inputs, 'output-dir': folder, ...options.inputs },
      env: {
        NODE_OPTIONS: `--import=${preload}`,
        FAULTS_MEASURE: measure,
        ...(options.speed === undefined ? {} : { FAULTS_SPEED: String(options.speed) }),
      },
    };
    const watch =
      options.onSignal === undefined ? undefined : whenThere(`${measure}.signal`, options.onSignal);
    try {
      const run = await this.#start(phase, all);
      const { seconds = 0, megabytes = 0 } = JSON.parse((await textOf(measure)) || '{}');
      return { ...run, seconds, megabytes, planned: plannedIn(await textOf(join(folder, 'plan.json'))) };
    } finally {
      clearInterval(watch);
      await rm(folder, { recursive: true, force: true });
    }
  }

  said(): Said {
    const { world } = this.github;
    const heading = (body: string) => body.split('\n').find((line) => line.startsWith('## ')) ?? body;
    return {
      comments: world.comments(this.#number).map(({ body }) => heading(body)),
      records: world.deployments().map(({ statuses }) => statuses.at(-1)?.state ?? 'no state'),
      issues: world.issues().map(({ state, title }) => `${state}: ${title}`),
    };
  }

  async stop(): Promise<void> {
    await Promise.all([this.github.stop(), this.scene.stop()]);
  }

  #start(phase: Phase, options: RunOptions): Promise<ActionRun> {
    switch (phase) {
      case 'plan':
        return this.#repository.onPullRequest(this.#number, options);
      case 'apply':
        return this.#repository.onPush({ before: this.#before, ...options });
      case 'drift':
      case 'calm':
        return this.#repository.onSchedule(options);
    }
  }
}

function whenThere(path: string, call: () => void): NodeJS.Timeout {
  const watch = setInterval(() => {
    if (!existsSync(path)) return;
    clearInterval(watch);
    call();
  }, 5);
  return watch;
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return ''; // the run did not come so far
  }
}

function plannedIn(text: string): readonly string[] {
  if (text === '') return [];
  const {
    changes = [],
  }: {
    readonly changes?: readonly {
      readonly action: string;
      readonly kind: string;
      readonly place: string;
      readonly name: string;
    }[];
  } = JSON.parse(text);
  return changes.map(({ action, kind, place, name }) => `${action} ${kind} ${place}/${name}`);
}
