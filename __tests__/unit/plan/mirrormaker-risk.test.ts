import { describe, expect, test } from '@jest/globals';
import type { Change, FieldChange, FieldValue } from '../../../src/model/change.ts';
import type { FlowSettings } from '../../../src/model/flow.ts';
import type { StatedTuning } from '../../../src/model/integration.ts';
import { assessRisks } from '../../../src/plan/assess-risks.ts';
import {
  changeEndpoint,
  createEndpoint,
  createIntegration,
  updateFlow,
} from '../../support/build/changes.ts';
import { liveEndpoint, liveFlow } from '../../support/build/live.ts';
import { declared } from '../../support/build/places.ts';
import { flow, flowSettings } from '../../support/build/resources.ts';

/** `high credential-redirect!`: the alert names it, `!` for credentials, `*` for records. */
function risksOf(change: Change): readonly string[] {
  const marks = { credentials: '!', records: '*' } as const;
  return assessRisks([change]).map(
    ({ level, code, concerns }) => `${level} ${code}${concerns === undefined ? '' : marks[concerns]}`,
  );
}

describe('what a changed field of a flow means', () => {
  test.each<[string, FieldValue, FieldValue, string[]]>([
    ['enabled', 'true', 'false', ['medium mirroring-stops']],
    ['enabled', 'false', 'true', ['low mirroring-starts']],
    ['topics', ['a', 'b'], ['a'], ['medium mirroring-stops']],
    ['topics', ['a'], ['a', 'b'], []],
    ['topics', ['a'], ['.*'], ['medium mirrors-everything', 'medium mirroring-stops']],
    ['topics', ['a'], [], ['medium mirrors-everything', 'medium mirroring-stops']],
    ['topics', ['.*'], ['.+'], ['medium mirroring-stops']],
    ['topics', null, ['a'], ['medium consequence-unknown']],
    ['topics_exclude', ['a'], ['a', 'b'], ['medium mirroring-stops']],
    ['topics_exclude', ['a', 'b'], ['a'], ['medium mirrors-more']],
    ['topics_exclude', ['a'], ['b'], ['medium mirroring-stops', 'medium mirrors-more']],
    ['replication_policy', 'default', 'identity', ['high names-change']],
    ['replication_policy', 'identity', 'default', ['high names-change']],
    ['replication_factor', '3', '1', ['medium durability']],
    ['replication_factor', '1', '3', []],
    ['replication_factor', null, '3', ['medium consequence-unknown']],
    ['offset_syncs_topic_location', 'source', 'target', ['medium offset-syncs-move']],
    ['sync_group_offsets_enabled', 'false', 'true', ['medium group-offsets-written']],
    ['sync_group_offsets_enabled', 'true', 'false', ['medium group-offsets-stop']],
    ['sync_group_offsets_enabled', 'true', null, ['medium consequence-unknown']],
    ['sync_group_offsets_interval_seconds', '60', '600', ['low group-offsets-lag']],
    ['sync_group_offsets_interval_seconds', '600', '60', []],
    ['emit_heartbeats_enabled', 'false', 'true', ['low heartbeats-written']],
    ['emit_heartbeats_enabled', 'true', 'false', ['medium heartbeats-stop']],
    ['emit_backward_heartbeats_enabled', 'false', 'true', ['medium heartbeats-written']],
    ['emit_backward_heartbeats_enabled', 'true', 'false', ['medium heartbeats-stop']],
    ['exactly_once_delivery_enabled', 'false', 'true', ['medium delivery-changes']],
    ['exactly_once_delivery_enabled', 'true', 'false', ['medium delivery-changes']],
    ['offset_lag_max', '100', '1000', ['low group-offsets-lag']],
    ['offset_lag_max', '100', '0', []],
    ['offset_lag_max', null, '0', ['medium consequence-unknown']],
    ['follower_fetching_enabled', 'false', 'true', ['low reads-move']],
    ['follower_fetching_enabled', 'true', 'false', ['low reads-move']],
    ['follower_fetching_enabled', 'true', null, ['medium consequence-unknown']],
    ['config_properties_exclude', ['a'], ['a', 'b'], ['medium configs-not-copied']],
    ['config_properties_exclude', ['a', 'b'], ['a'], ['medium configs-copied*']],
    ['config_properties_exclude', null, ['a'], ['medium consequence-unknown*']],
    // Back to the default is a list that is known.
    ['config_properties_exclude', ['a'], null, ['medium configs-not-copied', 'medium configs-copied*']],
    ['config_properties_exclude', [], null, ['medium configs-not-copied']],
    ['topics_exclude', ['.*\\.replica'], null, ['medium mirroring-stops']],
    ['topics_exclude', ['secret\\..*'], null, ['medium mirroring-stops', 'medium mirrors-more']],
  ])('%s from %j to %j: %j', (field, from, to, risks) => {
    expect(risksOf(updateFlow('mm2', ['onprem', 'core'], [{ field, from, to }]))).toEqual(risks);
  });
});

