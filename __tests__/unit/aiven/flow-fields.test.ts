import { describe, expect, test } from '@jest/globals';
import { settingsOf, wireSettings } from '../../../src/aiven/mirrormaker/flows.ts';
import { wireFlow } from '../../../src/aiven/wire/flow.ts';
import { flowDefaults } from '../../support/aiven/aiven-account.ts';

const ends = { source_cluster: 'onprem', target_cluster: 'core' };

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

describe('a flow as Aiven reports it', () => {
  test('only what it reports is there', () => {
    expect(settingsOf(wireFlow.parse(ends))).toEqual({});
    expect(
      settingsOf(wireFlow.parse({ ...ends, enabled: false, topics: [], replication_factor: null })),
    ).toEqual({
      enabled: false,
    });
  });

  test.each([
    ['org.apache.kafka.connect.mirror.DefaultReplicationPolicy', 'default'],
    ['org.apache.kafka.connect.mirror.IdentityReplicationPolicy', 'identity'],
  ])('policy %s is %s', (replication_policy_class, replication_policy) => {
    expect(settingsOf(wireFlow.parse({ ...ends, replication_policy_class }))).toEqual({ replication_policy });
  });

  test('a comma list is a list, whatever the spaces', () => {
    const wire = wireFlow.parse({ ...ends, config_properties_exclude: 'a, b ,,c' });
    expect(settingsOf(wire).config_properties_exclude).toEqual(['a', 'b', 'c']);
  });

  test('a policy class of somebody else is not understood', () => {
    expect(wireFlow.safeParse({ ...ends, replication_policy_class: 'com.example.Policy' }).success).toBe(
      false,
    );
  });
});
