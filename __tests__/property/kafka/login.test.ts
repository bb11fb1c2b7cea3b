import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Secret } from '../../../src/model/secret.ts';
import { connect, readNothing } from '../../support/kafka/builders.ts';
import { Bytes } from '../../support/kafka/bytes.ts';
import { startFakeBroker } from '../../support/kafka/fake-broker.ts';

const password = 'test-password-that-nobody-may-see';

describe('a server that answers a SCRAM login with anything', () => {
  const garbage = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
  const words = fc.constantFrom(
    '',
    'r=',
    'r=x,s=,i=4096',
    'r=x,s=c2FsdA==,i=1',
    'i=4096',
    'e=other-error',
    'r=x,,',
    '🙂',
    'v=x',
  );
  const saslAnswer = fc.oneof(
    garbage,
    words.map((text) => new Bytes().int16(0).text(null).bytes(Buffer.from(text)).int32(0).int32(0).buffer),
    fc
      .integer({ min: -1, max: 200 })
      .map((code) => new Bytes().int16(code).text('refused').int32(0).int32(0).int32(0).buffer),
  );
  const handshake = fc.oneof(
    { weight: 1, arbitrary: garbage },
    { weight: 4, arbitrary: fc.constant(new Bytes().int16(0).int32(1).text('SCRAM-SHA-256').buffer) },
  );

  test('is unknown, never a crash, and never sees the password', async () => {
    await fc.assert(
      fc.asyncProperty(handshake, saslAnswer, async (greeting, answer) => {
        const broker = await startFakeBroker({
          answers: { SaslHandshake: () => greeting, SaslAuthenticate: () => answer },
        });
        const cluster = connect({
          bootstrapServers: [broker.address],
          login: {
            kind: 'sasl',
            mechanism: 'SCRAM-SHA-256',
            username: 'admin',
            password: Secret.of('PASSWORD', password),
          },
        });
        try {
          const { brokers } = await cluster.readCluster(readNothing);
          expect(brokers.state).toBe('unknown');
          const sent = Buffer.concat(broker.requests.map(({ body }) => body)).toString('latin1');
          expect(sent + JSON.stringify(brokers)).not.toContain(password);
        } finally {
          await cluster.close();
          await broker.stop();
        }
      }),
      { numRuns: 40 },
    );
  });
});
