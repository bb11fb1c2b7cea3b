import { describe, expect, test } from '@jest/globals';
import type { Answer } from '../../../../src/cli/ports.ts';
import { connectionWords, keysOf, type Unvouched, unvouched } from '../../../../src/cli/trust/connections.ts';
import { vouchedFor } from '../../../../src/cli/trust/vouch.ts';
import { Cancelled } from '../../../../src/model/cancel.ts';
import type { KafkaLogin } from '../../../../src/model/kafka-connection.ts';
import { Secret } from '../../../../src/model/secret.ts';
import type { ExternalClusterSpec, Spec } from '../../../../src/spec/spec.ts';
import {
  aivenCluster,
  certificateLogin,
  externalCluster,
  specOf,
  withoutAdmin,
} from '../../../support/build/spec.ts';

type Branch = Parameters<typeof unvouched>[1];

/** Of which the environment has the secrets. */
function loginWith(username: string, secret: string): KafkaLogin {
  const password = Secret.of(secret, `a password for ${username}`);
  return { kind: 'sasl', mechanism: 'SCRAM-SHA-512', username, password };
}

function cluster(changes: Partial<ExternalClusterSpec> = {}): ExternalClusterSpec {
  const { mirror, admin, ...rest } = externalCluster('onprem');
  if (mirror === undefined || admin === undefined) throw new Error('a login is missing');
  return {
    ...rest,
    mirror: { ...mirror, login: loginWith('mm2', 'MM2_PASSWORD') },
    admin: { ...admin, login: loginWith('admin', 'ADMIN_PASSWORD') },
    ...changes,
  };
}

const onprem = cluster();
const main = (spec: Spec): Branch => ({ state: 'known', branch: 'origin/main', spec });
const none: Branch = { state: 'unknown', branch: 'the default branch', because: 'there is no clone here' };
const open = (spec: Spec, branch: Branch) =>
  unvouched(spec, branch).map(({ cluster, identities, why }) => [cluster.key, ...identities, why]);

describe('a connection is vouched for by the default branch', () => {
  test('which sends the same credentials to the same place', () => {
    expect(open(specOf([onprem]), main(specOf([onprem])))).toEqual([]);
  });

  test.each<[string, Partial<ExternalClusterSpec>]>([
    ['other brokers', { bootstrapServers: ['kafka-1.evil.example:9093'] }],
    ['another protocol', { securityProtocol: 'SASL_PLAINTEXT' }],
    ['another CA', { sslCaCert: 'ANOTHER PEM' }],
    ['host names that are not checked', { sslEndpointIdentificationAlgorithm: '' }],
  ])('%s are another connection', (_, changes) => {
    const changed = specOf([cluster(changes)]);
    expect(open(changed, main(specOf([onprem])))).toEqual([
      ['onprem', 'admin', 'mirror', 'is not that of origin/main'],
    ]);
  });

  test('one login alone', () => {
    const other = { position: onprem.position, login: loginWith('admin', 'ANOTHER_PASSWORD') };
    const changed = specOf([cluster({ admin: other })]);
    expect(open(changed, main(specOf([onprem])))).toEqual([
      ['onprem', 'admin', 'is not that of origin/main'],
    ]);
  });

  test('a new cluster, and a cluster without a clone', () => {
    const spec = specOf([onprem, aivenCluster('core')]);
    expect(open(spec, main(specOf([aivenCluster('core')])))).toEqual([
      ['onprem', 'admin', 'mirror', 'is not on origin/main'],
    ]);
    expect(open(spec, none)).toEqual([
      [
        'onprem',
        'admin',
        'mirror',
        'cannot be compared with that of the default branch: there is no clone here',
      ],
    ]);
  });

  test('a login without its secrets sends nothing, so it needs no yes', () => {
    expect(open(specOf([externalCluster('onprem')]), none)).toEqual([]);
  });

  test('nobody is asked about a cluster that is left out', () => {
    expect(open({ ...specOf([onprem]), leftOut: new Set(['onprem']) }, none)).toEqual([]);
  });
});

describe('names of --connect', () => {
  const spec: Spec = { ...specOf([onprem, aivenCluster('core')]), aliases: new Map([['dc1', 'onprem']]) };

  test('keys and aliases', () => {
    expect(keysOf(spec, ['onprem', 'dc1'])).toEqual({ keys: ['onprem', 'onprem'], problems: [] });
  });

  test('what is wrong', () => {
    expect(keysOf(spec, ['onpren', 'core', 'else']).problems).toEqual([
      'the spec has no cluster onpren; did you mean onprem?',
      'core is an Aiven service, which is asked through the Aiven API',
      'the spec has no cluster else',
    ]);
  });
});