describe('what a flow that begins does beyond its own topics', () => {
  const begun = (settings: Partial<FlowSettings>): readonly string[] => {
    const desired = flow(settings);
    const { id, provenance } = desired;
    return risksOf({ kind: 'flow', action: 'create', id, desired, fields: [], provenance });
  };
  test.each<[string, Partial<FlowSettings>, string[]]>([
    ['topics of its own only', {}, []],
    ['every topic', { topics: ['.*'] }, ['medium mirrors-everything']],
    ['every topic, in another spelling', { topics: ['a', '^.+$'] }, ['medium mirrors-everything']],
    ['topics of the same name', { replication_policy: 'identity' }, ['medium records-mix']],
    ['group offsets', { sync_group_offsets_enabled: true }, ['medium group-offsets-written']],
    [
      'group offsets, once it is enabled',
      { enabled: false, sync_group_offsets_enabled: true },
      ['medium group-offsets-written'],
    ],
    ['heartbeats on its source', { emit_backward_heartbeats_enabled: true }, ['medium heartbeats-written']],
  ])('%s', (_, settings, risks) => expect(begun(settings)).toEqual(risks));

  test.each(['(?:.*)', '((.+))', '.*.*', '[a-zA-Z0-9._-]+', '[^ ]*', '.*|orders', '.*()', '^.{1}.*$'])(
    '%s is every topic, whatever its spelling',
    (pattern) => {
      expect(begun({ topics: ['orders', pattern] })).toEqual(['medium mirrors-everything']);
    },
  );

  test('patterns that are every topic together are that, and what cannot be evaluated is not known', () => {
    expect(begun({ topics: ['[a-z].*', '[^a-z].*'] })).toEqual(['medium mirrors-everything']);
    for (const topics of [['[a-z]+'], ['x.*'], ['.*[.].*'], ['[a-z].*']]) {
      expect(begun({ topics })).toEqual(['medium mirrors-everything']);
    }
    expect(begun({ topics: ['edge\\..*', '[a-z]{2}', 'orders|payments'] })).toEqual([]);
    expect(begun({ topics: ['\\S+'] })).toEqual(['medium consequence-unknown']);
    expect(begun({ topics: ['orders', '\\S+'] })).toEqual(['medium consequence-unknown']);
  });

  test('more topics of an identity flow mix with what the target holds', () => {
    const desired = flow({ topics: ['a', 'b'], replication_policy: 'identity' });
    const { id, provenance } = desired;
    const live = liveFlow(flowSettings({ topics: ['a'], replication_policy: 'identity' }));
    const fields = [{ field: 'topics', from: ['a'], to: ['a', 'b'] }];
    const update: Change = { kind: 'flow', action: 'update', id, desired, live, fields, provenance };
    expect(risksOf(update)).toEqual(['medium records-mix']);
  });

  test('a new integration that skips what is there already', () => {
    const created = createIntegration('mm2', 'onprem', {});
    if (created.desired === undefined) throw new Error('a creation has what it creates');
    const resetTo = (reset: 'latest' | 'earliest'): Change => ({
      ...created,
      action: 'create',
      live: undefined,
      desired: { ...created.desired, tuning: { consumer_auto_offset_reset: reset } },
    });
    expect(risksOf(resetTo('latest'))).toEqual(['medium records-not-copied']);
    expect(risksOf(resetTo('earliest'))).toEqual([]);
  });
});

