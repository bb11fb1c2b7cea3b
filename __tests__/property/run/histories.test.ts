import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Effect } from '../../../sandbox/http/effect-log.ts';
import {
  type ApplyEvent,
  filesOf,
  GitStory,
  type MergeMethod,
  type PlanEvent,
  type StoryPull,
  type TopicLine,
} from '../../support/git-story.ts';
import { type Ran, type RunWorld, startRunWorld } from '../../support/run-world.ts';

/**
 * Histories that git makes, run against both emulators. What must come of each run is told by the model below,
 * which knows nothing of the code under test: it compares retentions, keeps what every plan showed, and asks git
 * which commits are in a range.
 */
const histories = Number(process.env['HISTORIES'] ?? 100);

type Step =
  | { readonly kind: 'open'; readonly changes: Changes }
  | { readonly kind: 'push to'; readonly pick: number; readonly changes: Changes; readonly force: boolean }
  | { readonly kind: 'plan again'; readonly pick: number }
  | {
      readonly kind: 'merge';
      readonly picks: readonly number[];
      readonly method: MergeMethod;
      readonly run: Run;
    }
  | { readonly kind: 'queue'; readonly picks: readonly number[]; readonly run: Run }
  | { readonly kind: 'look again' }
  | { readonly kind: 'revert'; readonly pick: number }
  | { readonly kind: 'force back'; readonly run: Run }
  | { readonly kind: 'direct'; readonly changes: Changes; readonly run: Run }
  | { readonly kind: 'surprise'; readonly lines: readonly [number, number]; readonly method: MergeMethod }
  | { readonly kind: 'by hand'; readonly topic: string; readonly line: TopicLine }
  | { readonly kind: 'apply again'; readonly pick: number; readonly run: Run }
  | { readonly kind: 'unrelated'; readonly thenApplyAgain: boolean }
  | { readonly kind: 'dispatch'; readonly withDigest: boolean };

type Changes = readonly (readonly [string, TopicLine])[];
/** What becomes of the run that a push starts. */
type Run = 'runs' | 'is replaced' | 'cannot create' | 'cannot update' | 'answers 502 after the effect';

const topic = fc.constantFrom('t0', 't1', 't2');
const line: fc.Arbitrary<TopicLine> = fc.oneof(
  { arbitrary: fc.constantFrom(1, 2, 3), weight: 5 },
  { arbitrary: fc.constant('removed' as const), weight: 1 },
);
/** Each topic has a file, and `removed` of a cluster stands in one file only. */
const inTheSpec = fc
  .tuple(topic, line)
  .map(([name, to]) => [name, to === 'removed' && name !== 't0' ? 1 : to] as const);
const changes: fc.Arbitrary<Changes> = fc.uniqueArray(inTheSpec, {
  minLength: 1,
  maxLength: 2,
  selector: ([name]) => name,
});
const pick = fc.nat(9);
const run: fc.Arbitrary<Run> = fc.oneof(
  { arbitrary: fc.constant('runs' as const), weight: 6 },
  { arbitrary: fc.constant('is replaced' as const), weight: 2 },
  {
    arbitrary: fc.constantFrom('cannot create', 'cannot update', 'answers 502 after the effect'),
    weight: 2,
  },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('open' as const), changes }), weight: 5 },
  {
    arbitrary: fc.record({
      kind: fc.constant('merge' as const),
      picks: fc.oneof(
        { arbitrary: fc.tuple(pick), weight: 4 },
        { arbitrary: fc.array(pick, { minLength: 2, maxLength: 3 }), weight: 1 },
      ),
      method: fc.constantFrom('merge', 'squash', 'rebase'),
      run,
    }),
    weight: 7,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('queue' as const),
      picks: fc.array(pick, { minLength: 1, maxLength: 2 }),
      run,
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({ kind: fc.constant('push to' as const), pick, changes, force: fc.boolean() }),
    weight: 2,
  },
  { arbitrary: fc.record({ kind: fc.constant('plan again' as const), pick }), weight: 4 },
  { arbitrary: fc.record({ kind: fc.constant('look again' as const) }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constant('revert' as const), pick }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant('force back' as const), run }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant('direct' as const), changes, run }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant('by hand' as const), topic, line }), weight: 2 },
  {
    arbitrary: fc.record({
      kind: fc.constant('surprise' as const),
      lines: fc.constantFrom<[number, number][]>([2, 3], [3, 4], [4, 5]),
      method: fc.constantFrom('merge', 'squash', 'rebase'),
    }),
    weight: 1,
  },
  { arbitrary: fc.record({ kind: fc.constant('apply again' as const), pick, run }), weight: 2 },
  {
    arbitrary: fc.record({ kind: fc.constant('dispatch' as const), withDigest: fc.boolean() }),
    weight: 1,
  },
  {
    arbitrary: fc.record({ kind: fc.constant('unrelated' as const), thenApplyAgain: fc.boolean() }),
    weight: 1,
  },
);

