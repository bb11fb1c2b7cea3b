import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { observedTopics } from '../../../src/desired/derived/view.ts';
import { desiredState } from '../../../src/desired/desired.ts';
import type { RecordedRun } from '../../../src/github/deployment.ts';
import type { PullRequest } from '../../../src/github/pull-requests.ts';
import type { Change } from '../../../src/model/change.ts';
import type { EndpointConfig } from '../../../src/model/endpoint.ts';
import type { Live } from '../../../src/model/live.ts';
import { operationsOf } from '../../../src/model/operation.ts';
import { known } from '../../../src/model/reading.ts';
import { type Kind, keyOf, type LiveOf, nameOf, placeOf } from '../../../src/model/resource.ts';
import type { Secret } from '../../../src/model/secret.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { decide } from '../../../src/review/decide.ts';
import type { Evidence } from '../../../src/review/evidence.ts';
import { reviewRecord } from '../../../src/review/record.ts';
import { reviewFacts } from '../../../src/run/review/approval.ts';
import { appliedBefore, leftOutPayload } from '../../../src/run/review/left-out-applies.ts';
import type { MergedSince } from '../../../src/run/review/merged-since.ts';
import { withheldWithout } from '../../../src/run/systems/withheld.ts';
import { leaveOut } from '../../../src/spec/leave-out.ts';
import type { Spec } from '../../../src/spec/spec.ts';
import { liveCluster, liveMirrorMaker, liveWorld, overridden } from '../../support/build/live.ts';
import {
  externalCluster,
  flowSpec,
  mirrorMaker,
  specOf,
  topicSpec,
  topicSpecs,
} from '../../support/build/spec.ts';

/*
 * Histories of pull requests and applies over three external clusters, some of which left clusters out. Flows lead from `a` to `b` and
 * from there to `c`, so that what one cluster has decides what flows need on others, name by name.
 */
const keys = ['a', 'b', 'c'] as const;
type Key = (typeof keys)[number];

/** By cluster the days of retention of its topics; of each flow which of its patterns it has, 0: there is no flow. */
interface Said {
  readonly topics: Readonly<Record<Key, Readonly<Record<string, number>>>>;
  readonly flows: readonly [ab: number, bc: number];
}

const patterns = [[], ['[tu]1'], ['t.*'], ['[at].*[12]']];

function toSpec({ topics, flows: [ab, bc] }: Said): Spec {
  const position = { file: 'kafka.yaml', line: 3, column: 1 };
  const manage = {
    acls: { position, principals: [{ pattern: 'User:mm2', position }] },
    topics: {
      position,
      scope: [{ pattern: '*', position }],
      exclude: [],
      prune: 'removed' as const,
      unlistedConfig: 'report' as const,
    },
  };
  return specOf(
    keys.map((key) =>
      externalCluster(key, {
        manage,
        topics: topicSpecs(
          ...Object.entries(topics[key]).map(([name, days]) =>
            topicSpec(name, { config: new Map([['retention.ms', String(days * 86_400_000)]]) }),
          ),
        ),
      }),
    ),
    [
      mirrorMaker([
        ...(ab === 0 ? [] : [flowSpec('a', 'b', { settings: { topics: patterns[ab] ?? [] } })]),
        ...(bc === 0 ? [] : [flowSpec('b', 'c', { settings: { topics: patterns[bc] ?? [] } })]),
      ]),
    ],
  );
}

type Resources = ReadonlyMap<string, LiveOf<Kind>>;

function liveOf(there: Resources): Live {
  const all = [...there.values()];
  // The kind of an id tells which type the resource has.
  const of = <K extends Kind>(kind: K) => all.filter(({ id }) => id.kind === kind) as LiveOf<K>[];
  const at = <K extends Kind>(kind: K, key: string) => of(kind).filter(({ id }) => placeOf(id) === key);
  return liveWorld({
    endpoints: new Map([['acme', known(of('endpoint'))]]),
    mirrormakers: new Map([
      [
        'mm2',
        liveMirrorMaker({ service: 'mm2', integrations: known(of('integration')), flows: known(of('flow')) }),
      ],
    ]),
    clusters: new Map(
      keys.map((key) => [
        key,
        liveCluster(key, at('topic', key), { kafkaAcls: known(at('kafka-acl', key)) }),
      ]),
    ),
  });
}

function after(there: Resources, changes: readonly Change[]): Resources {
  const next = new Map(there);
  for (const change of changes) {
    if (change.action === 'delete') next.delete(keyOf(change.id));
    else next.set(keyOf(change.id), made(change));
  }
  return next;
}

