import { expect, test } from '@jest/globals';
import {
  configPath,
  isConfigPath,
  isTagPath,
  lastNameOf,
  partOf,
  tagPath,
} from '../../../src/model/field-path.ts';

test.each([
  [configPath('retention.ms'), 'config.retention.ms', { of: 'config', name: 'retention.ms' }],
  [tagPath('team.name'), 'tags.team.name', { of: 'tags', name: 'team.name' }],
  ['partitions', 'partitions', { of: 'resource', name: 'partitions' }],
  [
    'config_properties_exclude',
    'config_properties_exclude',
    { of: 'resource', name: 'config_properties_exclude' },
  ],
  ['user_config.tags.x', 'user_config.tags.x', { of: 'resource', name: 'user_config.tags.x' }],
])('%s', (path, written, part) => {
  expect(path).toBe(written);
  expect(partOf(path)).toEqual(part);
  expect([isConfigPath(path), isTagPath(path)]).toEqual([part.of === 'config', part.of === 'tags']);
  expect(lastNameOf(path)).toBe(part.name);
});
