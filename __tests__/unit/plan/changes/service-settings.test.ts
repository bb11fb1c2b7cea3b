import { describe, expect, test } from '@jest/globals';
import { known, unknown } from '../../../../src/model/reading.ts';
import {
  type ServiceSettingName,
  type ServiceSettingValues,
  serviceDefaults,
  serviceSettingNames,
} from '../../../../src/model/service-defaults.ts';
import { checkSettings } from '../../../../src/plan/changes/check-settings.ts';
import { liveMirrorMaker, liveWorld } from '../../../support/build/live.ts';
import { at } from '../../../support/build/places.ts';

/** Of each setting another value than the default, as a spec states it and as Aiven answers. */
const others: {
  readonly [K in ServiceSettingName]: {
    readonly stated: ServiceSettingValues[K];
    readonly live: unknown;
    readonly words: string;
  };
} = {
  emit_checkpoints_enabled: { stated: false, live: false, words: 'false' },
  emit_checkpoints_interval_seconds: { stated: 5, live: 5, words: '5' },
  sync_topic_configs_enabled: { stated: false, live: false, words: 'false' },
  sync_group_offsets_enabled: { stated: true, live: true, words: 'true' },
  sync_group_offsets_interval_seconds: { stated: 5, live: 5, words: '5' },
  refresh_topics_enabled: { stated: false, live: false, words: 'false' },
  refresh_topics_interval_seconds: { stated: 5, live: 5, words: '5' },
  refresh_groups_enabled: { stated: false, live: false, words: 'false' },
  refresh_groups_interval_seconds: { stated: 5, live: 5, words: '5' },
  offset_lag_max: { stated: 0, live: 0, words: '0' },
  groups: { stated: ['b', 'a.*'], live: 'a.*, b', words: '[a.*, b]' },
  groups_exclude: { stated: [], live: '', words: '[]' },
};

function found(settings: Partial<ServiceSettingValues>, set: Readonly<Record<string, unknown>>) {
  const live = liveWorld({
    mirrormakers: new Map([['mm2', liveMirrorMaker({ service: 'mm2', settings: known(set) })]]),
  });
  return checkSettings([{ service: 'mm2', position: at(3), settings }], live);
}

describe.each(serviceSettingNames)('%s', (name) => {
  const { stated, live, words } = others[name];

  test('as the spec states it is no word', () => {
    expect(found({ [name]: stated }, { [name]: live })).toEqual([]);
    expect(found({ [name]: serviceDefaults[name] }, {})).toEqual([]);
    expect(found({}, { [name]: live })).toEqual([]);
  });

  test('otherwise than the spec states is a warning, also where the default is meant', () => {
    const [finding, ...more] = found({ [name]: serviceDefaults[name] }, { [name]: live });
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ code: 'settings-differ', severity: 'warning', position: at(3) });
    expect(finding?.message).toContain(`mm2 has ${name} ${words}, and the spec states `);
    expect(found({ [name]: stated }, {})).toMatchObject([{ code: 'settings-differ' }]);
  });

  test('in a form that nobody understands is not called equal', () => {
    const [finding] = found({ [name]: stated }, { [name]: { newer: true } });
    expect(finding?.message).toContain('in a form that is not understood');
  });
});

test('a service that could not be read is compared with nothing', () => {
  const settings = unknown('unreachable', 'no answer');
  const live = liveWorld({ mirrormakers: new Map([['mm2', liveMirrorMaker({ settings })]]) });
  const stated = { service: 'mm2', position: at(3), settings: { offset_lag_max: 0 } };
  expect(checkSettings([stated], live)).toEqual([]);
});