function made(change: Exclude<Change, { readonly action: 'delete' }>): LiveOf<Kind> {
  switch (change.kind) {
    case 'topic': {
      const { partitions = 1, config } = change.desired;
      const set = [...config].map(([name, value]) => [name, overridden(value ?? '')] as const);
      return {
        id: change.id,
        partitions,
        replication: change.desired.replication ?? 3,
        config: new Map(set),
      };
    }
    case 'endpoint': {
      // As the comparison takes it: a secret that is the one of the spec.
      const config = change.desired.config as EndpointConfig<Secret>;
      return { id: change.id, endpointId: nameOf(change.id), config };
    }
    case 'integration': {
      const { source } = change.desired;
      return { id: change.id, integrationId: nameOf(change.id), source, tuning: {}, active: true };
    }
    case 'flow':
      return { id: change.id, settings: change.desired.settings };
    case 'kafka-acl':
    case 'aiven-acl':
      return { id: change.id } as LiveOf<Kind>; // of its own kind
  }
}

interface Planned {
  readonly plan: Plan;
  readonly withheld: (clusters: readonly string[]) => ReadonlySet<string>;
}

function planOf(said: Said, there: Resources, without: readonly string[]): Planned {
  const left = leaveOut(toSpec(said), without);
  if (!left.ok) throw new Error(left.problems.join());
  const { spec } = left;
  const live = liveOf(there);
  const seen = { ...live, clusters: new Map([...live.clusters].filter(([key]) => !spec.leftOut.has(key))) };
  const { desired } = desiredState(spec, observedTopics(seen, new Map()));
  const plan = buildPlan({ desired, live: seen, findings: [] });
  const logins = new Map();
  return { plan, withheld: (clusters) => withheldWithout(clusters, { plan, spec, live: seen, logins }) };
}

type Step =
  | { readonly kind: 'pull request'; readonly said: Said; readonly without: readonly Key[] }
  | { readonly kind: 'apply'; readonly without: readonly Key[]; readonly stopsAfter: number }
  | { readonly kind: 'by hand'; readonly pick: number };

const topics = fc.dictionary(fc.constantFrom('t1', 't2', 'u1'), fc.integer({ min: 1, max: 3 }), {
  maxKeys: 3,
});
const saying: fc.Arbitrary<Said> = fc.record({
  topics: fc.record({ a: topics, b: topics, c: topics }),
  flows: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
});
const some = fc.subarray([...keys], { minLength: 0, maxLength: 2 });

function steps(options: { readonly wild: boolean }): fc.Arbitrary<readonly Step[]> {
  const without = options.wild ? some : fc.constant([]);
  const stopsAfter = options.wild
    ? fc.oneof(
        { weight: 3, arbitrary: fc.constant(1000) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 4 }) },
      )
    : fc.constant(1000);
  return fc.array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('pull request' as const), said: saying, without }),
      },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('apply' as const), without: some, stopsAfter }) },
      {
        weight: options.wild ? 1 : 0,
        arbitrary: fc.record({ kind: fc.constant('by hand' as const), pick: fc.nat() }),
      },
    ),
    { minLength: 1, maxLength: 8 },
  );
}

/** A creation counts as a whole, everything else field by field. */
function inClear(change: Change): readonly string[] {
  const lines = operationsOf(change).map((operation) => JSON.stringify(operation));
  return change.action === 'create' ? [JSON.stringify(lines.toSorted())] : lines;
}

interface Applied {
  readonly at: number;
  readonly without: readonly string[];
  readonly succeeded: boolean;
}

class History {
  said: Said = { topics: { a: {}, b: {}, c: {} }, flows: [0, 0] };
  there: Resources = new Map();
  readonly pulls: {
    readonly at: number;
    readonly evidence: Evidence;
    readonly shown: ReadonlySet<string>;
  }[] = [];
  readonly applied: Applied[] = [];
  #now = 0;

  propose(said: Said, without: readonly Key[]): void {
    this.#now++;
    this.said = said;
    const { plan } = planOf(said, this.there, without);
    const number = this.#now;
    const pullRequest = { number, labels: [], head: { sha: `${number}` }, fromFork: false };
    this.pulls.push({
      at: number,
      evidence: { pullRequest, record: reviewRecord(plan, number) },
      shown: new Set(plan.changes.flatMap(inClear)),
    });
  }

