import { expect, test } from '@jest/globals';
import type { Desired } from '../../../src/model/desired.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { passageOf } from '../../../src/review/refusal.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import { liveCluster, liveTopic, liveWorld } from '../../support/build/live.ts';
import { at, declared } from '../../support/build/places.ts';
import { topic } from '../../support/build/resources.ts';

const ledger = { kind: 'topic', cluster: 'core', name: 'ledger' } as const;
const ofProtected = desiredWorld({ topics: [topic('core', 'ledger', { protect: true })] });

function plan(now: Partial<Desired>, before: Desired | undefined = ofProtected) {
  return buildPlan({
    desired: desiredWorld(now),
    live: liveWorld({ clusters: new Map([['core', liveCluster('core', [liveTopic('core', 'ledger')])]]) }),
    findings: [],
    before,
  });
}

const told = (made: ReturnType<typeof plan>) =>
  made.findings.map(({ severity, code }) => `${severity} ${code}`);
const removed: Partial<Desired> = { tombstones: [{ id: ledger, provenance: declared() }] };
const pruned: Partial<Desired> = {
  ownership: new Map([
    [
      'core',
      {
        principals: [],
        topics: { scope: [{ pattern: 'led*', position: at() }], exclude: [], prune: 'scope' },
      },
    ],
  ]),
};
const gates = {
  allowDelete: new Set(['topics'] as const),
  protectedTopics: [],
  maxDeletes: 9,
  maxChanges: 9,
};

test.each([
  ['moves it under removed', removed],
  ['leaves its line out of a scope that is pruned', pruned],
])('a change that takes the protection away and %s is refused', (_, now) => {
  const made = plan(now);
  expect(made.changes.map(({ action }) => action)).toEqual(['delete']);
  expect(told(made)).toEqual(['error protected-and-removed']);
  expect(passageOf({ ...made, unread: [] }, gates)).toMatchObject({
    state: 'refused',
    refusal: { reason: 'rule-violated' },
  });
});

test.each([
  ['there is no spec before', removed, undefined],
  ['the spec before took the protection away', removed, desiredWorld({ topics: [topic('core', 'ledger')] })],
  [
    'a flow protected what it derives',
    removed,
    desiredWorld({
      topics: [
        topic('core', 'ledger', {
          protect: true,
          provenance: {
            origin: 'derived',
            position: at(),
            flows: ['onprem -> core'],
            rule: 'T1',
            why: 'the flow writes it',
            without: 'nothing is mirrored',
          },
        }),
      ],
    }),
  ],
])('where %s, nothing is said of it', (_, now, before) => {
  // No default: undefined is meant.
  const made = buildPlan({
    desired: desiredWorld(now),
    live: liveWorld({ clusters: new Map([['core', liveCluster('core', [liveTopic('core', 'ledger')])]]) }),
    findings: [],
    before,
  });
  expect(told(made)).toEqual([]);
});

test('to take it away alone is shown, and to keep it is nothing', () => {
  expect(told(plan({ topics: [topic('core', 'ledger')] }))).toEqual(['warning protection-ends']);
  expect(told(plan({ topics: [topic('core', 'ledger', { protect: true })] }))).toEqual([]);
});

test('to leave the whole line out takes it away as well, while the topic is there', () => {
  expect(told(plan({}))).toEqual(['warning protection-ends']);
  const made = buildPlan({
    desired: desiredWorld(),
    live: liveWorld({ clusters: new Map([['core', liveCluster('core', [])]]) }),
    findings: [],
    before: ofProtected,
  });
  expect(told(made)).toEqual([]);
});

test('a cluster that only got another key has the same topics', () => {
  const cluster = {
    key: 'main',
    aliases: ['main'],
    type: 'aiven',
    addresses: ['acme-prod/kafka-core'],
  } as const;
  const made = buildPlan({
    desired: desiredWorld({
      clusters: [{ ...cluster, position: at() }],
      topics: [topic('main', 'ledger')],
    }),
    live: liveWorld({ clusters: new Map([['main', liveCluster('main', [liveTopic('main', 'ledger')])]]) }),
    findings: [],
    before: ofProtected,
  });
  expect(told(made)).toEqual(['warning protection-ends']);
});
