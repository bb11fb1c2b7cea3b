import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Secret } from '../../../src/model/secret.ts';
import { bookOf } from '../../support/secret-book.ts';
import { secretSpellings } from '../../support/secret-spellings.ts';

const pem = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const body = pem.split('\n').slice(1, -2).join('');

describe('a private key in PEM', () => {
  const redactor = bookOf([Secret.of('CLIENT_KEY', pem)]);

  test.each([
    ['as it is', pem],
    ['with CRLF', pem.replaceAll('\n', '\r\n')],
    ['with \\n for line ends', pem.replaceAll('\n', '\\n')],
    ['in one line', body],
    ['wrapped at 76', body.replace(/.{76}/g, '$&\n')],
    ['one line of it', pem.split('\n')[1] ?? ''],
    ['with its lines reversed', pem.trim().split('\n').toReversed().join('\n')],
    ['backwards', [...pem].toReversed().join('')],
    ['48 characters from anywhere', body.slice(31, 79)],
    ['in base64, wrapped at 76', Buffer.from(pem).toString('base64').replace(/.{76}/g, '$&\n')],
    ['in JSON, twice', JSON.stringify(JSON.stringify(pem))],
    ['in a cell', pem.replaceAll('\n', '⏎')],
    ['in hex', Buffer.from(pem).toString('hex')],
    ['in a URL', encodeURIComponent(pem)],
  ])('is found %s', (_, text) => {
    expect(redactor.secretsIn(`before ${text} after`)).toEqual(['CLIENT_KEY']);
    const redacted = redactor.redact(`before ${text} after`);
    for (let at = 0; at + 24 <= body.length; at++) expect(redacted).not.toContain(body.slice(at, at + 24));
    expect(redacted).toMatch(/^before [\s\S]* after$/);
  });

  test.each([
    [
      'another key',
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ],
    ['armour lines alone', '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----'],
    [
      'armour lines in a URL',
      encodeURIComponent('-----BEGIN PRIVATE KEY-----\nMC\n-----END PRIVATE KEY-----\n'),
    ],
    ['a short last line', 'a word such as kq== is no secret'],
  ])('is not seen in %s', (_, text) => expect(redactor.redact(text)).toBe(text));
});

describe('what is reported', () => {
  const redactor = bookOf([
    Secret.of('ONPREM', 'correct-horse-battery'),
    Secret.of('PARTNER', 'staple|"quoted"'),
    Secret.named('FROM_A_FORK'),
  ]);

  test('names every secret, and no value', () => {
    const text = 'a correct-horse-battery and b staple|"quoted"';
    expect(redactor.secretsIn(text)).toEqual(['ONPREM', 'PARTNER']);
    expect(redactor.redact(text)).toBe('a *** and b ***');
  });

  test('secrets that overlap are one hole', () => {
    const overlapping = bookOf([Secret.of('A', 'abcdefgh'), Secret.of('B', 'efghijkl')]);
    expect(overlapping.redact('1 abcdefghijkl 2')).toBe('1 *** 2');
  });

  test('secrets with line ends around them are found without', () => {
    expect(bookOf([Secret.of('A', '\nabcdefgh\r\n')]).redact('x abcdefgh y')).toBe('x *** y');
  });

  test('secrets too short to search are ignored', () => {
    expect(bookOf([Secret.of('A', 'abc'), Secret.of('B', '')]).redact('abc')).toBe('abc');
  });
});

test('one of 20 secrets at the end of a megabyte is found', () => {
  const values = Array.from({ length: 20 }, (_, index) =>
    index % 2 === 0 ? randomBytes(24).toString('base64url') : pem.replace('M', String(index)),
  );
  const secrets = values.map((value, index) => Secret.of(`S${index}`, value));
  const redactor = bookOf(secrets);
  const line = `| \`+\` | topic \`orders.created\` | LS0tLS1CRUdJTiBQUklW ${'-'.repeat(20)} |\n`;
  const text = line.repeat(Math.ceil(1_000_000 / line.length));
  expect(redactor.secretsIn(text)).toEqual([]);
  expect(redactor.secretsIn(`${text}${values[18]}`)).toEqual(['S18']);
});

test('every spelling that the tests know is a different one', () => {
  const spelled = Object.values(secretSpellings).map((spell) => spell(`p|a'"<&>*\\é/? w+`));
  expect(new Set(spelled).size).toBeGreaterThanOrEqual(18);
});
