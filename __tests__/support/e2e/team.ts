import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunOptions } from '../../../sandbox/repository.ts';
import type { ActionRun } from '../../../sandbox/runner/run-action.ts';
import type { SandboxWorld } from '../../../sandbox/world.ts';

type Files = Readonly<Record<string, string>>;

/** The people of the repository and its workflow. Remembers all that the runs said, for the search for secrets. */
export class Team {
  readonly #world: SandboxWorld;
  readonly #inputs: Readonly<Record<string, string>>;
  readonly #runs: ActionRun[] = [];
  /** `plan.json` and `plan.md` of all runs. */
  readonly #files: string[] = [];
  #branches = 0;

  /** `inputs` are those of the workflow file; a run may add others. */
  constructor(world: SandboxWorld, inputs: Readonly<Record<string, string>> = {}) {
    this.#world = world;
    this.#inputs = inputs;
    world.repository.commit({ 'README.md': '# Kafka\n' }, 'Start');
  }

  /** Opens a pull request and runs its plan. */
  async propose(
    files: Files,
    options: RunOptions = {},
  ): Promise<{ readonly number: number; readonly run: ActionRun }> {
    this.#branches++;
    const branch = `change-${this.#branches}`;
    const number = this.#world.repository.openPullRequest({
      branch,
      title: `Change ${this.#branches}`,
      files,
    });
    const run = await this.#run(options, (all) => this.#world.repository.onPullRequest(number, all));
    return { number, run };
  }

  /** Merges it and runs the apply of the push. */
  merge(number: number, options: RunOptions = {}): Promise<ActionRun> {
    return this.#run(options, (all) => this.#world.repository.merge(number, all));
  }

  /** The plan of a pull request that is open. */
  planOf(number: number, options: RunOptions = {}): Promise<ActionRun> {
    return this.#run(options, (all) => this.#world.repository.onPullRequest(number, all));
  }

  /** The push to main runs once more, as when somebody re-runs it. `before`: where the branch was, if told. */
  pushAgain(options: RunOptions & { readonly before?: string } = {}): Promise<ActionRun> {
    return this.#run(options, (all) => this.#world.repository.onPush(all));
  }

  /** Commits to main without a pull request; a run by hand applies it. */
  commit(files: Files): void {
    this.#world.repository.commit(files, 'Change the spec');
  }

  /** A run by hand that asks nobody what was reviewed. */
  applyByHand(options: RunOptions = {}): Promise<ActionRun> {
    return this.byHand({ ...options, inputs: { mode: 'apply', 'require-plan': 'false', ...options.inputs } });
  }

  planByHand(options: RunOptions = {}): Promise<ActionRun> {
    return this.byHand({ ...options, inputs: { mode: 'plan', ...options.inputs } });
  }

  byHand(options: RunOptions = {}): Promise<ActionRun> {
    return this.#run(options, (all) => this.#world.repository.byHand(all));
  }

  onSchedule(options: RunOptions = {}): Promise<ActionRun> {
    return this.#run(options, (all) => this.#world.repository.onSchedule(all));
  }

  /** Everything that left the runs, with where it went. Lines of `add-mask` are for the runner only. */
  said(): readonly { readonly where: string; readonly text: string }[] {
    const { github } = this.#world;
    return [
      ...this.#runs.flatMap((run, index) => [
        { where: `log of run ${index + 1}`, text: withoutMasks(run.stdout) + run.stderr },
        { where: `summary of run ${index + 1}`, text: run.summary },
        { where: `outputs of run ${index + 1}`, text: JSON.stringify([run.outputs, run.exportedEnv]) },
      ]),
      ...this.#files.map((text, index) => ({ where: `output file ${index + 1}`, text })),
      ...github.log.requests.map(({ method, path, body }) => ({
        where: `${method} ${path}`,
        text: `${path} ${JSON.stringify(body ?? null)}`,
      })),
    ];
  }

  async #run(options: RunOptions, start: (options: RunOptions) => Promise<ActionRun>): Promise<ActionRun> {
    const folder = await mkdtemp(join(tmpdir(), 'plan-'));
    try {
      const run = await start({
        ...options,
        inputs: { ...this.#inputs, 'output-dir': folder, ...options.inputs },
      });
      this.#runs.push(run);
      for (const name of await readdir(folder)) this.#files.push(await readFile(join(folder, name), 'utf8'));
      return run;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function withoutMasks(stdout: string): string {
  return stdout.replace(/^::add-mask::.*$/gm, '');
}
