import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  type SecretField,
  type SecretValue,
  secretProblems,
} from '../../../src/spec/resolve/secret-value.ts';
import { datedCertificates } from '../../support/dated-certificates.ts';

function found(field: SecretField, value: string, parts: Partial<SecretValue> = {}): readonly string[] {
  const secret = { name: 'PW', value, field, goesToAiven: true, now: new Date(), ...parts };
  const problems = secretProblems(secret);
  for (const { message, hint } of problems) {
    if (value.trim() !== '') expect(`${message} ${hint}`).not.toContain(value.trim());
  }
  return problems.map(({ code }) => code);
}

describe('a password', () => {
  test.each<[string, string, string[]]>([
    ['plain', 'correct-horse', []],
    ['with a space inside', 'correct horse', []],
    ['with a line break inside', 'correct\nhorse', []],
    ['that ends with a line feed', 'correct-horse\n', ['secret-line-break']],
    ['that ends with a Windows line break', 'correct-horse\r\n', ['secret-line-break']],
    ['that ends with a line break and a space', 'correct-horse\n ', ['secret-line-break']],
    ['that ends with a space', 'correct-horse ', ['secret-white-space']],
    ['that ends with a tab', 'correct-horse\t', ['secret-white-space']],
    ['that begins with a line break', '\ncorrect-horse', ['secret-white-space']],
    ['that begins and ends with a no-break space', '\u00a0correct-horse\u00a0', ['secret-white-space']],
    ['of 256 characters', 'x'.repeat(256), []],
    ['of 256 characters that JavaScript counts twice', '😀'.repeat(256), []],
    ['of 257 characters', 'x'.repeat(257), ['secret-too-long']],
    ['of one line break', '\n', ['secret-blank']],
    ['of ten blanks', ' '.repeat(10), ['secret-blank']],
    ['of 7 characters', 'hunter2', ['secret-too-short']],
  ])('%s', (_, value, expected) => {
    expect(found('sasl_plain_password', value)).toEqual(expected);
  });

  test('of 257 characters is fine where Aiven does not get it', () => {
    expect(found('sasl_plain_password', 'x'.repeat(257), { goesToAiven: false })).toEqual([]);
  });
});

describe('a private key', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const pem = (key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'sec1') =>
    String(key.export({ type, format: 'pem' }));
  const cipher = { cipher: 'aes-256-cbc', passphrase: 'only-for-this-test' } as const;
  const encrypted = String(rsa.export({ type: 'pkcs8', format: 'pem', ...cipher }));
  const encryptedPkcs1 = String(rsa.export({ type: 'pkcs1', format: 'pem', ...cipher }));

  test.each<[string, string, string[], string[]]>([
    ['PKCS#8', pem(rsa, 'pkcs8'), [], []],
    ['PKCS#8 of an elliptic curve, with spaces around', `\n${pem(ec, 'pkcs8')}\n`, [], []],
    ['PKCS#1', pem(rsa, 'pkcs1'), ['private-key-format'], []],
    ['SEC1', pem(ec, 'sec1'), ['private-key-format'], []],
    ['encrypted PKCS#8', encrypted, ['private-key-format'], ['private-key-format']],
    ['encrypted PKCS#1', encryptedPkcs1, ['private-key-format'], ['private-key-format']],
    ['cut', pem(rsa, 'pkcs8').slice(0, 400), ['private-key-format'], ['private-key-format']],
    ['no PEM', 'not a key at all', ['private-key-format'], ['private-key-format']],
  ])('%s', (_, value, forAiven, forThisTool) => {
    expect(found('ssl_client_key', value)).toEqual(forAiven);
    expect(found('ssl_client_key', value, { goesToAiven: false })).toEqual(forThisTool);
  });
});

describe('a client certificate', () => {
  test.each<[string, string, string[]]>([
    ['valid', datedCertificates.present, []],
    ['with line breaks around', `\n${datedCertificates.present}\n\n`, []],
    ['ended', datedCertificates.ended, ['certificate-dates']],
    ['not valid yet', datedCertificates.later, ['certificate-dates']],
    ['damaged', datedCertificates.present.replace('MII', 'MIA'), ['certificate-unusable']],
    ['too long', `${datedCertificates.present}${'# '.repeat(9_000)}`, ['secret-too-long']],
  ])('%s', (_, value, expected) => {
    expect(found('ssl_client_cert', value)).toEqual(expected);
  });

  test('has no dates where nobody tells the time', () => {
    expect(found('ssl_client_cert', datedCertificates.ended, { now: undefined })).toEqual([]);
  });
});