describe('who vouches sees where which secrets go', () => {
  const words = (of: ExternalClusterSpec) =>
    connectionWords({ cluster: of, identities: ['admin', 'mirror'], why: '' }).join('\n');

  test('over TLS with passwords', () => {
    expect(words(onprem)).toBe(
      [
        'brokers   kafka-1.example:9093, kafka-2.example:9093',
        'protocol  SASL_SSL, checked with the CA of the spec',
        'admin     user admin by SCRAM-SHA-512 with KAFKA_SECRET_ADMIN_PASSWORD',
        'mirror    user mm2 by SCRAM-SHA-512 with KAFKA_SECRET_MM2_PASSWORD',
      ].join('\n'),
    );
  });

  test('what protects less', () => {
    const { sslCaCert: _, ...rest } = onprem;
    const system: ExternalClusterSpec = { ...rest, sslEndpointIdentificationAlgorithm: '' };
    expect(words(system)).toContain('checked with certificates of the system, whatever host name they have');
    expect(words({ ...onprem, securityProtocol: 'SASL_PLAINTEXT' })).toContain(
      'SASL_PLAINTEXT, not encrypted',
    );
  });

  test('certificates, and no login', () => {
    const admin = { position: onprem.position, login: certificateLogin('CERT', 'KEY') };
    expect(words({ ...onprem, admin })).toContain(
      'admin     client certificate KAFKA_SECRET_CERT, KAFKA_SECRET_KEY',
    );
    expect(words(withoutAdmin(onprem))).toContain('admin     none');
  });
});

describe('only a yes is a yes', () => {
  const out = { shown: (text: string) => text.replaceAll('kafka-2', '***') };
  const asked: Unvouched[] = [{ cluster: onprem, identities: ['admin'], why: 'is not on origin/main' }];
  const saying = (text: string) => async (): Promise<Answer> => ({ state: 'given', text });

  test.each(['y', 'yes', 'YES', ' yes '])('%j', async (text) => {
    expect(await vouchedFor({ ask: saying(text) }, out, { open: asked, named: [] })).toEqual(['onprem']);
  });

  test.each(['', 'n', 'no', 'yes please', 'ja', 'y\u0000'])('%j is none', async (text) => {
    expect(await vouchedFor({ ask: saying(text) }, out, { open: asked, named: [] })).toEqual([]);
  });

  test('nobody is asked where nobody sits, nor about what is named', async () => {
    expect(await vouchedFor({ ask: undefined }, out, { open: asked, named: [] })).toEqual([]);
    expect(await vouchedFor({ ask: undefined }, out, { open: asked, named: ['onprem'] })).toEqual(['onprem']);
    const never = () => Promise.reject(new Error('asked'));
    expect(await vouchedFor({ ask: never }, out, { open: asked, named: ['onprem'] })).toEqual(['onprem']);
  });

  test('Ctrl-C ends the command', async () => {
    const ended = async (): Promise<Answer> => ({ state: 'ended' });
    await expect(vouchedFor({ ask: ended }, out, { open: asked, named: [] })).rejects.toThrow(Cancelled);
  });

  test('the question names everything, with holes for secrets and nothing that moves the cursor', async () => {
    const questions: string[] = [];
    const ask = async (question: string): Promise<Answer> => {
      questions.push(question);
      return { state: 'given', text: 'no' };
    };
    const cluster = externalCluster('onprem', { bootstrapServers: ['kafka-2:1', 'a\u001b[2J:1'] });
    await vouchedFor({ ask }, out, {
      open: [{ cluster, identities: ['admin'], why: 'is not on origin/main' }],
      named: [],
    });
    expect(questions).toEqual([
      [
        'The connection of onprem is not on origin/main.',
        '  brokers   ***:1, a\\u{1B}[2J:1',
        '  protocol  SASL_SSL, checked with the CA of the spec',
        '  admin     user admin by SCRAM-SHA-512 with KAFKA_SECRET_ADMIN_PASSWORD',
        'Contact onprem with these secrets? Only yes is a yes: ',
      ].join('\n'),
    ]);
  });
});
