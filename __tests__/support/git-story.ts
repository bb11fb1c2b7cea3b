import { GitClone, GitFailed } from '../../sandbox/github/git-clone.ts';
import {
  mergeGroupEvent,
  pullRequestEvent,
  pushEvent,
  type TriggeredRun,
  workflowDispatchEvent,
} from '../../sandbox/runner/events.ts';
import { aivenProject, type RunWorld } from './run-world.ts';

/** A topic in the spec: its retention in days, or named under `removed`. */
export type TopicLine = number | 'removed';
export type TopicLines = ReadonlyMap<string, TopicLine>;
export type MergeMethod = 'merge' | 'squash' | 'rebase';

export interface StoryPull {
  readonly number: number;
  readonly branch: string;
  head: string;
  /** The commit that the merge made; undefined while it is open. */
  merged: string | undefined;
}

export interface PlanEvent {
  readonly pull: StoryPull;
  readonly head: string;
  /** The commit that the plan is made on. */
  readonly sha: string;
  readonly triggered: TriggeredRun;
}

export interface ApplyEvent {
  readonly before: string | undefined;
  readonly sha: string;
  readonly triggered: TriggeredRun;
}

export interface QueuedGroup {
  readonly sha: string;
  readonly merges: readonly { readonly pull: StoryPull; readonly sha: string }[];
  readonly triggered: TriggeredRun;
}

/** A repository whose history git makes, pushed to the emulated GitHub: one spec file per topic. */
export class GitStory {
  readonly clone: GitClone;
  readonly #world: RunWorld;
  readonly pulls: StoryPull[] = [];
  #branches = 0;

  private constructor(clone: GitClone, world: RunWorld) {
    this.clone = clone;
    this.#world = world;
  }

  static async begin(world: RunWorld): Promise<GitStory> {
    const story = new GitStory(await GitClone.create(), world);
    const base = `version: 1\nname: prod\nproject: ${aivenProject}\nclusters:\n  core:\n    service: kafka-core\n    manage:\n      topics: { scope: ['t*'] }\n`;
    const sha = await story.clone.commit({ 'kafka/base.yaml': base }, 'Describe the cluster');
    world.github.world.receive(story.clone, { sha, branch: 'main' });
    return story;
  }

  end(): Promise<void> {
    return this.clone.remove();
  }

  get main(): string {
    return this.#world.github.world.head();
  }

  /** What the spec of a commit says of each topic. */
  specAt(sha: string): TopicLines {
    const lines = new Map<string, TopicLine>();
    for (const [path, bytes] of this.#world.github.world.checkout(sha)) {
      const name = /^kafka\/(t\d)\.yaml$/.exec(path)?.[1];
      if (name === undefined) continue;
      const days = /retention\.ms: (\d+)d/.exec(Buffer.from(bytes).toString())?.[1];
      lines.set(name, days === undefined ? 'removed' : Number(days));
    }
    return lines;
  }

  async openPull(changes: ReadonlyMap<string, TopicLine>): Promise<StoryPull> {
    const branch = await this.#newBranch(this.main);
    const head = await this.clone.commit(filesOf(changes), `Change ${[...changes.keys()].join(' and ')}`);
    return this.#open(branch, head);
  }