  /** Answers the changes that were written; undefined: it was refused. */
  apply(without: readonly Key[], stopsAfter: number): readonly Change[] | undefined {
    this.#now++;
    const { plan, withheld } = planOf(this.said, this.there, without);
    const since = this.#since([...without].sort());
    const facts = reviewFacts(
      { event: { repository: { defaultBranch: 'main' } } as Parameters<typeof reviewFacts>[0]['event'] }, // all it takes
      since,
      withheld,
    )(
      this.pulls
        .filter(({ at }) => since.pullRequests.some(({ number }) => number === at))
        .map(({ evidence }) => evidence),
    );
    const policy = {
      requirePlan: true,
      approveDigest: '',
      directPush: 'refuse',
      allowDeleteLabel: '',
    } as const;
    if (decide(plan, facts, policy).state === 'refused') return undefined;
    const written = plan.changes.slice(0, stopsAfter);
    this.there = after(this.there, written);
    this.applied.push({ at: this.#now, without, succeeded: written.length === plan.changes.length });
    return written;
  }

  /** As GitHub would tell it: a commit is called by its time. */
  #since(without: readonly string[]): MergedSince {
    const runs = this.applied
      .filter(({ succeeded }) => succeeded)
      .toReversed()
      .map((run): RecordedRun => {
        const payload = { succeeded: true, ...leftOutPayload([...run.without].sort()) };
        return { id: run.at, sha: String(run.at), environment: '', payload, createdAt: '' };
      });
    const { base, boundaries } = appliedBefore(runs, without);
    const start = Number(base?.sha ?? 0);
    const pulls = this.pulls.filter(({ at }) => at > start);
    return {
      // All that is asked of a pull request here.
      pullRequests: pulls.map(({ at }) => ({ number: at }) as PullRequest),
      direct: [],
      commits: pulls.length,
      files: undefined,
      hasBase: base !== undefined,
      earlier: boundaries.map(({ sha, withouts }, index) => {
        const older = Number(boundaries[index + 1]?.sha ?? start);
        const part = pulls.filter(({ at }) => at < Number(sha) && at > older);
        return { withouts, pullRequests: new Set(part.map(({ at }) => at)), direct: new Set<string>() };
      }),
      last: runs[0],
      specBefore: undefined,
      untold: [],
      wasTold: base !== undefined,
      moved: false,
      recent: undefined,
    };
  }
}

/** The cluster of a change, and those from which topics, or needs, come to it. */
function reachOf({ id, provenance }: Change, { flows: [ab, bc] }: Said): ReadonlySet<string> {
  const ends =
    id.kind === 'flow'
      ? [id.source, id.target]
      : id.kind === 'integration'
        ? [id.cluster]
        : id.kind === 'endpoint'
          ? [id.name.slice(0, 1)]
          : [placeOf(id)];
  const reach = new Set(ends);
  for (const flow of provenance.origin === 'derived' ? provenance.flows : [])
    for (const end of flow.split(' -> ')) reach.add(end);
  const isAccess = id.kind === 'kafka-acl' || provenance.origin === 'derived';
  if (!isAccess) return reach;
  for (const [source, target, is] of [
    ['b', 'c', bc],
    ['a', 'b', ab],
    ['b', 'c', bc],
  ] as const) {
    if (is > 0 && reach.has(target)) reach.add(source);
    if (is > 0 && reach.has(source)) reach.add(target);
  }
  return reach;
}

const runs = { numRuns: Number(process.env['HISTORIES'] ?? 80) };

describe('over generated histories of applies that leave clusters out', () => {
  test('every apply passes, and a last one with all clusters leaves nothing to do', () => {
    let partial = 0;
    fc.assert(
      fc.property(steps({ wild: false }), (all) => {
        const history = new History();
        history.propose(history.said, []);
        for (const step of all) {
          if (step.kind === 'pull request') history.propose(step.said, []);
          if (step.kind !== 'apply') continue;
          const done = history.apply(step.without, 1000);
          expect(done).toBeDefined();
          for (const { id } of done ?? []) for (const key of step.without) expect(placeOf(id)).not.toBe(key);
          if (step.without.length > 0 && (done?.length ?? 0) > 0) partial++;
        }
        expect(history.apply([], 1000)).toBeDefined();
        expect(planOf(history.said, history.there, []).plan.changes).toEqual([]);
      }),
      runs,
    );
    expect(partial).toBeGreaterThan(runs.numRuns / 5);
  });

  test('nothing is written that nobody was shown since it could last be applied', () => {
    let [written, refused] = [0, 0];
    fc.assert(
      fc.property(steps({ wild: true }), (all) => {
        const history = new History();
        history.propose(history.said, []);
        for (const step of all) {
          if (step.kind === 'pull request') history.propose(step.said, step.without);
          if (step.kind === 'by hand') {
            const left = [...history.there].filter(
              (_, index) => index !== step.pick % Math.max(1, history.there.size),
            );
            history.there = new Map(left);
          }
          if (step.kind !== 'apply') continue;
          const before = history.applied.filter(({ succeeded }) => succeeded);
          const done = history.apply(step.without, step.stopsAfter);
          if (done === undefined) refused++;
          for (const change of done ?? []) {
            written++;
            const reach = reachOf(change, history.said);
            const counting = history.pulls.filter(({ at }) =>
              before.every((run) => run.at < at || run.without.some((key) => reach.has(key))),
            );
            for (const text of inClear(change)) {
              const isShown = counting.some(({ shown }) => shown.has(text));
              // What is left of a creation in two steps was shown as a part of it.
              const isStage = change.kind === 'flow' && change.action === 'update';
              expect({ text, isShown: isShown || isStage }).toEqual({ text, isShown: true });
            }
          }
        }
      }),
      runs,
    );
    expect(Math.min(written, refused)).toBeGreaterThan(runs.numRuns / 10);
  });
});
