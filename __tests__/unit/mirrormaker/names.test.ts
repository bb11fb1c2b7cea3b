import { describe, expect, test } from '@jest/globals';
import {
  checkpointsTopic,
  connectGroup,
  connectTopicKind,
  connectTopics,
  isCycle,
  isHeartbeatsTopic,
  isInternalTopic,
  isOwnTopic,
  offsetSyncsTopic,
  remoteTopic,
  transactionalIds,
} from '../../../src/mirrormaker/names.ts';

test('the worker of S -> T is named after S, its offset syncs after the other cluster', () => {
  expect(connectTopics('onprem')).toEqual({
    configs: 'mm2-configs.onprem.internal',
    offsets: 'mm2-offsets.onprem.internal',
    status: 'mm2-status.onprem.internal',
  });
  expect(connectGroup('onprem')).toBe('onprem-mm2');
  expect(checkpointsTopic('onprem')).toBe('onprem.checkpoints.internal');
  expect(offsetSyncsTopic('core')).toBe('mm2-offset-syncs.core.internal');
});

test('transactional ids are the leader of the worker and a prefix per connector', () => {
  expect(transactionalIds('onprem', ['MirrorSourceConnector', 'MirrorHeartbeatConnector'])).toEqual({
    leader: 'connect-cluster-onprem-mm2',
    taskPrefixes: ['onprem-mm2-MirrorSourceConnector-', 'onprem-mm2-MirrorHeartbeatConnector-'],
  });
});

/**
 * What DefaultReplicationPolicy and IdentityReplicationPolicy of connect-mirror-client 4.3.1 answer for the source
 * `onprem`, and MirrorSourceConnector.isCycle for the target `core`.
 * Columns: default name, identity name, internal, heartbeats, cycle, cycle under the identity policy.
 */
describe.each<Row>([
  ['heartbeats', 'onprem.heartbeats', 'onprem.heartbeats', false, true, false, false],
  ['a.heartbeats', 'onprem.a.heartbeats', 'onprem.a.heartbeats', false, true, false, false],
  ['app-heartbeats', 'onprem.app-heartbeats', 'onprem.app-heartbeats', false, false, false, false],
  ['heartbeats.x', 'onprem.heartbeats.x', 'heartbeats.x', false, false, false, false],
  ['core.heartbeats', 'onprem.core.heartbeats', 'onprem.core.heartbeats', false, true, true, true],
  ['a.core.heartbeats', 'onprem.a.core.heartbeats', 'onprem.a.core.heartbeats', false, true, true, true],
  ['core', 'onprem.core', 'core', false, false, false, false],
  ['core.', 'onprem.core.', 'core.', false, false, false, false],
  ['core.x', 'onprem.core.x', 'core.x', false, false, true, false],
  ['edge.core.metrics', 'onprem.edge.core.metrics', 'edge.core.metrics', false, false, true, false],
  ['a..core.x', 'onprem.a..core.x', 'a..core.x', false, false, true, false],
  [
    'mm2-configs.a.internal',
    'onprem.mm2-configs.a.internal',
    'mm2-configs.a.internal',
    true,
    false,
    false,
    false,
  ],
  [
    'a.checkpoints.internal',
    'onprem.a.checkpoints.internal',
    'a.checkpoints.internal',
    true,
    false,
    false,
    false,
  ],
  ['app.internal', 'onprem.app.internal', 'app.internal', false, false, false, false],
  ['app-internal', 'onprem.app-internal', 'app-internal', false, false, false, false],
  ['__x', 'onprem.__x', '__x', true, false, false, false],
  ['.x', 'onprem..x', '.x', true, false, false, false],
])('%s', (topic, asDefault, asIdentity, internal, heartbeats, cycle, identityCycle) => {
  test('is named, recognised and kept from going round as Apache does', () => {
    expect(remoteTopic('default', 'onprem', topic)).toBe(asDefault);
    expect(remoteTopic('identity', 'onprem', topic)).toBe(asIdentity);
    expect(isInternalTopic(topic)).toBe(internal);
    expect(isHeartbeatsTopic(topic)).toBe(heartbeats);
    expect(isCycle('default', 'core', topic)).toBe(cycle);
    expect(isCycle('identity', 'core', topic)).toBe(identityCycle);
  });
});

test.each<[string, boolean]>([
  ['__consumer_offsets', true],
  ['heartbeats', true],
  ['eu.heartbeats', true],
  ['onprem.checkpoints.internal', true],
  ['mm2-offset-syncs.core.internal', true],
  ['mm2-offsets.onprem.internal', true],
  ['mm2-offsets..internal', false],
  ['mm2-offsets.onprem.internal.v2', false],
  ['orders', false],
  ['app-heartbeats', false],
])('%s belongs to Kafka or MirrorMaker 2: %s', (topic, expected) => {
  expect(isOwnTopic(topic)).toBe(expected);
});

test.each<[string, string | undefined]>([
  ['mm2-configs.onprem.internal', 'configs'],
  ['mm2-offsets.onprem.internal', 'offsets'],
  ['mm2-status.onprem.internal', 'status'],
  ['mm2-offset-syncs.core.internal', undefined],
  ['orders', undefined],
])('%s is the %s topic of a worker', (topic, expected) => {
  expect(connectTopicKind(topic)).toBe(expected);
});

type Row = [string, string, string, boolean, boolean, boolean, boolean];
