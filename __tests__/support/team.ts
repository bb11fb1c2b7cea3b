import { afterEach } from '@jest/globals';
import {
  mergeGroupEvent,
  pullRequestEvent,
  pushEvent,
  scheduleEvent,
  workflowDispatchEvent,
} from '../../sandbox/runner/events.ts';
import { aivenProject, type Ran, type RunWorld, type StartOptions, startRunWorld } from './run-world.ts';

export const day = 86_400_000;

/** Of each a retention in days; `protected`: one day, with `protect: true`; or named under `removed`. */
export type Topics = Readonly<Record<string, number | 'protected' | 'removed'>>;

/** A spec of one cluster with these topics. */
export function specOf(topics: Topics): string {
  const kept = Object.entries(topics).filter(([, days]) => days !== 'removed');
  const gone = Object.entries(topics).filter(([, days]) => days === 'removed');
  return [
    'version: 1',
    'name: prod',
    `project: ${aivenProject}`,
    'clusters:',
    '  core:',
    '    service: kafka-core',
    "    manage: { topics: { scope: ['t*'] } }",
    ...(kept.length === 0 ? [] : ['    topics:']),
    ...kept.map(
      ([name, days]) =>
        `      ${name}: { partitions: 1, replication: 2, config: { retention.ms: ${days === 'protected' ? 1 : days}d }${days === 'protected' ? ', protect: true' : ''} }`,
    ),
    ...(gone.length === 0 ? [] : ['    removed:', '      topics:']),
    ...gone.map(([name]) => `        ${name}: { reason: not used any more }`),
    '',
  ].join('\n');
}

const running: Team[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ world }) => world.stop()));
});

/** People of one repository and the runs that follow from what they do. `main` holds the given spec, not applied. */
export async function team(topics: Topics = {}): Promise<Team> {
  const one = new Team(await startRunWorld());
  running.push(one);
  one.commit(specOf(topics));
  return one;
}

export class Team {
  readonly world: RunWorld;
  #branches = 0;

  constructor(world: RunWorld) {
    this.world = world;
  }

  get #github() {
    return this.world.github.world;
  }

  get main(): string {
    return this.#github.head();
  }

  commit(spec: string, branch = 'main'): string {
    return this.#github.commit({ branch, files: { 'kafka/spec.yaml': spec } });
  }

  open(
    topics: Topics,
    options: { readonly base?: string; readonly fork?: string; readonly labels?: readonly string[] } = {},
  ): number {
    const head = `change-${++this.#branches}`;
    const { fork, base } = options;
    if (base !== undefined) this.#github.branch(head, { at: this.#github.head(base) });
    this.#github.commit({
      branch: head,
      files: { 'kafka/spec.yaml': specOf(topics) },
      ...(fork && { fork }),
    });
    return this.#github.openPullRequest({ head, ...options });
  }

  /** A pull request with any spec. */
  propose(spec: string): number {
    const head = `change-${++this.#branches}`;
    this.#github.branch(head);
    this.commit(spec, head);
    return this.#github.openPullRequest({ head });
  }

  branchOf(number: number): string {
    return this.#github.issue(number).pull?.head.ref ?? '';
  }

  headOf(number: number): string {
    return this.#github.issue(number).pull?.fixed?.head ?? this.#github.head(this.branchOf(number));
  }

  /** The event of a pull request as it is now; a re-run has the same event, also after the merge. */
  planEvent(number: number) {
    const headRef = this.branchOf(number);
    return pullRequestEvent(this.world.repository, {
      action: 'synchronize',
      number,
      headRef,
      headSha: this.headOf(number),
      baseRef: this.#github.issue(number).pull?.base.ref ?? 'main',
      baseSha: this.main,
      mergeSha: this.#github.mergeCommit(number),
    });
  }

  plan(number: number, options: StartOptions = {}): Promise<Ran> {
    return this.#start(this.planEvent(number), options);
  }

  /** Merges without the run that follows. */
  merge(number: number, method: 'merge' | 'squash' | 'rebase' = 'merge'): void {
    this.#github.merge(number, { method });
  }

  /** The run of a push to main that began at `before`. */
  pushed(before: string, options: StartOptions = {}): Promise<Ran> {
    return this.#start(pushEvent(this.world.repository, { before, after: this.main }), options);
  }

  async mergeAndApply(number: number, options: StartOptions = {}): Promise<Ran> {
    const before = this.main;
    this.merge(number);
    return this.pushed(before, options);
  }

  /** Opened, planned, merged and applied. */
  async deliver(topics: Topics, options: StartOptions = {}): Promise<Ran> {
    const number = this.open(topics);
    await this.plan(number, options);
    return this.mergeAndApply(number, options);
  }

  byHand(inputs: Readonly<Record<string, string>>, options: StartOptions = {}): Promise<Ran> {
    return this.#start(workflowDispatchEvent(this.world.repository, { sha: this.main }), {
      ...options,
      inputs: { ...options.inputs, ...inputs },
    });
  }

  drift(options: StartOptions = {}): Promise<Ran> {
    return this.#start(scheduleEvent(this.world.repository, { sha: this.main }), options);
  }

  /** The queue's run for a group that ends with this pull request, on a commit made of all of them. */
  queue(numbers: readonly number[], topics: Topics, options: StartOptions = {}): Promise<Ran> {
    const baseSha = this.main;
    let headSha = baseSha;
    for (const number of numbers) {
      this.#github.branch('queue', { at: headSha });
      headSha = this.#github.commit({
        branch: 'queue',
        files: { 'kafka/spec.yaml': specOf(topics) },
        message: `Change (#${number})`,
      });
    }
    const number = numbers.at(-1) ?? 0;
    return this.#start(mergeGroupEvent(this.world.repository, { number, headSha, baseSha }), options);
  }

  async setRetention(topic: string, days: number): Promise<void> {
    await this.world.backend.alterTopicConfig(topic, { 'retention.ms': String(days * day) });
  }

  async retentions(): Promise<Readonly<Record<string, number>>> {
    const names = (await this.world.backend.listTopics()).map(({ name }) => name);
    const topics = await this.world.backend.describeTopics(names);
    return Object.fromEntries(
      topics.map(({ name, config }) => [
        name,
        Number(config.find((entry) => entry.name === 'retention.ms')?.value) / day,
      ]),
    );
  }

  /** First heading of the one comment of a pull request; undefined: there is none. */
  title(number: number): string | undefined {
    return this.comment(number)?.split('\n')[1];
  }

  comment(number: number): string | undefined {
    const [first, ...more] = this.#github.comments(number);
    if (more.length > 0) throw new Error(`#${number} has ${more.length + 1} comments`);
    return first?.body;
  }

  async #start(triggered: Parameters<RunWorld['start']>[0], options: StartOptions): Promise<Ran> {
    await this.world.clock.sleep(60_000); // caches of the services are over
    return this.world.start(triggered, { ...options, inputs: { 'drift-issue': 'false', ...options.inputs } });
  }
}

/** `applied`, or `refused: plan-changed`. */
export function endOf({ outputs }: Ran): string {
  const { result, 'failure-reason': reason } = outputs;
  return reason ? `${result}: ${reason}` : String(result);
}
