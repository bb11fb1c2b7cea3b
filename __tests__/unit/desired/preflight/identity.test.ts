import { describe, expect, test } from '@jest/globals';
import { identityFindings } from '../../../../src/desired/preflight/identity.ts';
import type { Live } from '../../../../src/model/live.ts';
import type { LoginRights } from '../../../../src/model/login-rights.ts';
import { known, type Reading, unknown } from '../../../../src/model/reading.ts';
import type { ClusterSpec } from '../../../../src/spec/spec.ts';
import { liveCluster, liveProject, liveWorld } from '../../../support/build/live.ts';
import { aivenCluster, externalCluster, specOf } from '../../../support/build/spec.ts';

const one = externalCluster('one', { bootstrapServers: ['a.example:9093'] });
const two = externalCluster('two', { bootstrapServers: ['b.example:9093'] });

function found(
  clusters: readonly ClusterSpec[],
  live: Partial<Live>,
  logins = new Map<string, Reading<LoginRights>>(),
) {
  return identityFindings(specOf(clusters), liveWorld(live), logins);
}

function ids(table: Readonly<Record<string, string | undefined>>): Partial<Live> {
  const clusters = Object.entries(table).map(([key, id]) => {
    const clusterId = id === undefined ? unknown('not-contacted', 'new') : known(id);
    return [key, liveCluster(key, [], { clusterId })] as const;
  });
  return { clusters: new Map(clusters) };
}

function login(clusterId: string): Reading<LoginRights> {
  return known({
    clusterId,
    topics: new Map(),
    clusterOperations: new Set(),
    topicOperations: new Map(),
    groups: new Map(),
    brokersBefore28: false,
  });
}

describe('two clusters whose brokers tell one id', () => {
  test('are one, by whichever login it was told', () => {
    const told = [
      found([one, two], ids({ one: 'x', two: 'x' })),
      found([one, two], ids({ one: 'x', two: undefined }), new Map([['two', login('x')]])),
      found(
        [one, two],
        ids({ one: undefined, two: undefined }),
        new Map([
          ['one', login('x')],
          ['two', login('x')],
        ]),
      ),
    ];
    for (const findings of told) {
      expect(findings).toMatchObject([
        {
          code: 'cluster-twice',
          severity: 'error',
          message: 'two is the cluster one: the brokers of both call it x',
          hint: expect.stringContaining(
            'aliases: { one: { endpoint: one-kafka }, two: { endpoint: two-kafka } }',
          ),
        },
      ]);
    }
  });

  test('three of them are named with one line for all', () => {
    const three = externalCluster('three');
    const findings = found([one, two, three], ids({ one: 'x', two: 'x', three: 'x' }));
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringContaining('two is the cluster one'),
      expect.stringContaining('three is the cluster one'),
    ]);
    for (const { hint } of findings) expect(hint).toMatch(/aliases: \{ one: .* two: .* three: /);
  });

  test('an id that is not known is no id', () => {
    expect(found([one, two], ids({ one: 'x', two: 'y' }))).toEqual([]);
    expect(found([one, two], ids({ one: undefined, two: undefined }))).toEqual([]);
  });
});

describe('an external cluster that is an Aiven service', () => {
  const listeners = new Map([['kafka-core', ['Core-acme.aivencloud.com:12693', '10.0.0.5:12693']]]);
  const projects = new Map([['acme', known(liveProject({ listeners }))]]);

  test.each([
    ['as written', 'core-acme.aivencloud.com:12693'],
    ['in another case and with a dot at the end', 'CORE-ACME.aivencloud.com.:12693'],
    ['by its address in an IPv6 form', '[::ffff:10.0.0.5]:12693'],
  ])('is noticed %s', (_, server) => {
    const cluster = externalCluster('onprem', { bootstrapServers: ['k:1', server] });
    expect(found([cluster], { projects })).toMatchObject([
      {
        code: 'external-is-aiven',
        severity: 'error',
        hint: expect.stringContaining('onprem: { service: kafka-core }'),
      },
    ]);
  });

  test('that the spec has as well becomes an alias of it', () => {
    const cluster = externalCluster('onprem', { bootstrapServers: ['core-acme.aivencloud.com:12693'] });
    expect(found([aivenCluster('core'), cluster], { projects })).toMatchObject([
      { hint: expect.stringContaining('aliases: { core: {}, onprem: {} }') },
    ]);
  });

  test('is not what has another port or is in another project that the token may not see', () => {
    const cluster = externalCluster('onprem', { bootstrapServers: ['core-acme.aivencloud.com:9092'] });
    expect(found([cluster], { projects })).toEqual([]);
  });

  test('where the services cannot be listed, that is said', () => {
    const closed = new Map([['acme', unknown('denied', 'The token may not list services')]]);
    expect(found([one], { projects: closed })).toMatchObject([
      { code: 'identity-not-checked', severity: 'notice', message: expect.stringContaining('may not list') },
    ]);
    expect(found([aivenCluster('core')], { projects: closed })).toEqual([]);
  });
});
