import { describe, expect, test } from '@jest/globals';
import { Secret } from '../../../../src/model/secret.ts';
import { endpointComparison } from '../../../../src/plan/compare/endpoint.ts';
import { flowComparison } from '../../../../src/plan/compare/flow.ts';
import { integrationComparison } from '../../../../src/plan/compare/integration.ts';
import { liveEndpoint, liveFlow, liveIntegration } from '../../../support/build/live.ts';
import { endpoint, flow, flowSettings, integration } from '../../../support/build/resources.ts';

describe('an endpoint', () => {
  test('is equal whatever the order and case of its servers', () => {
    const live = liveEndpoint('onprem-kafka', {
      bootstrap_servers: 'KAFKA-2.corp.example:9093, kafka-1.corp.example:9093',
    });
    expect(endpointComparison.compare(endpoint(), live, {}).fields).toEqual([]);
  });

  test('with another password says changed, and no value', () => {
    const live = liveEndpoint('onprem-kafka', { sasl_plain_password: Secret.of('live', 'another-password') });
    const { fields } = endpointComparison.compare(endpoint(), live, {});
    expect(fields).toEqual([
      {
        field: 'sasl_plain_password',
        from: { secret: 'set', name: 'live' },
        to: { secret: 'changed', name: 'ONPREM_MM2_PASSWORD' },
      },
    ]);
  });

  const key = '-----BEGIN PRIVATE KEY-----\nMIIEvQ\nIBADAN\n-----END PRIVATE KEY-----';
  const withKey = (pem: string) => ({ ssl_client_key: Secret.of('KEY', pem) });
  test.each([
    ['with a line break at its end', `${key}\n`],
    ['in the line breaks of Windows', key.replaceAll('\n', '\r\n')],
  ])('has the same client key %s', (_, pem) => {
    const desired = endpoint('onprem-kafka', withKey(key));
    expect(
      endpointComparison.compare(desired, liveEndpoint('onprem-kafka', withKey(pem)), {}).fields,
    ).toEqual([]);
  });

  test('has another client key where one letter is another', () => {
    const live = liveEndpoint('onprem-kafka', withKey(key.replace('IBADAN', 'IBADAM')));
    const { fields } = endpointComparison.compare(endpoint('onprem-kafka', withKey(key)), live, {});
    expect(fields).toMatchObject([{ field: 'ssl_client_key', to: { secret: 'changed' } }]);
  });

  test('has another password where only its spaces are others', () => {
    const live = liveEndpoint('onprem-kafka', { sasl_plain_password: Secret.of('live', 'a b') });
    const desired = endpoint('onprem-kafka', { sasl_plain_password: Secret.of('new', 'ab') });
    expect(endpointComparison.compare(desired, live, {}).fields).toHaveLength(1);
  });

  test('without the value of the spec says which variable would tell', () => {
    const own = endpoint();
    const unset = {
      ...own,
      config: { ...own.config, sasl_plain_password: Secret.named('ONPREM_MM2_PASSWORD') },
    };
    const live = liveEndpoint('onprem-kafka', { sasl_plain_password: Secret.of('live', 'a password') });
    const result = endpointComparison.compare(unset, live, {});
    expect(result.fields).toEqual([]);
    expect(result.findings).toMatchObject([
      {
        code: 'secret-not-comparable',
        message: expect.stringMatching(/^KAFKA_SECRET_ONPREM_MM2_PASSWORD is not set here, so /),
      },
    ]);
  });

  test('with a hidden password plans nothing and says that it cannot tell', () => {
    const live = liveEndpoint('onprem-kafka', { sasl_plain_password: Secret.named('hidden by Aiven') });
    const result = endpointComparison.compare(endpoint(), live, {});
    expect(result.fields).toEqual([]);
    expect(result.findings).toMatchObject([{ code: 'secret-not-comparable', severity: 'notice' }]);
  });

  test.each([
    ['security_protocol', { security_protocol: 'PLAINTEXT' }, 'PLAINTEXT', 'SASL_SSL'],
    [
      'bootstrap_servers',
      { bootstrap_servers: 'evil.example:9093' },
      'evil.example:9093',
      'kafka-1.corp.example:9093,kafka-2.corp.example:9093',
    ],
    ['ssl_endpoint_identification_algorithm', { ssl_endpoint_identification_algorithm: '' }, '', 'https'],
  ] as const)('another %s is a change', (field, config, from, to) => {
    expect(endpointComparison.compare(endpoint(), liveEndpoint('onprem-kafka', config), {}).fields).toEqual([
      { field, from, to },
    ]);
  });

  test('a CA is shown by what it is, never as PEM', () => {
    const { fields } = endpointComparison.compare(
      endpoint('onprem-kafka', { ssl_ca_cert: 'no certificate at all' }),
      liveEndpoint(),
      {},
    );
    expect(fields).toEqual([{ field: 'ssl_ca_cert', from: null, to: [] }]);
  });
});

