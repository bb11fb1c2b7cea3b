import { expect, test } from '@jest/globals';
import type { Finding } from '../../../src/model/finding.ts';
import type { FlowId } from '../../../src/model/flow.ts';
import { driftOf } from '../../../src/plan/drift.ts';
import { planOf } from '../../support/build/plan.ts';

const flow = (source: string): FlowId => ({
  ...{ kind: 'flow', project: 'acme', service: 'mm2', source, target: 'core' },
});
const lacks = (rights: string, about?: FlowId): Finding => ({
  ...{ code: 'mirror-login-lacks', severity: 'warning', lasts: true, message: `lacks ${rights}` },
  ...(about && { about }),
});

test.each<readonly [what: string, first: Finding, second: Finding, counts: boolean]>([
  ['the same', lacks('Read', flow('a')), lacks('Read', flow('a')), true],
  ['other rights of the same flow', lacks('Read; Write', flow('a')), lacks('Read', flow('a')), true],
  ['the same rights of another flow', lacks('Read', flow('b')), lacks('Read', flow('a')), false],
  ['the same words, and nothing that it is about', lacks('Read'), lacks('Read'), true],
  ['other words, and nothing that it is about', lacks('Write'), lacks('Read'), false],
  ['another code', { ...lacks('Read', flow('a')), code: 'other' }, lacks('Read', flow('a')), false],
])(
  'a difference that no apply puts back counts when two reads agree on it: %s',
  (_, first, second, counts) => {
    const [earlier, now] = [planOf({ findings: [first] }), planOf({ findings: [second] })];
    expect(driftOf(now, [], earlier).lasting).toEqual(counts ? [second] : []);
  },
);
