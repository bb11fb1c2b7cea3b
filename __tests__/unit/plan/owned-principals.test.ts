import { expect, test } from '@jest/globals';
import { known } from '../../../src/model/reading.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { desiredWorld } from '../../support/build/desired.ts';
import { liveCluster, liveKafkaAcl, liveWorld } from '../../support/build/live.ts';
import { at } from '../../support/build/places.ts';
import { aivenAcl } from '../../support/build/resources.ts';

test.each([
  ['User:?', '*', false],
  ['User:?', 'a*', false],
  ['User:svc-??', 'svc-?*', false],
  ['User:svc-??', 'svc-ab', true],
  ['User:svc-*', 'svc-*', true],
  ['User:svc-*', 'svc-a?', true],
])('%s revokes the unlisted ACLs of %s: %s', (pattern, name, revoked) => {
  const cluster = liveCluster('core', [], {
    kafkaAcls: known([liveKafkaAcl('core', { principal: `User:${name}` })]),
    aivenAcls: known([{ id: aivenAcl('core', { username: name }).id, aclId: 'acl1' }]),
  });
  const plan = buildPlan({
    desired: desiredWorld({
      ownership: new Map([['core', { principals: [{ pattern, position: at() }] }]]),
    }),
    live: liveWorld({ clusters: new Map([['core', cluster]]) }),
    findings: [],
  });
  expect(plan.changes.map(({ kind, action }) => `${action} ${kind}`)).toEqual(
    revoked ? ['delete aiven-acl', 'delete kafka-acl'] : [],
  );
  expect(plan.leftAlone.map(({ why }) => why)).toEqual(revoked ? [] : ['outside-manage', 'outside-manage']);
});
