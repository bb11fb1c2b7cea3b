import { describe, expect, test } from '@jest/globals';
import { createCertificateAuthority } from '../../../sandbox/kafka/certificate-authority.ts';
import type { KafkaLogin } from '../../../src/model/kafka-connection.ts';
import { Secret } from '../../../src/model/secret.ts';
import { readNothing } from '../../support/kafka/builders.ts';
import { aBroker, aCluster } from '../../support/kafka/with-broker.ts';

const authority = createCertificateAuthority('test authority');
const server = issue(authority, 'localhost');
const elsewhere = issue(authority, 'kafka.elsewhere.example');

function issue(by: typeof authority, host: string) {
  const { certificatePem, privateKeyPem } = by.issue({ commonName: host, hosts: [host] });
  return { cert: certificatePem, key: privateKeyPem };
}

function certificateLogin({
  certificatePem,
  privateKeyPem,
}: {
  certificatePem: string;
  privateKeyPem: string;
}): KafkaLogin {
  return {
    kind: 'certificate',
    certificate: Secret.of('CLIENT_CERT', certificatePem),
    key: Secret.of('CLIENT_KEY', privateKeyPem),
  };
}

const client = certificateLogin(authority.issue({ commonName: 'svc-gitops' }));

async function brokers(options: {
  readonly offered: { readonly cert: string; readonly key: string };
  readonly clientAuthority?: string;
  readonly login?: KafkaLogin;
  readonly verifyHostname?: boolean;
  readonly host?: string;
  readonly ca?: string;
}) {
  const { clientAuthority, verifyHostname = true, host = 'localhost', ca = authority.pem } = options;
  const demand =
    clientAuthority === undefined ? {} : { requestCert: true, rejectUnauthorized: true, ca: clientAuthority };
  const broker = await aBroker({ tls: { ...options.offered, ...demand } });
  const cluster = aCluster({
    bootstrapServers: [`${host}:${broker.port}`],
    transport: { tls: true, ca, verifyHostname },
    ...(options.login ? { login: options.login } : {}),
  });
  const reading = (await cluster.readCluster(readNothing)).brokers;
  return { reading, requests: broker.requests.length };
}

const known = { reading: { state: 'known', value: 1 } };

describe('the certificate of the broker', () => {
  test('signed by the pinned authority for the name that is asked for', async () => {
    expect(await brokers({ offered: server })).toMatchObject(known);
  });

  test('for another name: nothing is sent, and both names are told', async () => {
    expect(await brokers({ offered: elsewhere })).toMatchObject({
      reading: {
        code: 'unreachable',
        message: expect.stringMatching(
          /it is for DNS:kafka\.elsewhere\.example, not for localhost \(ERR_TLS_CERT_ALTNAME_INVALID\)$/,
        ),
      },
      requests: 0,
    });
  });

  test('that has expired: it is named', async () => {
    const { certificatePem, privateKeyPem } = authority.issue({
      commonName: 'broker 7',
      hosts: ['localhost'],
      until: new Date('2024-05-06T00:00:00Z'),
    });
    const { reading } = await brokers({ offered: { cert: certificatePem, key: privateKeyPem } });
    expect(reading).toMatchObject({
      message: expect.stringContaining('the certificate CN=broker 7 expired on 2024-05-06; have it renewed'),
    });
  });

  test('of a CA that has expired: the CA is named', async () => {
    const old = createCertificateAuthority('old CA', { until: new Date('2024-05-06T00:00:00Z') });
    const { cert, key } = issue(old, 'localhost');
    const { reading } = await brokers({ offered: { cert: `${cert}${old.pem}`, key }, ca: old.pem });
    expect(reading).toMatchObject({
      message: expect.stringContaining('the CA CN=old CA expired on 2024-05-06'),
    });
  });

  test('for another name, where the spec says not to compare it', async () => {
    expect(await brokers({ offered: elsewhere, verifyHostname: false })).toMatchObject(known);
  });

  test.each([true, false])(
    'of another authority is refused, whether the name is compared or not (%s)',
    async (verifyHostname) => {
      const offered = issue(createCertificateAuthority('another authority'), 'localhost');
      expect(await brokers({ offered, verifyHostname })).toMatchObject({
        reading: {
          code: 'unreachable',
          message: expect.stringMatching(
            /cannot be trusted.*: CN=localhost comes from the CA CN=another authority, which is not among those of ssl_ca_cert \(/,
          ),
        },
        requests: 0,
      });
    },
  );
});

describe('the certificate of the client', () => {
  test('is shown where the login is one', async () => {
    expect(await brokers({ offered: server, clientAuthority: authority.pem, login: client })).toMatchObject(
      known,
    );
  });

  test('none, where the broker demands one', async () => {
    expect(
      await brokers({ offered: server, clientAuthority: authority.pem, login: { kind: 'none' } }),
    ).toMatchObject({
      reading: {
        code: 'unauthenticated',
        message: expect.stringContaining('refused the client certificate'),
      },
      requests: 0,
    });
  });

  test('of another authority, where the broker hangs up over it', async () => {
    const login = certificateLogin(createCertificateAuthority('another').issue({ commonName: 'svc' }));
    expect(await brokers({ offered: server, clientAuthority: authority.pem, login })).toMatchObject({
      reading: {
        code: 'unreachable',
        message: expect.stringContaining('the client certificate are what this listener takes'),
      },
      requests: 0,
    });
  });

  test('that is no certificate is not tried, and not shown', async () => {
    const login = certificateLogin({ certificatePem: 'not-a-certificate', privateKeyPem: 'not-a-key' });
    const { reading } = await brokers({ offered: server, login });
    expect(reading).toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining('cannot be used'),
    });
    expect(JSON.stringify(reading)).not.toContain('not-a-');
  });
});