test(`in ${histories} histories every run decides as it must, and only what was reviewed is applied`, async () => {
  const seen = new Map<string, number>();
  const steps = fc.array(step, { minLength: 5, maxLength: 9 });
  const drafts = fc.record({ first: fc.constantFrom<Run[]>('runs', 'runs', 'is replaced'), steps });
  const waiting = [...fc.sample(drafts, { numRuns: histories, seed: Number(process.env['SEED'] ?? 4) })];
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let draft = waiting.pop(); draft !== undefined; draft = waiting.pop()) await play(draft, seen);
    }),
  );
  // Each of these must have happened, or the histories show less than they say.
  if (histories >= 100) expect(decisions.filter((wanted) => !seen.has(wanted))).toEqual([]);
}, 3_600_000);

/** Begins with one topic that is merged; the run of that push may be replaced by a later one. */
async function play(
  draft: { readonly first: Run; readonly steps: readonly Step[] },
  seen: Map<string, number>,
): Promise<void> {
  const world = await startRunWorld();
  const history = new History(world, await GitStory.begin(world), seen);
  try {
    await history.play({ kind: 'open', changes: [['t0', 1]] });
    await history.play({ kind: 'merge', picks: [0], method: 'merge', run: draft.first });
    for (const each of draft.steps) await history.play(each);
  } catch (error) {
    throw new Error(`in the history ${JSON.stringify(draft)}`, { cause: error });
  } finally {
    await history.story.end();
    await world.stop();
  }
}

const decisions = [
  'plan: planned',
  'plan: no-changes',
  'plan: superseded',
  'apply: applied',
  'apply: no-changes',
  'apply: partially-applied',
  'apply: superseded',
  'apply: refused plan-missing',
  'apply: refused plan-changed',
  'apply: refused from-changed',
  'queue: planned',
  'queue: refused plan-changed',
  'merged by merge',
  'merged by squash',
  'merged by rebase',
  'several in one push',
  'conflict',
  'reverted',
  'forced back',
  'pushed directly',
  'changed by hand',
  'run replaced',
  'planned again after the merge',
  'applied by digest',
  'left the spec alone',
  'an older commit stands for the tip',
] as const;

/** One line of a plan, as the model writes it: `create t1 3`, `update t1 2 > 3`, `delete t1`. */
type Line = string;

class History {
  readonly story: GitStory;
  readonly #world: RunWorld;
  readonly #seen: Map<string, number>;
  readonly #plans: PlanEvent[] = [];
  readonly #applies: ApplyEvent[] = [];
  /** What each plan showed, oldest first. */
  readonly #shown: { readonly pull: StoryPull; readonly head: string; readonly lines: readonly Line[] }[] =
    [];

  constructor(world: RunWorld, story: GitStory, seen: Map<string, number>) {
    this.#world = world;
    this.story = story;
    this.#seen = seen;
  }

