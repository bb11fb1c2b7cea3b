import { expect, test } from '@jest/globals';
import { unknown } from '../../../src/model/reading.ts';
import { kinds, placeTypeOf, pluralOf } from '../../../src/model/resource.ts';
import { notOnAiven, notOnExternal, unreadCluster } from '../../../src/model/unread-cluster.ts';

const silent = unknown('unreachable', 'nobody answers');

test('what was asked for is unknown for the reason, the rest is not managed', () => {
  const request = { cluster: 'dc1', topics: ['orders'], kafkaAcls: true, aivenAcls: false };
  expect(unreadCluster(request, silent)).toMatchObject({
    topicNames: silent,
    topics: new Map([['orders', silent]]),
    kafkaAcls: silent,
    aivenAcls: { state: 'unknown', code: 'not-managed' },
  });
});

test.each([
  ['aiven-cluster', notOnExternal],
  ['external-cluster', notOnAiven],
])('every kind of an %s is not managed on clusters of the other type', (place, listings) => {
  const there = kinds.filter((kind) => placeTypeOf(kind) === place).map(pluralOf);
  expect(Object.keys(listings).sort()).toEqual(there.sort());
  for (const listing of Object.values(listings)) {
    expect(listing).toMatchObject({ state: 'unknown', code: 'not-managed' });
  }
});