  /** Undefined: the revert conflicts with what came after. */
  async openRevert(merge: string): Promise<StoryPull | undefined> {
    const branch = await this.#newBranch(this.main);
    const parents = this.#parents(merge).length;
    const mainline = parents > 1 ? ['-m', '1'] : [];
    const head = await this.#orAbort('revert', async () => {
      await this.clone.git('revert', '--no-edit', ...mainline, merge);
    });
    return head === undefined ? undefined : this.#open(branch, head);
  }

  /** One more commit on the branch, or another one in place of its last. */
  async pushTo(pull: StoryPull, changes: ReadonlyMap<string, TopicLine>, force: boolean): Promise<void> {
    await this.clone.git('checkout', '--quiet', '--force', '-B', pull.branch, pull.head);
    if (force) await this.clone.git('reset', '--quiet', '--hard', 'HEAD~1');
    pull.head = await this.clone.commit(filesOf(changes), 'Change more');
    this.#world.github.world.receive(this.clone, { sha: pull.head, branch: pull.branch });
  }

  /** The run that GitHub starts for a pull request; undefined while it conflicts with main. */
  async planEvent(pull: StoryPull): Promise<PlanEvent | undefined> {
    const baseSha = this.main;
    const sha = await this.clone.merge(baseSha, pull.head, { message: `Merge ${pull.head}` });
    if (sha === undefined) return undefined;
    this.#world.github.world.receive(this.clone, { sha });
    const triggered = pullRequestEvent(this.#world.repository, {
      action: 'synchronize',
      number: pull.number,
      headRef: pull.branch,
      headSha: pull.head,
      baseSha,
      mergeSha: sha,
    });
    return { pull, head: pull.head, sha, triggered };
  }

  /** Merges on GitHub, without the push event; false: there is a conflict. */
  async merge(pull: StoryPull, method: MergeMethod): Promise<boolean> {
    const before = this.main;
    const sha =
      method === 'rebase'
        ? await this.#rebase(before, pull.head)
        : await this.clone.merge(before, pull.head, {
            message: method === 'squash' ? `Squash (#${pull.number})` : `Merge pull request #${pull.number}`,
            squash: method === 'squash',
          });
    if (sha === undefined || sha === before) return false;
    const introduced = (await this.clone.git('rev-list', `${before}..${sha}`)).split('\n');
    const { world } = this.#world.github;
    world.receive(this.clone, { sha });
    world.merged(pull.number, { sha, introduced });
    world.receive(this.clone, { sha, branch: 'main' });
    pull.merged = sha;
    return true;
  }

  /** The group that a merge queue makes of these, those left out that conflict; undefined: nothing is left. */
  async queue(pulls: readonly StoryPull[]): Promise<QueuedGroup | undefined> {
    const base = this.main;
    const merges: { readonly pull: StoryPull; readonly sha: string }[] = [];
    for (const pull of pulls) {
      const onto = merges.at(-1)?.sha ?? base;
      const sha = await this.clone.merge(onto, pull.head, { message: `Merge pull request #${pull.number}` });
      if (sha !== undefined && sha !== onto) merges.push({ pull, sha });
    }
    const last = merges.at(-1);
    if (last === undefined) return undefined;
    const { sha, pull } = last;
    this.#world.github.world.receive(this.clone, { sha });
    const facts = { number: pull.number, headSha: sha, baseSha: base };
    return { sha, merges, triggered: mergeGroupEvent(this.#world.repository, facts) };
  }

  /** The queue merges a group that passed. */
  async mergeGroup({ sha, merges }: QueuedGroup): Promise<void> {
    const { world } = this.#world.github;
    let before = this.main;
    for (const { pull, sha: merged } of merges) {
      const introduced = (await this.clone.git('rev-list', `${before}..${merged}`)).split('\n');
      world.merged(pull.number, { sha: merged, introduced });
      pull.merged = merged;
      before = merged;
    }
    world.receive(this.clone, { sha, branch: 'main' });
  }

  async commitToMain(files: Readonly<Record<string, string>>): Promise<void> {
    await this.clone.git('checkout', '--quiet', '--force', '--detach', this.main);
    const sha = await this.clone.commit(files, 'Change without a pull request');
    this.#world.github.world.receive(this.clone, { sha, branch: 'main' });
  }

  /** Takes the last commit or merge off main; false: it is the first. */
  async forceBack(): Promise<boolean> {
    const [sha] = this.#parents(this.main);
    if (sha === undefined) return false;
    this.#world.github.world.receive(this.clone, { sha, branch: 'main' });
    return true;
  }

  pushed(before: string): ApplyEvent {
    const sha = this.main;
    return { before, sha, triggered: pushEvent(this.#world.repository, { before, after: sha }) };
  }

  byHand(): ApplyEvent {
    const sha = this.main;
    const triggered = workflowDispatchEvent(this.#world.repository, { sha });
    return { before: undefined, sha, triggered };
  }

  /** As git sees it. */
  async commitsBetween(base: string | undefined, head: string): Promise<ReadonlySet<string>> {
    const range = base === undefined ? head : `${base}..${head}`;
    return new Set((await this.clone.git('rev-list', range)).split('\n'));
  }

  /** Whether all that came after a commit, up to a later one, leaves every file of the spec as it was. */
  async leadsWithoutChange(earlier: string, later: string): Promise<boolean> {
    if (!(await this.commitsBetween(undefined, later)).has(earlier)) return false;
    return (await this.clone.git('diff', '--name-only', earlier, later, '--', 'kafka')) === '';
  }

  async #newBranch(at: string): Promise<string> {
    const branch = `change-${++this.#branches}`;
    await this.clone.git('checkout', '--quiet', '--force', '-B', branch, at);
    return branch;
  }

  #open(branch: string, head: string): StoryPull {
    const { world } = this.#world.github;
    world.receive(this.clone, { sha: head, branch });
    const pull = { number: world.openPullRequest({ head: branch }), branch, head, merged: undefined };
    this.pulls.push(pull);
    return pull;
  }

  async #rebase(onto: string, head: string): Promise<string | undefined> {
    await this.clone.git('checkout', '--quiet', '--force', '--detach', onto);
    return this.#orAbort('cherry-pick', async () => {
      await this.clone.git('cherry-pick', '--allow-empty', `${onto}..${head}`);
    });
  }

  #parents(sha: string): readonly string[] {
    const text = this.clone.object(sha).content.toString();
    return [...text.matchAll(/^parent (\w+)$/gm)].map(([, parent = '']) => parent);
  }

  async #orAbort(command: string, work: () => Promise<void>): Promise<string | undefined> {
    try {
      await work();
      return this.clone.head();
    } catch (error) {
      if (!(error instanceof GitFailed)) throw error;
      await this.clone.git('reset', '--quiet', '--hard');
      await this.clone.git(command, '--quit').catch(() => {}); // a squash leaves nothing to quit
      return undefined;
    }
  }
}

export function filesOf(changes: ReadonlyMap<string, TopicLine>): Record<string, string> {
  return Object.fromEntries(
    [...changes].map(([topic, line]) => {
      const entry =
        line === 'removed'
          ? `    removed:\n      topics:\n        ${topic}: { reason: not used any more }\n`
          : `    topics:\n      ${topic}: { partitions: 1, replication: 2, config: { retention.ms: ${line}d } }\n`;
      return [`kafka/${topic}.yaml`, `clusters:\n  core:\n${entry}`];
    }),
  );
}