describe('what a changed field of an endpoint means, beside the restart', () => {
  const secret = (state: 'set' | 'changed') => ({ secret: state, name: 'X' }) as const;

  test.each<[string, FieldValue, FieldValue, string[]]>([
    ['bootstrap_servers', 'a:1,b:1', 'a:1,c:1', ['high credential-redirect!']],
    ['bootstrap_servers', 'a:1,b:1', 'B:1', []],
    ['bootstrap_servers', 'a:1', 'a:2', ['high credential-redirect!']],
    ['bootstrap_servers', 'a:1,b:1', ' b:1 , a:1,', []],
    ['bootstrap_servers', 'a:1', '', ['high credential-redirect!']],
    ['bootstrap_servers', 'a:1', ' , ', ['high credential-redirect!']],
    ['bootstrap_servers', 'a:1', null, ['high credential-redirect!']],
    ['security_protocol', 'SASL_SSL', 'SASL_PLAINTEXT', ['high credential-redirect!']],
    ['security_protocol', 'SSL', 'PLAINTEXT', ['high credential-redirect!']],
    ['security_protocol', 'SASL_SSL', 'PLAINTEXT', ['high credential-redirect!']],
    ['security_protocol', 'PLAINTEXT', 'SASL_PLAINTEXT', ['high credential-redirect!']],
    ['security_protocol', 'SASL_PLAINTEXT', 'SASL_SSL', ['medium connection-changes']],
    ['security_protocol', 'PLAINTEXT', 'SSL', ['medium connection-changes']],
    ['security_protocol', 'SSL', 'SASL_SSL', ['medium login-changes!']],
    ['security_protocol', 'SASL_SSL', 'SSL', ['medium connection-changes']],
    ['security_protocol', 'SSL', 'QUIC', ['medium consequence-unknown!']],
    ['sasl_mechanism', 'SCRAM-SHA-512', 'PLAIN', ['high credential-redirect!']],
    ['sasl_mechanism', 'PLAIN', 'SCRAM-SHA-512', ['medium login-changes']],
    ['sasl_mechanism', 'SCRAM-SHA-256', 'SCRAM-SHA-512', ['medium login-changes']],
    ['sasl_mechanism', 'PLAIN', null, ['medium login-changes']],
    ['sasl_plain_username', 'a', 'b', ['medium login-changes']],
    ['sasl_plain_password', secret('set'), secret('changed'), ['medium login-changes!']],
    ['sasl_plain_password', secret('set'), null, ['medium login-changes']],
    ['ssl_client_key', null, secret('set'), ['medium login-changes!']],
    ['ssl_ca_cert', ['CN=a'], ['CN=b'], ['high credential-redirect!']],
    ['ssl_ca_cert', ['CN=a'], ['CN=a', 'CN=b'], ['high credential-redirect!']],
    ['ssl_ca_cert', ['CN=a', 'CN=b'], ['CN=b'], ['medium connection-changes']],
    ['ssl_ca_cert', ['CN=a'], null, ['high credential-redirect!']],
    ['ssl_endpoint_identification_algorithm', '', 'https', ['medium connection-changes']],
    ['ssl_endpoint_identification_algorithm', 'https', '', ['high credential-redirect!']],
    ['ssl_endpoint_identification_algorithm', 'https', null, ['medium consequence-unknown!']],
  ])('%s from %j to %j: %j', (field, from, to, risks) => {
    const found = risksOf(changeEndpoint('update', 'e', [{ field, from, to }]));
    expect(found.filter((risk) => risk !== 'medium connectors-restart')).toEqual(risks);
    expect(found).toContain('medium connectors-restart');
  });

  test('a new endpoint with a login hands it over; one without has none', () => {
    expect(risksOf(createEndpoint('e', { ssl_client_key: secret('set') }))).toEqual([
      'medium credentials-handed-over!',
    ]);
    expect(risksOf(createEndpoint('e', { bootstrap_servers: 'a:1' }))).toEqual([]);
  });
});

