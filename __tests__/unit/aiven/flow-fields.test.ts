import { describe, expect, test } from '@jest/globals';
import { liveFields, updatedFlow, wireSettings } from '../../../src/aiven/mirrormaker/flow-fields.ts';
import { type WireFlow, wireFlow } from '../../../src/aiven/wire/flow.ts';
import type { FlowField, FlowSettings } from '../../../src/model/flow.ts';
import { defaultConfigPropertiesExclude } from '../../../src/model/flow-defaults.ts';
import { flowDefaults } from '../../support/aiven/aiven-account.ts';

const answered = (fields: object): WireFlow =>
  wireFlow.parse({ source_cluster: 'onprem', target_cluster: 'core', ...fields });

describe('a flow as Aiven writes it', () => {
  test('every setting under its name in the API', () => {
    expect(wireSettings(flowDefaults)).toEqual({
      enabled: true,
      topics: ['edge\\.readings', 'edge\\.alerts\\..*'],
      'topics.blacklist': ['.*\\.internal', '__.*'],
      replication_policy_class: 'org.apache.kafka.connect.mirror.IdentityReplicationPolicy',
      replication_factor: 3,
      offset_syncs_topic_location: 'source',
      sync_group_offsets_enabled: true,
      sync_group_offsets_interval_seconds: 60,
      emit_heartbeats_enabled: true,
      emit_backward_heartbeats_enabled: false,
      exactly_once_delivery_enabled: true,
      config_properties_exclude: 'min\\.insync\\.replicas,follower\\..*',
      offset_lag_max: 10,
      follower_fetching_enabled: true,
    });
  });

  test('what is not owned is not sent, what is emptied is', () => {
    expect(wireSettings({})).toEqual({});
    expect(wireSettings({ topics_exclude: [], config_properties_exclude: [] })).toEqual({
      'topics.blacklist': [],
      config_properties_exclude: '',
    });
  });
});

describe('an update of a flow', () => {
  const wire = (fields: object) => answered({ enabled: true, replication_progress: 0.5, ...fields });
  const update = (live: object, changed: readonly FlowField[], settings: Partial<FlowSettings> = {}) =>
    updatedFlow(wire(live), { changed: new Set(changed), settings: { ...flowDefaults, ...settings } }).body;

  test('holds all that is set, and over it what changes', () => {
    const live = {
      topics: ['a'],
      offset_lag_max: 7,
      emit_heartbeats_enabled: true,
      replication_factor: null,
    };
    expect(update(live, ['topics'], { topics: ['b'] })).toEqual({
      enabled: true,
      topics: ['b'],
      offset_lag_max: 7,
      emit_heartbeats_enabled: true,
    });
  });

  test.each([
    ['never set', {}, { 'topics.blacklist': ['new'] }],
    ['topics.blacklist', { 'topics.blacklist': ['a'] }, { 'topics.blacklist': ['new'] }],
    ['topics.exclude', { 'topics.exclude': ['a'] }, { 'topics.exclude': ['new'] }],
    ['topics_exclude', { topics_exclude: ['a'], 'topics.exclude': [] }, { topics_exclude: ['new'] }],
    [
      'two names at odds',
      { topics_exclude: ['a'], 'topics.blacklist': ['b'] },
      { topics_exclude: ['new'], 'topics.blacklist': ['new'] },
    ],
  ])('writes the excluded topics under the name under which they are live: %s', (_, live, body) => {
    expect(update(live, ['topics_exclude'], { topics_exclude: ['new'] })).toEqual({ enabled: true, ...body });
  });

  test.each([
    ['topics_exclude', { topics_exclude: ['a'] }, { topics_exclude: [] }],
    [
      'sync_group_offsets_interval_seconds',
      { sync_group_offsets_interval_seconds: 5 },
      { sync_group_offsets_interval_seconds: 60 },
    ],
    [
      'config_properties_exclude',
      { config_properties_exclude: 'a' },
      { config_properties_exclude: defaultConfigPropertiesExclude.join(',') },
    ],
  ] as const)('back to the default: %s', (field, live, body) => {
    const { [field]: _, ...without } = flowDefaults;
    const settings: FlowSettings = without;
    expect(updatedFlow(wire(live), { changed: new Set([field]), settings }).body).toEqual({
      enabled: true,
      ...body,
    });
  });
});

describe('a flow as Aiven reports it', () => {
  const settingsOf = (fields: object) => liveFields(answered(fields)).settings;

  test('only what it reports is there', () => {
    expect(settingsOf({})).toEqual({});
    expect(settingsOf({ enabled: false, topics: [], replication_factor: null })).toEqual({
      enabled: false,
    });
  });

  test.each([
    ['org.apache.kafka.connect.mirror.DefaultReplicationPolicy', 'default'],
    ['org.apache.kafka.connect.mirror.IdentityReplicationPolicy', 'identity'],
  ])('policy %s is %s', (replication_policy_class, replication_policy) => {
    expect(settingsOf({ replication_policy_class })).toEqual({ replication_policy });
  });

  test('a comma list is a list, whatever the spaces', () => {
    expect(settingsOf({ config_properties_exclude: 'a, b ,,c' }).config_properties_exclude).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  test.each([
    ['replication_policy', { replication_policy_class: 'com.example.Policy' }],
    ['offset_syncs_topic_location', { offset_syncs_topic_location: 'nearby' }],
    ['topics_exclude', { 'topics.blacklist': ['a'], topics_exclude: ['b'] }],
  ])('a %s that is not understood is not told, and the rest is', (field, fields) => {
    const { settings, untold } = liveFields(answered({ enabled: true, ...fields }));
    expect(settings).toEqual({ enabled: true });
    expect([...(untold?.keys() ?? [])]).toEqual([field]);
  });

  test('what is not known here is kept as it came, without what Aiven measures', () => {
    const wire = answered({
      offset_lag_max: 7,
      later: { a: null },
      none: null,
      replication_progress: 1,
    });
    expect([...liveFields(wire).stored]).toEqual([
      ['offset_lag_max', '7'],
      ['later', '{"a":null}'],
    ]);
  });
});
