import { describe, expect, test } from '@jest/globals';
import { groupVerdict } from '../../../../src/mirrormaker/group-filter.ts';
import { type ServiceSettings, serviceSettings } from '../../../../src/mirrormaker/service-settings.ts';
import { settingsProblems } from '../../../../src/mirrormaker/together/settings-problems.ts';
import { known, unknown } from '../../../../src/model/reading.ts';
import { lines, mirrorFlow, needsOfOne } from '../../../support/mirror-flows.ts';

const live = (settings: Readonly<Record<string, unknown>>): ServiceSettings =>
  serviceSettings({}, known(settings));
const unread = serviceSettings({}, unknown('unreachable', 'no answer'));

describe('a setting is what the spec states, else what the live service has, else the default', () => {
  test.each<[string, ServiceSettings, unknown]>([
    ['nobody looked', serviceSettings(), { value: true, basis: 'assumed' }],
    ['nothing is set', live({}), { value: true, basis: 'default' }],
    ['set', live({ emit_checkpoints_enabled: false }), { value: false, basis: 'live' }],
    ['set to null', live({ emit_checkpoints_enabled: null }), { value: true, basis: 'default' }],
    ['of another form', live({ emit_checkpoints_enabled: 'no' }), { value: true, basis: 'unknown' }],
    ['not read', unread, { value: true, basis: 'unknown' }],
    [
      'stated',
      serviceSettings({ emit_checkpoints_enabled: true }, known({ emit_checkpoints_enabled: false })),
      { value: true, basis: 'stated' },
    ],
  ])('%s', (_, settings, expected) => {
    expect(settings.emit_checkpoints_enabled).toEqual(expected);
  });

  test('but for the two that rights are derived for, what is stated counts only where nobody looked', () => {
    const stated = { groups: ['a'], offset_lag_max: 0 };
    expect(serviceSettings(stated).groups).toEqual({ value: ['a'], basis: 'stated' });
    expect(serviceSettings(stated).offset_lag_max).toEqual({ value: 0, basis: 'stated' });
    const looked = serviceSettings(stated, known({ groups: 'b' }));
    expect(looked.groups).toEqual({ value: ['b'], basis: 'live' });
    expect(looked.offset_lag_max).toEqual({ value: 100, basis: 'default' });
  });

  test('lists come as one text or as a list', () => {
    expect(live({ groups: 'a.*, b' }).groups.value).toEqual(['a.*', 'b']);
    expect(live({ groups: ['a.*', 'b'] }).groups.value).toEqual(['a.*', 'b']);
    expect(live({ groups: '' }).groups).toEqual({ value: [], basis: 'live' });
    expect(live({ groups: 7 }).groups.basis).toBe('unknown');
  });
});

describe('what a service leaves of a group', () => {
  test.each<[glob: string, settings: Readonly<Record<string, unknown>>, state: string]>([
    ['billing', {}, 'translated'],
    ['connect-sink', {}, 'left-out'],
    ['connect-*', {}, 'left-out'],
    ['connect-sink-*', {}, 'left-out'],
    ['console-consumer-77', {}, 'left-out'],
    ['__x', {}, 'left-out'],
    ['con*', {}, 'partly'],
    ['*', {}, 'partly'],
    ['_*', {}, 'partly'],
    ['connector', {}, 'translated'],
    ['connect-*', { groups_exclude: 'app.*' }, 'translated'],
    ['app-1', { groups_exclude: 'app.*' }, 'left-out'],
    ['app*', { groups_exclude: 'app.*' }, 'left-out'],
    ['a*', { groups_exclude: 'app.*' }, 'partly'],
    ['app*', { groups: 'foo' }, 'left-out'],
    ['foo', { groups: 'foo' }, 'translated'],
    ['foo*', { groups: 'foo' }, 'partly'],
    ['foo-1', { groups: 'foo.*,bar' }, 'translated'],
    ['foo-*', { groups: 'foo.*,bar' }, 'translated'],
    ['foo', { groups: '' }, 'left-out'],
    ['foo', { groups: '(?i)FOO' }, 'unknown'],
    ['foo', { groups_exclude: '(?i)FOO' }, 'unknown'],
  ])('%s with %j: %s', (glob, settings, state) => {
    expect(groupVerdict(glob, live(settings)).state).toBe(state);
  });

  test('is unknown where the settings could not be read', () => {
    expect(groupVerdict('connect-sink', unread)).toEqual({ state: 'unknown', by: 'groups_exclude' });
  });
});

describe('rights on groups that are left out', () => {
  const rights = (groups: readonly string[], settings: ServiceSettings) => {
    const flow = mirrorFlow({
      groups,
      serviceSettings: settings,
      settings: { sync_group_offsets_enabled: true },
    });
    const { source, target } = needsOfOne(flow);
    return lines([...source, ...target]).filter((line) => /^(S6|T11) /.test(line));
  };

  test('are not granted, unless the service has other excludes, or that is unknown', () => {
    expect(rights(['connect-*', 'app'], live({}))).toEqual(['S6 Describe Group app', 'T11 Read Group app']);
    expect(rights(['connect-*'], live({ groups_exclude: 'x' }))).toEqual([
      'S6 Describe Group connect-*',
      'T11 Read Group connect-*',
    ]);
    expect(rights(['connect-*'], unread)).toHaveLength(2);
    expect(rights(['app'], live({ groups: 'foo' }))).toEqual([]);
  });
});

