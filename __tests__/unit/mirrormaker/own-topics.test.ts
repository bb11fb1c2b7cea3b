import { expect, test } from '@jest/globals';
import { isOwnTopic } from '../../../src/mirrormaker/names.ts';
import { ownTopicKinds } from '../../../src/mirrormaker/own-topics.ts';
import { mayBothMatch } from '../../../src/model/name-pattern.ts';

test.each<[glob: string, ...kinds: string[]]>([
  ['__consumer_offsets', 'group offsets', 'others'],
  ['__consumer?offsets', 'group offsets', 'others'],
  ['*consumer_offsets', 'group offsets', 'connector offsets'], // connect_consumer_offsets
  ['*consumer_offsets*', 'group offsets'],
  ['__transaction_state', 'transactions', 'others'],
  ['__cluster_metadata', 'others'],
  ['__share_group_state', 'others'],
  ['_confluent-metadata-auth', 'others'],
  ['mm2-configs.onprem.internal', 'connector configs'],
  ['mm2-configs.*', 'connector configs'],
  ['mm2-configs.onprem*', 'connector configs'],
  ['*.internal', 'connector configs', 'connector offsets', 'connector states', 'offset syncs', 'checkpoints'],
  ['mm2-*', 'connector configs', 'connector offsets', 'connector states', 'offset syncs'],
  ['mm2-offset-syncs.core.internal', 'offset syncs'],
  ['onprem.offset-syncs', 'offset syncs'],
  ['onprem.checkpoints.internal', 'checkpoints'],
  ['onprem.checkpoints*', 'checkpoints'],
  ['heartbeats', 'heartbeats'],
  ['eu.heartbeats', 'heartbeats'],
  ['connect-configs', 'connector configs'],
  ['connect-cluster-configs', 'connector configs'],
  ['docker-connect-configs', 'connector configs'],
  ['__connect_configs', 'connector configs', 'others'],
  ['mirrormaker2-cluster-status', 'connector states'],
  ['connect-*', 'connector configs', 'connector offsets', 'connector states'],
  ['connect-offsets', 'connector offsets'],
  ['_schemas', 'schemas'],
  ['_sche*', 'schemas'],
  ['_sche?as', 'schemas'],
  // Nobody's but an application's.
  ['orders'],
  ['orders*'],
  ['orders.*'],
  ['onprem.*'],
  ['*orders*'],
  ['connector-events'],
  ['connect-billing-*'],
  ['app-heartbeats'],
  ['mm2-offsets..internal'],
  ['my-schemas'],
  ['_orders'],
  [''],
])('%s', (glob, ...kinds) => {
  expect(ownTopicKinds(glob)).toEqual(kinds);
});

test.each([
  '__consumer_offsets',
  'mm2-configs.a.internal',
  'mm2-offsets.a.internal',
  'mm2-status.a.internal',
  'mm2-offset-syncs.a.internal',
  'a.checkpoints.internal',
  'heartbeats',
  'a.heartbeats',
])('%s, which nobody else makes, is of a kind', (topic) => {
  expect(isOwnTopic(topic)).toBe(true);
  expect(ownTopicKinds(topic)).not.toEqual([]);
});

test.each([
  ['a*', '*b', true],
  ['a*c', 'ab*', true],
  ['a?', '?b', true],
  ['a?', 'a', false],
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['a*', 'b*', false],
  ['*a', '*b', false],
  ['a*b', 'ab', true],
  ['*a*', '*b*', true],
  ['??', '*a*b*c*', false],
])('%j and %j may both match a name: %s', (one, other, expected) => {
  expect(mayBothMatch(one, other)).toBe(expected);
  expect(mayBothMatch(other, one)).toBe(expected);
});