describe('what a changed field of an integration means', () => {
  const update = (fields: readonly FieldChange[]): Change => {
    const { id, desired, provenance } = createIntegration('mm2', 'onprem', {});
    if (desired === undefined) throw new Error('a creation has what it creates');
    const live = { id, integrationId: 'i', source: desired.source, tuning: {}, active: true };
    return { kind: 'integration', action: 'update', id, desired, live, fields, provenance };
  };

  test.each<[string, FieldValue, FieldValue, string[]]>([
    ['source', 'endpoint a', 'endpoint b', ['medium integration-replaced']],
    ['producer_linger_ms', '0', '5', ['medium connectors-restart']],
    [
      'consumer_auto_offset_reset',
      'earliest',
      'latest',
      ['medium connectors-restart', 'medium records-not-copied'],
    ],
    ['consumer_auto_offset_reset', 'latest', 'earliest', ['medium connectors-restart', 'low records-copied']],
    ['producer_max_request_size', '2', '1', ['medium connectors-restart', 'medium flow-may-stop']],
    ['producer_max_request_size', '1', '2', ['medium connectors-restart']],
    ['producer_max_request_size', null, '1', ['medium connectors-restart', 'medium flow-may-stop']],
    ['producer_max_request_size', '1', null, ['medium connectors-restart']],
    ['producer_max_request_size', '2097152', null, ['medium connectors-restart', 'medium flow-may-stop']],
    ['producer_buffer_memory', '33554432', '16777216', ['medium connectors-restart']],
    ['producer_buffer_memory', '8388608', null, ['medium connectors-restart']],
    ['consumer_request_timeout_ms', '60000', null, ['medium connectors-restart', 'medium flow-may-stop']],
  ])('%s from %j to %j: %j', (field, from, to, risks) => {
    expect(risksOf(update([{ field, from, to }]))).toEqual(risks);
  });

  test('a record must fit into the memory of the producer, too', () => {
    const change = update([{ field: 'producer_buffer_memory', from: '33554432', to: '5242880' }]);
    if (change.kind !== 'integration' || change.action !== 'update') throw new Error('it is an update');
    const withLargest = (tuning: StatedTuning) =>
      risksOf({
        ...change,
        live: { ...change.live, tuning: { producer_max_request_size: 16_777_216 } },
        desired: { ...change.desired, tuning },
      });
    expect(withLargest({})).toEqual(['medium connectors-restart', 'medium flow-may-stop']);
    expect(withLargest({ producer_max_request_size: 20_971_520 })).toContain('medium flow-may-stop');
    expect(withLargest({ producer_max_request_size: null })).toEqual(['medium connectors-restart']);
    expect(withLargest({ producer_max_request_size: 5_242_880 })).toEqual(['medium connectors-restart']);
  });
});

describe('what goes with a deletion, and the word that permits it', () => {
  const gone = (change: Change) =>
    assessRisks([change]).map(({ level, code, gate }) => `${level} ${code}: ${gate}`);
  const removed = { action: 'delete', fields: [], provenance: declared() } as const;

  test('of a flow', () => {
    const live = liveFlow();
    expect(gone({ kind: 'flow', id: live.id, live, ...removed })).toEqual([
      'medium mirroring-stops: `flows` in `allow-delete`',
    ]);
  });

  test('of an endpoint', () => {
    const live = liveEndpoint();
    expect(gone({ kind: 'endpoint', id: live.id, live, ...removed })).toEqual([
      'medium endpoint-removed: `endpoints` in `allow-delete`',
    ]);
  });
});