describe('settings that keep a flow from what the plan promises', () => {
  const all = (settings: Readonly<Record<string, unknown>>, flow: Parameters<typeof mirrorFlow>[0] = {}) =>
    settingsProblems([
      mirrorFlow({
        groups: ['app*'],
        serviceSettings: live(settings),
        emitCheckpoints: settings['emit_checkpoints_enabled'] !== false,
        ...flow,
      }),
    ]).map(({ finding }) => `${finding.severity} ${finding.code}: ${finding.message}`);

  test.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['nothing is set', {}, []],
    [
      'checkpoints off',
      { emit_checkpoints_enabled: false },
      [
        'warning checkpoints-off: onprem -> core: no offset of any consumer group is translated, because live service mm2 has emit_checkpoints_enabled: false',
      ],
    ],
    [
      'other groups',
      { groups: 'foo' },
      [
        'warning group-never-translated: onprem -> core: offsets of app* are never translated, and no right on it is granted, because live service mm2 has groups: foo',
      ],
    ],
    [
      'groups excluded',
      { groups_exclude: 'app.*' },
      [
        'warning group-never-translated: onprem -> core: offsets of app* are never translated, and no right on it is granted, because live service mm2 has groups_exclude: app.*',
      ],
    ],
    [
      'some groups excluded',
      { groups_exclude: 'app-x.*' },
      [
        'notice group-never-translated: onprem -> core: offsets of some groups that app* matches are never translated, because live service mm2 has groups_exclude: app-x.*',
      ],
    ],
    [
      'later topics are not looked for',
      { refresh_topics_enabled: false },
      [
        'warning refresh-off: onprem -> core: topics and partitions that come to onprem later are not mirrored before a restart of mm2, because live service mm2 has refresh_topics_enabled: false',
      ],
    ],
    [
      'later groups are not looked for',
      { refresh_groups_enabled: false },
      [
        'warning refresh-off: onprem -> core: offsets of consumer groups that come to onprem later are not translated before a restart of mm2, because live service mm2 has refresh_groups_enabled: false',
      ],
    ],
    [
      'configurations are not synced',
      { sync_topic_configs_enabled: false },
      [
        'notice configs-not-synced: mm2: changes of the configuration of topics do not reach the mirrored topics, and no right for that is derived, because live service mm2 has sync_topic_configs_enabled: false',
      ],
    ],
    [
      'group offsets of all flows',
      { sync_group_offsets_enabled: true },
      [
        'warning settings-against-flow: onprem -> core: offsets of consumer groups may be committed on core although sync_group_offsets_enabled of the flow is off, because live service mm2 has sync_group_offsets_enabled: true',
      ],
    ],
    [
      'a value of another form',
      { refresh_topics_enabled: 'no' },
      [
        'warning settings-unknown: mm2: whether offsets of consumer groups, configurations and later topics are mirrored is unknown, because refresh_topics_enabled of mm2 could not be read; rights are derived as if they had their defaults',
      ],
    ],
  ])('%s', (_, settings, expected) => {
    expect(all(settings)).toEqual(expected);
  });

  test('offsets of groups are promised by the switch alone, too', () => {
    const syncing = { groups: [], settings: { sync_group_offsets_enabled: true } };
    expect(all({ refresh_groups_enabled: false }, syncing)).toHaveLength(1);
    expect(all({ emit_checkpoints_enabled: false }, syncing)).toHaveLength(1);
    const neither = { groups: [], settings: { sync_group_offsets_enabled: false } };
    expect(all({ refresh_groups_enabled: false }, neither)).toEqual([]);
    expect(all({ emit_checkpoints_enabled: false }, neither)).toEqual([]);
  });

  test('checkpoints that are written more rarely than offsets are to move', () => {
    const syncing = (seconds: number) => ({
      settings: { sync_group_offsets_enabled: true, sync_group_offsets_interval_seconds: seconds },
    });
    expect(all({ emit_checkpoints_interval_seconds: 300 }, syncing(60))).toEqual([
      'notice checkpoints-slower: onprem -> core: offsets of consumer groups move every 300 s at most, not every 60 s, because live service mm2 has emit_checkpoints_interval_seconds: 300',
    ]);
    expect(all({}, syncing(5))).toHaveLength(1);
    expect(all({ emit_checkpoints_interval_seconds: 5 }, syncing(5))).toEqual([]);
    const slow = { emit_checkpoints_interval_seconds: 300 };
    const notSyncing = { sync_group_offsets_enabled: false, sync_group_offsets_interval_seconds: 60 };
    expect(all(slow, { settings: notSyncing })).toEqual([]);
    const without = all(slow, { ...syncing(60), emitCheckpoints: false });
    expect(without.filter((text) => text.includes('checkpoints-slower'))).toEqual([]);
  });

  test('defaults that nobody looked at are called assumed', () => {
    const [told] = settingsProblems([mirrorFlow({ groups: ['connect-sink'] })]);
    expect(told?.finding.message).toBe(
      "onprem -> core: offsets of connect-sink are never translated, and no right on it is granted, because MirrorMaker 2's default of groups_exclude is console-consumer-.*, connect-.*, __.* (assumed: mm2 was not looked at)",
    );
  });

  test('nothing is promised where checkpoints are stated to be off', () => {
    const stated = serviceSettings({ emit_checkpoints_enabled: false }, known({ groups: 'foo' }));
    expect(all({}, { serviceSettings: stated, emitCheckpoints: false })).toEqual([]);
  });

  test('settings that could not be read are told once for a service', () => {
    const flows = ['core', 'edge'].map((target) => mirrorFlow({ target, serviceSettings: unread }));
    expect(settingsProblems(flows).map(({ finding }) => finding.code)).toEqual(['settings-unknown']);
  });
});