  async play(each: Step): Promise<void> {
    switch (each.kind) {
      case 'open':
        return this.#plan(await this.story.openPull(new Map(each.changes)));
      case 'push to': {
        const pull = choose(this.#open(), each.pick);
        if (pull === undefined) return;
        await this.story.pushTo(pull, new Map(each.changes), each.force);
        return this.#plan(pull);
      }
      case 'plan again': {
        const plan = choose(this.#plans, each.pick);
        if (plan?.pull.merged !== undefined) this.#note('planned again after the merge');
        return plan && this.#runPlan(plan);
      }
      case 'look again': {
        // What a refusal asks for: a new plan of the pull request, and the apply once more.
        const [plan, apply] = [this.#plans.at(-1), this.#applies.at(-1)];
        if (plan === undefined || apply === undefined) return;
        await this.#runPlan(plan);
        return this.#runApply(apply, 'runs');
      }
      case 'merge':
        return this.#merge(each);
      case 'queue':
        return this.#queue(each);
      case 'revert': {
        const pull = choose(
          this.story.pulls.filter(({ merged }) => merged !== undefined),
          each.pick,
        );
        const revert = pull?.merged && (await this.story.openRevert(pull.merged));
        if (!revert) return;
        this.#note('reverted');
        return this.#plan(revert);
      }
      case 'force back': {
        const before = this.story.main;
        if (!(await this.story.forceBack())) return;
        this.#note('forced back');
        return this.#pushed(before, each.run);
      }
      case 'direct': {
        const before = this.story.main;
        await this.story.commitToMain(filesOf(new Map(each.changes)));
        this.#note('pushed directly');
        return this.#pushed(before, each.run);
      }
      case 'surprise': {
        // Between the plan and the merge somebody sets the same topic to something else.
        const pull = await this.story.openPull(new Map([['t0', each.lines[0]]]));
        await this.#plan(pull);
        await this.#changeByHand('t0', each.lines[1]);
        const pick = this.#open().indexOf(pull);
        return this.#merge({ kind: 'merge', picks: [pick], method: each.method, run: 'runs' });
      }
      case 'by hand':
        this.#note('changed by hand');
        return this.#changeByHand(each.topic, each.line);
      case 'apply again': {
        const apply = choose(this.#applies, each.pick);
        return apply && this.#runApply(apply, each.run);
      }
      case 'unrelated': {
        // As with a paths filter: the push starts no run, and the last one may have waited all the while.
        await this.story.commitToMain({ 'README.md': `${this.#applies.length}` });
        this.#note('left the spec alone');
        const apply = this.#applies.at(-1);
        return each.thenApplyAgain && apply !== undefined ? this.#runApply(apply, 'runs') : undefined;
      }
      case 'dispatch':
        return each.withDigest ? this.#applyDigest() : this.#runApply(this.story.byHand(), 'runs');
    }
  }

  #open(): readonly StoryPull[] {
    return this.story.pulls.filter(({ merged }) => merged === undefined);
  }

  async #merge({ picks, method, run: fate }: Step & { kind: 'merge' }): Promise<void> {
    const before = this.story.main;
    let merged = 0;
    for (const each of picks) {
      const pull = choose(this.#open(), each);
      if (pull === undefined) continue;
      if (await this.story.merge(pull, method)) merged++;
      else this.#note('conflict');
    }
    if (merged === 0) return;
    this.#note(`merged by ${method}`);
    if (merged > 1) this.#note('several in one push');
    await this.#pushed(before, fate);
  }

  /** A group that its verification stops is not merged. */
  async #queue({ picks, run: fate }: Step & { kind: 'queue' }): Promise<void> {
    const pulls = new Set(picks.flatMap((each) => choose(this.#open(), each) ?? []));
    const before = this.story.main;
    const group = await this.story.queue([...pulls]);
    if (group === undefined) return;
    const queued = group.merges.flatMap(({ pull }) => {
      const newest = this.#newestShown(pull);
      return newest === undefined ? [] : [newest];
    });
    const merged = await this.#shownFor({ sha: before, before: undefined });
    const shown = queued.length === 0 && merged === undefined ? undefined : [...queued, ...(merged ?? [])];
    const reason = refusalOf(await this.#difference(group.sha), shown);
    const isSkipped = await this.story.leadsWithoutChange(before, group.sha);
    const expected = isSkipped ? 'skipped' : reason === undefined ? 'planned' : 'refused';
    const { ran, effects } = await this.#start(group.triggered, {});
    this.#check('queue', ran, expected, expected === 'refused' ? reason : undefined);
    expect(effects).toEqual([]);
    if (expected === 'refused') return;
    await this.story.mergeGroup(group);
    await this.#pushed(before, fate);
  }

  async #plan(pull: StoryPull): Promise<void> {
    const plan = await this.story.planEvent(pull);
    if (plan === undefined) return;
    this.#plans.push(plan);
    await this.#runPlan(plan);
  }

  async #runPlan(plan: PlanEvent): Promise<void> {
    const lines = await this.#difference(plan.sha);
    const isCurrent = plan.head === plan.pull.head;
    const expected = isCurrent ? (lines.length === 0 ? 'no-changes' : 'planned') : 'superseded';
    const { ran, effects } = await this.#start(plan.triggered, {});
    this.#check('plan', ran, expected, undefined);
    expect(effects).toEqual([]);
    if (isCurrent) this.#shown.push({ pull: plan.pull, head: plan.head, lines });
  }

  async #pushed(before: string, fate: Run): Promise<void> {
    const apply = this.story.pushed(before);
    this.#applies.push(apply);
    if (fate === 'is replaced') this.#note('run replaced');
    else await this.#runApply(apply, fate);
  }

  async #runApply(apply: ApplyEvent, fate: Run): Promise<void> {
    const inputs = apply.before === undefined ? { mode: 'apply' } : {};
    const isTip = apply.sha === this.story.main;
    if (!isTip && !(await this.story.leadsWithoutChange(apply.sha, this.story.main))) {
      const { ran, effects } = await this.#start(apply.triggered, inputs);
      this.#check('apply', ran, 'superseded', undefined);
      expect(effects).toEqual([]);
      return;
    }
    if (!isTip) this.#note('an older commit stands for the tip');
    const recorded = this.#recorded();
    const lines = await this.#difference(apply.sha);
    const shown = await this.#shownFor(apply);
    const reason = refusalOf(lines, shown);
    if (reason !== undefined) {
      const { ran, effects } = await this.#start(apply.triggered, inputs);
      this.#check('apply', ran, 'refused', reason);
      expect(this.#recorded()).toEqual(recorded);
      for (const each of missingIn(lines, shown)) expect(ran.summary).toContain(each.split(' ')[1]);
      expect(effects).toEqual([]);
      return;
    }
    const failing = fate === 'cannot create' ? 'create' : fate === 'cannot update' ? 'update' : 'nothing';
    const failed = lines.filter((each) => each.startsWith(failing));
    const applied = lines.filter(
      (each) => !failed.includes(each) && !(failed.length > 0 && each.startsWith('delete')),
    );
    const { ran, effects } = await this.#start(apply.triggered, inputs, fate);
    const all = applied.length === lines.length;
    this.#check(
      'apply',
      ran,
      lines.length === 0 ? 'no-changes' : all ? 'applied' : 'partially-applied',
      undefined,
    );
    expect(effects.toSorted()).toEqual(applied.toSorted());
    if (lines.length > 0) expect(this.#recorded().at(-1)).toEqual({ sha: apply.sha, succeeded: all });
  }

  /** What the deployments say of every apply. */
  #recorded(): readonly { readonly sha: string; readonly succeeded: boolean }[] {
    return this.#world.github.world.deployments().map(({ sha, payload }) => {
      return { sha, succeeded: (payload as { succeeded?: unknown }).succeeded === true }; // as the action wrote it
    });
  }

