import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { createCertificateAuthority } from '../../../sandbox/kafka/certificate-authority.ts';
import { connectAiven } from '../../../src/aiven/connect.ts';
import { connectGitHub } from '../../../src/github/connect.ts';
import { Secret } from '../../../src/model/secret.ts';
import { VirtualClock } from '../../support/aiven/virtual-clock.ts';
import { neverCancelled } from '../../support/never-cancelled.ts';
import { bookOf } from '../../support/secret-book.ts';

/** A server with a certificate of a CA that nobody knows, and how many requests came through. */
async function withServer<T>(
  use: (url: string) => Promise<T>,
): Promise<{ readonly answer: T; readonly requests: number }> {
  const { certificatePem, privateKeyPem } = createCertificateAuthority('inspecting proxy').issue({
    commonName: 'localhost',
    hosts: ['localhost'],
  });
  let requests = 0;
  const server = createServer({ cert: certificatePem, key: privateKeyPem }, (_, response) => {
    requests++;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  try {
    return { answer: await use(`https://localhost:${port}`), requests };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const common = {
  token: Secret.of('TOKEN', 'token-for-tests'),
  clock: new VirtualClock(),
  progress: () => undefined,
  secrecy: bookOf(),
  cancelled: neverCancelled,
};

test('Aiven behind a CA that nobody knows: the CA is named as the cause, and no option of Node', async () => {
  const { answer, requests } = await withServer((baseUrl) =>
    connectAiven({ ...common, baseUrl }).readMirrorMaker({ project: 'acme', service: 'mm2' }),
  );
  expect(answer.flows).toMatchObject({
    code: 'unreachable',
    message: expect.stringMatching(
      /certificate of what answers at this address is not issued by a CA that this runner knows, and the token was not sent.*NODE_EXTRA_CA_CERTS/,
    ),
  });
  expect(JSON.stringify(answer)).not.toContain('--use');
  expect(requests).toBe(0);
});

test('GitHub behind a CA that nobody knows says so', async () => {
  const { answer, requests } = await withServer((apiUrl) =>
    connectGitHub({ ...common, apiUrl, repository: { owner: 'acme', repo: 'kafka' } })
      .defaultBranch()
      .catch((error: unknown) => error),
  );
  expect(answer).toMatchObject({
    message: expect.stringContaining('in its place is not issued by a CA that this runner knows'),
  });
  expect(requests).toBe(0);
});
