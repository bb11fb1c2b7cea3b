import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from '../../../src/model/change.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { type Decision, decide } from '../../../src/review/decide.ts';
import type { Evidence } from '../../../src/review/evidence.ts';
import type { ReviewPolicy } from '../../../src/review/policy.ts';
import { reviewRecord } from '../../../src/review/record.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import { liveCluster, liveTopic, liveWorld, overridden } from '../../support/build/live.ts';
import { declared } from '../../support/build/places.ts';
import { topic } from '../../support/build/resources.ts';

/** Retention in days by topic; what is not in it does not exist, or is named under `removed`. */
type Topics = Readonly<Record<string, number>>;

const names = ['t1', 't2', 't3'];
const days = (number: number) => String(number * 86_400_000);

function planOf(spec: Topics, live: Topics): Plan {
  return buildPlan({
    desired: desiredWorld({
      topics: Object.entries(spec).map(([name, retention]) =>
        topic('core', name, { config: new Map([['retention.ms', days(retention)]]) }),
      ),
      tombstones: names
        .filter((name) => !(name in spec))
        .map((name) => ({ id: topic('core', name).id, provenance: declared() })),
    }),
    live: liveWorld({
      clusters: new Map([
        [
          'core',
          liveCluster(
            'core',
            Object.entries(live).map(([name, retention]) =>
              liveTopic('core', name, {
                config: new Map([['retention.ms', overridden(days(retention))]]),
              }),
            ),
          ),
        ],
      ]),
    }),
    findings: [],
  });
}

const topics: fc.Arbitrary<Topics> = fc.dictionary(
  fc.constantFrom(...names),
  fc.integer({ min: 1, max: 3 }),
  { maxKeys: 3 },
);

/** A pull request that is planned and perhaps merged, a commit without one, or somebody with Kafka's tools. */
type Step =
  | {
      readonly kind: 'pull-request';
      readonly spec: Topics;
      readonly merged: boolean;
      readonly recorded: boolean;
    }
  | { readonly kind: 'direct'; readonly spec: Topics }
  | { readonly kind: 'by-hand'; readonly live: Topics };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pull-request' as const),
      spec: topics,
      merged: fc.boolean(),
      recorded: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('direct' as const), spec: topics }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('by-hand' as const), live: topics }) },
);

interface History {
  readonly plan: Plan;
  readonly evidence: readonly Evidence[];
  readonly direct: readonly string[];
  /** What the merged and recorded pull requests showed, in clear. */
  readonly shown: ReadonlySet<string>;
}

function historyOf(first: Topics, steps: readonly Step[]): History {
  let spec = first;
  let live = first;
  const evidence: Evidence[] = [];
  const direct: string[] = [];
  const shown = new Set<string>();
  steps.forEach((each, index) => {
    if (each.kind === 'by-hand') live = each.live;
    else if (each.kind === 'direct') {
      spec = each.spec;
      direct.push(`${index}`.repeat(7));
    } else if (each.merged) {
      const plan = planOf(each.spec, live);
      const pullRequest = {
        number: index + 1,
        labels: [],
        head: { sha: `${index}`.repeat(40) },
        fromFork: false,
      };
      evidence.push({ pullRequest, record: each.recorded ? reviewRecord(plan, index + 1) : undefined });
      if (each.recorded)
        for (const change of plan.changes) for (const text of inClear(change)) shown.add(text);
      spec = each.spec;
    }
  });
  return { plan: planOf(spec, live), evidence, direct, shown };
}

/** A creation counts as a whole, everything else field by field. */
function inClear({ action, id, fields }: Change): readonly string[] {
  const lines = fields.map(({ field, from, to }) => JSON.stringify([action, id, field, from, to]));
  return action === 'create' ? [JSON.stringify([...lines].sort())] : lines;
}

const strict: ReviewPolicy = {
  requirePlan: true,
  approveDigest: '',
  directPush: 'refuse',
  allowDeleteLabel: '',
};

function decided({ plan, evidence, direct }: History, policy: Partial<ReviewPolicy> = {}): Decision {
  const range = { branch: 'main', direct, moved: false, unfinished: 'every change' } as const;
  return decide(plan, { state: 'found', range, evidence, earlier: [] }, { ...strict, ...policy });
}

const histories = fc
  .tuple(topics, fc.array(step, { maxLength: 6 }))
  .map(([first, steps]) => historyOf(first, steps));
const runs = { numRuns: 300 };

describe('decide, over generated histories', () => {
  test('approves exactly what merged pull requests showed', () => {
    let approved = 0;
    let refused = 0;
    fc.assert(
      fc.property(histories, (history) => {
        const isShown = history.plan.changes.flatMap(inClear).every((text) => history.shown.has(text));
        const decision = decided(history);
        expect(decision.state).toBe(isShown ? 'approved' : 'refused');
        if (isShown) approved++;
        else refused++;
      }),
      runs,
    );
    expect(Math.min(approved, refused)).toBeGreaterThan(20);
  });

  test('names every operation that nobody saw, and no other', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const decision = decided(history);
        if (decision.state === 'approved') return;
        const unseen = history.plan.changes.filter((change) =>
          inClear(change).some((text) => !history.shown.has(text)),
        );
        const named = new Set(decision.refusal.operations.map(({ operation }) => operation.name));
        expect([...named].sort()).toEqual(
          [...new Set(unseen.map(({ id }) => ('name' in id ? id.name : '')))].sort(),
        );
      }),
      runs,
    );
  });

  test('takes the digest of the plan from a person, whatever was reviewed, and no other', () => {
    fc.assert(
      fc.property(histories, (history) => {
        fc.pre(history.plan.changes.length > 0);
        const { digest } = history.plan;
        expect(decided(history, { approveDigest: digest })).toMatchObject({
          state: 'approved',
          by: 'digest',
        });
        const other = `sha256:${digest.slice(7).replace(/^./, (c) => (c === '0' ? '1' : '0'))}`;
        expect(decided(history, { approveDigest: other }).state).toBe('refused');
      }),
      runs,
    );
  });

  test('a looser policy never refuses what a stricter one approves, and needs a direct push to be looser', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const order = ['refuse', 'apply-low-risk', 'apply'] as const;
        const states = order.map((directPush) => decided(history, { directPush }).state);
        expect([...states].sort((a, b) => (a === b ? 0 : a === 'refused' ? -1 : 1))).toEqual(states);
        if (history.direct.length === 0) expect(new Set(states).size).toBe(1);
      }),
      runs,
    );
  });

  test('without a token or an answer nothing is approved that is not empty or named by digest', () => {
    fc.assert(
      fc.property(histories, ({ plan }) => {
        const noToken = decide(plan, { state: 'no-token' }, strict);
        expect(noToken.state).toBe(plan.changes.length === 0 ? 'approved' : 'refused');
        const refusal = { reason: 'github-unavailable', reasons: [], operations: [] } as const;
        expect(decide(plan, { state: 'unreadable', refusal }, strict)).toEqual({ state: 'refused', refusal });
      }),
      runs,
    );
  });
});
