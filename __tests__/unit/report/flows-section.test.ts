import { expect, test } from '@jest/globals';
import type { FlowPreflight } from '../../../src/model/flow-preflight.ts';
import { known, unknown } from '../../../src/model/reading.ts';
import { flowsSection } from '../../../src/report/plan/flows-section.ts';
import { planJson } from '../../../src/report/texts/plan-json.ts';
import { planOf } from '../../support/build/plan.ts';
import { expectGolden } from '../../support/golden-file.ts';

const edge = {
  service: 'mm2-core',
  source: 'onprem',
  target: 'core',
  enabled: true,
  notEvaluable: [],
} as const;
const login = {
  cluster: 'onprem',
  endpoint: 'onprem-kafka',
  message: '',
  needed: 9,
  lacks: [],
  stopsBy: [],
  notTold: 0,
  grantedByPlan: false,
  takenByPlan: [],
};

const someFlows: readonly FlowPreflight[] = [
  {
    ...edge,
    matches: known({
      seenBy: 'admin',
      partitions: 24,
      doubtful: [],
      topics: Array.from({ length: 7 }, (_, index) => ({
        name: `edge.readings-${index}`,
        partitions: index + 1,
        remote: `onprem.edge.readings-${index}`,
        onTarget: index === 0 ? 'exists' : 'new',
      })),
    }),
    logins: [{ ...login, state: 'accepted' }],
    serviceSettings: [
      { name: 'offset_lag_max', value: '7', basis: 'live' },
      { name: 'groups', value: 'app.*, edge.*', basis: 'stated' },
    ],
  },
  {
    ...edge,
    source: 'partner',
    enabled: false,
    serviceSettings: [{ name: 'offset_lag_max', value: '7', basis: 'live' }],
    matches: known({
      seenBy: 'mirror',
      doubtful: ['shared.b'],
      topics: [{ name: 'shared.a', remote: 'partner.shared.a', onTarget: 'unknown' }],
    }),
    notEvaluable: [{ pattern: '(?i)B', because: 'it has a (?…) group: look-around, inline flags or a name' }],
    logins: [
      {
        ...login,
        cluster: 'partner',
        endpoint: 'partner-kafka',
        state: 'accepted',
        lacks: ['Read on Topic shared.a', 'Describe on Groups billing-*'],
      },
    ],
  },
  {
    ...edge,
    target: 'edge',
    matches: known({ seenBy: 'admin', partitions: 0, doubtful: [], topics: [] }),
    logins: [
      { ...login, state: 'accepted', lacks: ['Read on Topic orders'], grantedByPlan: true, takenByPlan: [] },
    ],
  },
  {
    ...edge,
    target: 'lake',
    matches: unknown('not-contacted', 'the connection of onprem differs from the default branch'),
    logins: [
      {
        ...login,
        state: 'not-contacted',
        message: 'the connection of onprem differs from the default branch',
      },
      {
        ...login,
        cluster: 'lake',
        endpoint: 'lake-kafka',
        state: 'refused',
        message: 'kafka:9093 refused the login mm2 with sasl_mechanism SCRAM-SHA-512: invalid credentials',
      },
    ],
  },
];

test('what flows mirror, as reviewers read it', () => {
  const text = flowsSection(planOf({ flows: someFlows }), 30) ?? '';
  expectGolden(new URL('golden/flows.md', import.meta.url), `${text}\n`);
});

test('what flows mirror, for programs', () => {
  const text = planJson(planOf({ flows: someFlows.slice(0, 2) }));
  expectGolden(new URL('golden/flows-json.txt', import.meta.url), text);
});

test('a plan without flows has no such section', () => {
  expect(flowsSection(planOf(), 30)).toBeUndefined();
});

test('what flows mirror is no part of the digest', () => {
  expect(planOf({ flows: someFlows }).digest).toBe(planOf().digest);
});
