import { expect, test } from '@jest/globals';
import type { MirrorCluster } from '../../../../src/mirrormaker/mirror-flow.ts';
import { serviceSettings } from '../../../../src/mirrormaker/service-settings.ts';
import { flowsTogether } from '../../../../src/mirrormaker/together/flows-together.ts';
import { replacedLists } from '../../../../src/mirrormaker/together/replaced-lists.ts';
import { known } from '../../../../src/model/reading.ts';
import { mirrorCluster, mirrorFlow } from '../../../support/mirror-flows.ts';

function problems(
  changes: NonNullable<Parameters<typeof mirrorFlow>[0]>,
  onprem: MirrorCluster = mirrorCluster('onprem'),
): readonly string[] {
  const flow = mirrorFlow({ syncTopicConfigs: true, ...changes });
  const clusters = new Map([
    ['onprem', onprem],
    ['core', mirrorCluster('core')],
  ]);
  return replacedLists(flowsTogether([flow], clusters)).map(
    ({ finding }) => `${finding.severity} ${finding.code}: ${finding.message}`,
  );
}

const own = [
  'follower\\.replication\\.throttled\\.replicas',
  'leader\\.replication\\.throttled\\.replicas',
  'message\\.timestamp\\.difference\\.max\\.ms',
  'log\\.message\\.timestamp\\.before\\.max\\.ms',
  'log\\.message\\.timestamp\\.after\\.max\\.ms',
  'message\\.timestamp\\.type',
];
const lists = (list: readonly string[]) => ({ settings: { config_properties_exclude: list } });

test('config_properties_exclude: what is no longer excluded is named', () => {
  expect(problems(lists(['segment.ms']))).toEqual([
    "warning exclude-list-replaced: onprem -> core: config_properties_exclude replaces MirrorMaker 2's own list, so these are no longer excluded and are copied to core: follower.replication.throttled.replicas, leader.replication.throttled.replicas, message.timestamp.difference.max.ms, log.message.timestamp.before.max.ms, log.message.timestamp.after.max.ms, message.timestamp.type, min.insync.replicas: a mirrored topic with fewer replicas than its source may refuse every write",
  ]);
});

test.each<[string, readonly string[], readonly RegExp[]]>([
  [
    'min.insync.replicas kept',
    ['min\\.insync\\.replicas'],
    [/^notice .*: follower\..*message\.timestamp\.type$/],
  ],
  ['all but one', own, [/^warning .*: min\.insync\.replicas: a mirrored/]],
  ['all', [...own, 'min.insync.replicas'], []],
  ['all by one pattern', ['.*'], []],
  ['by several wide ones', ['.*replicas', '.*\\.timestamp\\..*'], []],
  [
    'an empty list, which reads back like none',
    [],
    [/^warning exclude-list-untold: .*nobody can tell whether .*min\.insync\.replicas/],
  ],
  ['a pattern that cannot be evaluated', ['(?i)MIN'], []],
])('config_properties_exclude: %s', (_, list, expected) => {
  const found = problems(lists(list));
  expect(found).toHaveLength(expected.length);
  expected.forEach((message, index) => {
    expect(found[index]).toMatch(message);
  });
});

test('config_properties_exclude: nothing to say where nothing is copied, or where there is no list', () => {
  expect(problems({ ...lists(['segment.ms']), syncTopicConfigs: false })).toEqual([]);
  expect(
    problems({ ...lists(['segment.ms']), syncTopicConfigs: false, mirroredTopics: 'mirrormaker' }),
  ).toHaveLength(1);
  expect(problems({})).toEqual([]);
});

test('groups_exclude of the service: groups of Connect and console consumers move where nobody listed them', () => {
  const aiven = mirrorCluster('onprem', { rights: 'everything' });
  const replaced = { serviceSettings: serviceSettings({}, known({ groups_exclude: 'app.*,__.*' })) };
  expect(problems(replaced, aiven)).toEqual([
    'notice exclude-list-replaced: onprem -> core: offsets of groups console-consumer-.*, connect-.*, which MirrorMaker 2 leaves out by default, are translated too, because live service mm2 has groups_exclude: app.*,__.*'.replace(
      'app.*,__.*',
      'app.*, __.*',
    ),
  ]);
  expect(problems({ ...replaced, groups: ['*'] })).toHaveLength(1);
  expect(problems({ ...replaced, groups: ['connect-x'] })).toEqual([]);
  expect(problems({ ...replaced, emitCheckpoints: false }, aiven)).toEqual([]);
  const wide = serviceSettings({}, known({ groups_exclude: 'con.*,_.*' }));
  expect(problems({ serviceSettings: wide }, aiven)).toEqual([]);
  expect(problems({}, aiven)).toEqual([]);
});