  /** A person looks at the plan of a run by hand and applies that. */
  async #applyDigest(): Promise<void> {
    const lines = await this.#difference(this.story.main);
    const looked = await this.#start(this.story.byHand().triggered, {});
    this.#check('plan', looked.ran, lines.length === 0 ? 'no-changes' : 'planned', undefined);
    if (lines.length === 0) return;
    const digest = looked.ran.outputs['plan-digest'] ?? '';
    const { ran, effects } = await this.#start(this.story.byHand().triggered, {
      mode: 'apply',
      'approve-digest': digest,
    });
    this.#check('apply', ran, 'applied', undefined);
    this.#note('applied by digest');
    expect(effects.toSorted()).toEqual(lines.toSorted());
  }

  /** The newest plan of each pull request that counts for an apply; undefined: none of them has one. */
  async #shownFor({
    sha,
    before,
  }: Pick<ApplyEvent, 'sha' | 'before'>): Promise<readonly (readonly Line[])[] | undefined> {
    const base = this.#recorded().findLast(({ succeeded }) => succeeded)?.sha;
    const start = base ?? before;
    const tip = this.story.main;
    const range = start === undefined ? new Set<string>() : await this.story.commitsBetween(start, tip);
    const reachable = base === undefined ? await this.story.commitsBetween(undefined, sha) : range;
    const found = this.story.pulls.flatMap((pull) => {
      if (pull.merged === undefined) return [];
      const newest = this.#newestShown(pull);
      if (range.has(pull.merged) || range.has(pull.head)) return newest === undefined ? [] : [newest];
      const counts = base === undefined && reachable.has(pull.merged) && (newest?.length ?? 0) > 0;
      return counts && newest !== undefined ? [newest] : [];
    });
    return found.length === 0 ? undefined : found;
  }

  #newestShown(pull: StoryPull): readonly Line[] | undefined {
    return this.#shown.findLast((shown) => shown.pull === pull && shown.head === pull.head)?.lines;
  }

  async #difference(sha: string): Promise<readonly Line[]> {
    const live = await this.#live();
    return [...this.story.specAt(sha)].flatMap(([name, wanted]) => {
      const there = live.get(name);
      if (wanted === 'removed') return there === undefined ? [] : [`delete ${name}`];
      if (there === undefined) return [`create ${name} ${wanted}`];
      return there === wanted ? [] : [`update ${name} ${there} > ${wanted}`];
    });
  }

  async #live(): Promise<ReadonlyMap<string, number>> {
    const topics = await this.#world.backend.describeTopics(['t0', 't1', 't2']);
    return new Map(
      topics.map(({ name, config }) => {
        const value = config.find((entry) => entry.name === 'retention.ms')?.value;
        return [name, Number(value) / day];
      }),
    );
  }

  async #changeByHand(name: string, wanted: TopicLine): Promise<void> {
    const { backend } = this.#world;
    const exists = (await this.#live()).has(name);
    if (wanted === 'removed') {
      if (exists) await backend.deleteTopic(name);
    } else if (exists) {
      await backend.alterTopicConfig(name, { 'retention.ms': String(wanted * day) });
    } else {
      const config = { 'retention.ms': String(wanted * day) };
      await backend.createTopic({ name, partitions: 1, replication: 2, config });
    }
  }

  async #start(
    triggered: ApplyEvent['triggered'],
    inputs: Readonly<Record<string, string>>,
    fate: Run = 'runs',
  ): Promise<{ readonly ran: Ran; readonly effects: readonly Line[] }> {
    const { aiven, clock } = this.#world;
    await clock.sleep(60_000); // caches of the services are over
    const live = await this.#live();
    const first = aiven.log.effects.length;
    const refusal = { status: 400, body: { message: 'Not now', errors: [] } };
    for (const route of ['topic.create', 'topic.update'] as const) {
      if (fate === `cannot ${route.slice(6)}`) {
        aiven.faults.add({ route, times: 99, fault: { kind: 'answer', response: refusal } });
      } else if (fate === 'answers 502 after the effect') {
        const response = { status: 502, body: { message: 'Bad Gateway' } };
        aiven.faults.add({ route, fault: { kind: 'answer-after-effect', response } });
      }
    }
    const ran = await this.#world.start(triggered, {
      inputs: { 'allow-delete': 'topics', 'drift-issue': 'false', ...inputs },
    });
    aiven.faults.clear();
    const effects = aiven.log.effects.slice(first).map((effect) => this.#lineOf(effect, live));
    return { ran, effects };
  }

  /** A write as the effect log of the emulated Aiven has it, as a line of the plan. */
  #lineOf(effect: Effect, live: ReadonlyMap<string, number>): Line {
    const request = this.#world.aiven.log.requests[effect.request - 1];
    const body = request?.body as { topic_name?: string; config?: { retention_ms?: number | string } };
    const name = body?.topic_name ?? decodeURIComponent(request?.path.split('/').at(-1) ?? '');
    const days = Number(body?.config?.retention_ms) / day;
    switch (effect.route) {
      case 'topic.create':
        return `create ${name} ${days}`;
      case 'topic.update':
        return `update ${name} ${live.get(name)} > ${days}`;
      case 'topic.delete':
        return `delete ${name}`;
      default:
        return `${effect.route}: ${effect.what}`;
    }
  }

  #check(what: 'plan' | 'apply' | 'queue', ran: Ran, result: string, reason: string | undefined): void {
    const { result: is, 'failure-reason': why } = ran.outputs;
    const expected = { result, reason: reason ?? (result === 'partially-applied' ? 'apply-failed' : '') };
    if (is !== expected.result || why !== expected.reason) {
      throw new Error(
        `expected ${JSON.stringify(expected)}, and the run ended ${is} ${why}\n${ran.log}\n${ran.summary}`,
      );
    }
    this.#note(`${what}: ${result}${reason === undefined ? '' : ` ${reason}`}`);
  }

  #note(what: string): void {
    this.#seen.set(what, (this.#seen.get(what) ?? 0) + 1);
  }
}

const day = 86_400_000;

function missingIn(lines: readonly Line[], shown: readonly (readonly Line[])[] | undefined): readonly Line[] {
  const allowed = new Set(shown?.flat());
  return lines.filter((each) => !allowed.has(each));
}

/** Why a plan of these lines must not be applied or merged; undefined: all of it was shown. */
function refusalOf(
  lines: readonly Line[],
  shown: readonly (readonly Line[])[] | undefined,
): string | undefined {
  const missing = missingIn(lines, shown);
  if (missing.length === 0) return undefined;
  if (shown === undefined) return 'plan-missing';
  const ends = new Set(shown.flat().map(endOf));
  const isKnown = missing.every((each) => endOf(each) !== undefined && ends.has(endOf(each)));
  return isKnown ? 'from-changed' : 'plan-changed';
}

/** Where an update leads; a creation or deletion is shown as a whole or not. */
function endOf(each: Line): Line | undefined {
  return each.startsWith('update') ? each.replace(/ \d+ >/, '') : undefined;
}

function choose<T>(list: readonly T[], pick: number): T | undefined {
  return list[pick % Math.max(1, list.length)];
}