describe('an integration', () => {
  test('to another source is replaced', () => {
    const live = liveIntegration('onprem', { source: { type: 'endpoint', endpoint: 'old' } });
    const result = integrationComparison.compare(integration('onprem'), live, {});
    expect(result.replace).toBe(true);
    expect(result.fields).toEqual([{ field: 'source', from: 'endpoint old', to: 'endpoint onprem-kafka' }]);
  });

  test('with other tuning is updated; tuning that the spec does not state stays and is named', () => {
    const live = liveIntegration('onprem', {
      tuning: { consumer_max_poll_records: 500, producer_linger_ms: 10 },
    });
    const result = integrationComparison.compare(
      integration('onprem', { tuning: { consumer_max_poll_records: 2000 } }),
      live,
      {},
    );
    expect(result).toMatchObject({
      replace: false,
      fields: [{ field: 'consumer_max_poll_records', from: '500', to: '2000' }],
      unlisted: [{ field: 'producer_linger_ms', value: '10' }],
    });
  });
});

describe('a flow', () => {
  test("what Aiven does not echo is Aiven's default", () => {
    expect(flowComparison.compare(flow({ topics: ['.*'] }), liveFlow({ enabled: true }), {}).fields).toEqual(
      [],
    );
  });

  test('the order of patterns has no meaning', () => {
    expect(
      flowComparison.compare(flow({ topics: ['a', 'b'] }), liveFlow(flowSettings({ topics: ['b', 'a'] })), {})
        .fields,
    ).toEqual([]);
  });

  test('a number that the spec leaves out is not owned', () => {
    expect(
      flowComparison.compare(flow(), liveFlow(flowSettings({ replication_factor: 3 })), {}).fields,
    ).toEqual([]);
  });

  test.each([
    ['enabled', { enabled: false }, 'false', 'true'],
    ['replication_policy', { replication_policy: 'identity' }, 'identity', 'default'],
    ['topics', { topics: ['edge\\..*'] }, ['edge\\..*'], ['edge\\.readings']],
    ['emit_heartbeats_enabled', { emit_heartbeats_enabled: true }, 'true', 'false'],
  ] as const)('another %s is a change', (field, settings, from, to) => {
    expect(flowComparison.compare(flow(), liveFlow(flowSettings(settings)), {}).fields).toEqual([
      { field, from, to },
    ]);
  });
});

test('two lists of excluded topics are named where the spec states a third', () => {
  const untold = new Map([['topics_exclude', 'topics.blacklist (a) and topics_exclude (b) differ']] as const);
  const { fields, findings } = flowComparison.compare(
    flow({ topics_exclude: ['c'] }),
    { ...liveFlow({ enabled: true }), untold },
    {},
  );
  expect(fields).toContainEqual({ field: 'topics_exclude', from: 'cannot tell', to: ['c'] });
  expect(findings).toContainEqual(
    expect.objectContaining({
      code: 'exclude-lists-differ',
      message: expect.stringContaining('topics.blacklist (a) and topics_exclude (b) differ'),
    }),
  );
});

describe('a switch of a flow that Aiven does not tell', () => {
  const told = (live: Parameters<typeof liveFlow>[0], wanted: Parameters<typeof flow>[0] = {}) =>
    flowComparison
      .compare(flow(wanted), { ...liveFlow(live), stored: new Map() }, {})
      .findings.map(({ code, message }) => `${code}: ${message}`);
  const all = {
    sync_group_offsets_enabled: true,
    emit_heartbeats_enabled: false,
    emit_backward_heartbeats_enabled: false,
    exactly_once_delivery_enabled: false,
  };

  test('is named with what is assumed', () => {
    const { emit_heartbeats_enabled: _, ...others } = all;
    expect(told({ enabled: true, ...others })).toEqual([
      'flow-switch-assumed: Aiven does not tell emit_heartbeats_enabled of onprem -> core, so false is assumed, and what the flow needs is derived from that',
    ]);
    expect(told({ enabled: true, ...all })).toEqual([]);
  });

  test('is a change where the spec says that it is on', () => {
    const { emit_heartbeats_enabled: _, ...others } = all;
    expect(told({ enabled: true, ...others }, { emit_heartbeats_enabled: true })).toEqual([]);
  });
});
