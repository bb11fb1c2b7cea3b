import { expect, test } from '@jest/globals';
import type { ChangeOf } from '../../../src/model/change.ts';
import { type KafkaLogin, secretsOf } from '../../../src/model/kafka-connection.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { LoginSpec } from '../../../src/spec/spec.ts';
import { at } from '../../support/build/places.ts';

const password = Secret.named('MM2_PASSWORD');
const sasl = { kind: 'sasl', mechanism: 'PLAIN', username: 'mm2' } as const;

// The type check of the project refuses this file once one of these is accepted.
// @ts-expect-error SASL without a password
const withoutPassword: KafkaLogin = sasl;
// @ts-expect-error a certificate without its key
const withoutKey: KafkaLogin = { kind: 'certificate', certificate: password };
// @ts-expect-error the same in a spec
const loginSpec: LoginSpec = { position: at(1), login: sasl };
// @ts-expect-error nothing deletes an integration
const deletion: ChangeOf<'integration'>['action'] = 'delete';

test('wrong states do not compile', () => {
  expect([withoutPassword, withoutKey, loginSpec, deletion]).toHaveLength(4);
});

test('the secrets of a login are those that it has', () => {
  expect(secretsOf({ ...sasl, password })).toEqual([password]);
  expect(secretsOf({ kind: 'none' })).toEqual([]);
});
