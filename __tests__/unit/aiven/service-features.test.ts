import { describe, expect, test } from '@jest/globals';
import { serviceFeatures } from '../../../src/aiven/features.ts';
import { serviceAnswer } from '../../../src/aiven/wire/service.ts';
import { known } from '../../../src/model/reading.ts';
import type { LiveTopic } from '../../../src/model/topic.ts';
import { inherited, liveTopic, overridden } from '../../support/build/live.ts';

function read(userConfig: unknown, topics: readonly LiveTopic[] = []) {
  const { service } = serviceAnswer.parse({ service: { state: 'RUNNING', user_config: userConfig } });
  return serviceFeatures(service, new Map(topics.map((topic) => [topic.id.name, known(topic)])));
}

const untold = (setting: string) => ({
  state: 'unknown',
  code: 'incomplete',
  message: `the user_config of the service does not say ${setting}.enabled`,
});

describe.each([
  { setting: 'tiered_storage', feature: 'tieredStorage', key: 'remote.storage.enable' },
  { setting: 'kafka_diskless', feature: 'diskless', key: 'diskless.enable' },
] as const)('$setting', ({ setting, feature, key }) => {
  test.each([
    ['no user_config', null],
    ['an empty user_config', {}],
    ['null', { [setting]: null }],
    ['an object without the switch', { [setting]: {} }],
    ['a switch that is null', { [setting]: { enabled: null } }],
    ['a form that this version does not know', { [setting]: 'managed' }],
    ['a switch of another type', { [setting]: { enabled: 'off' } }],
  ])('%s is unknown, not off', (_, userConfig) => {
    expect(read(userConfig)[feature]).toEqual(untold(setting));
  });

  test.each([true, false])('is known when the service says %s', (enabled) => {
    expect(read({ [setting]: { enabled } })[feature]).toEqual(known(enabled));
  });

  test('is proven by a topic that uses it', () => {
    const using = liveTopic('core', 'orders', { config: new Map([[key, overridden('true')]]) });
    expect(read({}, [using])[feature]).toEqual(known(true));
  });

  test('is not disproven by topics that do not', () => {
    const other = liveTopic('core', 'orders', { config: new Map([[key, inherited('false')]]) });
    expect(read({}, [other])[feature]).toEqual(untold(setting));
  });
});

test('Aiven manages the remote storage of diskless topics, so a switch that is off proves nothing there', () => {
  expect(
    read({ kafka_diskless: { enabled: true }, tiered_storage: { enabled: false } }).tieredStorage,
  ).toMatchObject({ state: 'unknown' });
});

test('a form of the version that is not known is unknown too', () => {
  expect(read({ kafka_version: 4 }).kafkaVersion).toMatchObject({ state: 'unknown' });
  expect(read({ kafka_version: '4.1' }).kafkaVersion).toEqual(known({ major: 4, minor: 1 }));
});
