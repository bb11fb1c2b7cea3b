import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  type SecretField,
  type SecretValue,
  secretProblems,
} from '../../../../src/spec/resolve/secret-value.ts';
import { datedCertificates } from '../../../support/dated-certificates.ts';

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
    ['with a line break inside', 'correct\nhorse', ['secret-line-break']],
    ['with a line separator of Unicode inside', 'correct\u2028horse', ['secret-line-break']],
    ['with a NUL inside', 'correct\0horse', ['secret-control-character']],
    ['with an escape sequence', 'correct\u001b[0mhorse', ['secret-control-character']],
    ['with a control character of Latin-1', 'correct\u009bhorse', ['secret-control-character']],
    ['with a tab inside', 'correct\thorse', ['secret-control-character']],
    ['that ends with a line feed', 'correct-horse\n', ['secret-line-break']],
    ['that ends with a Windows line break', 'correct-horse\r\n', ['secret-line-break']],
    ['that ends with a line break and a space', 'correct-horse\n ', ['secret-line-break']],
    ['that ends with a space', 'correct-horse ', ['secret-white-space']],
    ['that ends with a tab', 'correct-horse\t', ['secret-control-character']],
    ['that begins with a line break', '\ncorrect-horse', ['secret-line-break']],
    ['that begins and ends with a no-break space', '\u00a0correct-horse\u00a0', ['secret-white-space']],
    ['of 256 characters', 'xy'.repeat(128), []],
    ['of 256 characters that JavaScript counts twice', '😀🐴'.repeat(128), []],
    ['of 257 characters', `${'xy'.repeat(128)}z`, ['secret-too-long']],
    ['of one line break', '\n', ['secret-blank']],
    ['of ten blanks', ' '.repeat(10), ['secret-blank']],
    ['of 7 characters', 'hunter2', ['secret-too-short']],
  ])('%s', (_, value, expected) => {
    expect(found('sasl_plain_password', value)).toEqual(expected);
  });

  test('of 257 characters is fine where Aiven does not get it', () => {
    expect(found('sasl_plain_password', `${'xy'.repeat(128)}z`, { goesToAiven: false })).toEqual([]);
  });
});

describe('what stands for a secret is none, whatever field it is for', () => {
  const fields = ['sasl_plain_password', 'ssl_client_cert', 'ssl_client_key'] as const;

  test.each([
    '${{ secrets.ONPREM_PASSWORD }}',
    'prefix-${{ secrets.ONPREM_PASSWORD }}',
    '<redacted>',
    '<your password here>',
    '********',
    '***',
    'xxxxxxxxxxxx',
    '••••••••••',
    '[REDACTED]',
    '(sensitive value)',
    'undefined',
    'null',
    '[object Object]',
    'your-password',
    '${ONPREM_PASSWORD}',
    '$ONPREM_PASSWORD',
    '$(cat password.txt)',
    '%ONPREM_PASSWORD%',
    '{{ onprem_password }}',
    'op://kafka/onprem/password',
    'ENC[AES256_GCM,data:abc=,iv:def=]',
    'arn:aws:secretsmanager:eu-west-1:123456789012:secret:kafka',
  ])('%s', (value) => {
    for (const field of fields) {
      const problems = secretProblems({ name: 'PW', value, field, goesToAiven: true, now: new Date() });
      expect(problems.map(({ code }) => code)).toEqual(['secret-placeholder']);
      expect(problems[0]?.hint).toContain('gh secret set PW');
    }
  });

  test.each(['$ecretly-long', 'p<a>ssword', '100%-sure-100%', 'null-island', 'a{{b}}c-d', 'xxxxxxxy'])(
    '%s may be a password',
    (value) => {
      expect(found('sasl_plain_password', value)).toEqual([]);
    },
  );
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
    [
      'with a NUL behind it',
      `${pem(rsa, 'pkcs8')}\0`,
      ['secret-control-character'],
      ['secret-control-character'],
    ],
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
    ['with Windows line breaks', datedCertificates.present.replaceAll('\n', '\r\n'), []],
    ['with an escape before it', `\u001b${datedCertificates.present}`, ['secret-control-character']],
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
