import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ForeignText } from '../../../../src/model/foreign-text.ts';
import { Secret } from '../../../../src/model/secret.ts';
import { SecretBook } from '../../../../src/report/secrets/secret-book.ts';
import { secretSpellings } from '../../../support/secret-spellings.ts';

const ownWords = 'Applied: no-changes in 3 topics, cleanup.policy and retention.ms of kafka-core';

function bookWith(values: Readonly<Record<string, string>>) {
  const masked: string[] = [];
  const book = new SecretBook((line) => masked.push(line));
  book.learnOwnWords(ownWords);
  book.keep(Object.entries(values).map(([name, value]) => Secret.of(name, value)));
  return { book, masked, tell: (text: string) => book.tell(ForeignText.of(text)) };
}

describe('a secret that is a word of the run', () => {
  const { book, masked, tell } = bookWith({ OLD: 'no-changes', CONFIG: 'cleanup.policy', SHORT: 'kafka' });

  test('makes no hole in what the run says, and is not masked', () => {
    expect(book.redact(ownWords)).toBe(ownWords);
    expect(book.secretsIn(ownWords)).toEqual([]);
    expect(masked).toEqual([]);
  });

  test.each([
    ['alone', 'no-changes', '***'],
    ['in a sentence', 'the password no-changes was refused', 'the password *** was refused'],
    ['in quotes', `login 'cleanup.policy': denied`, `login '***': denied`],
    ['beside a sign', 'user:kafka@h', 'user:***@h'],
    ['in base64', Buffer.from('cleanup.policy').toString('base64'), '***k='],
  ])('is taken out of the words of others %s', (_, text, told) => expect(tell(text)).toBe(told));

  test('inside another word nothing is told', () => {
    expect(tell('wrong: no-changesX9')).toBe('(words withheld: they may hold the value of OLD)');
    expect(tell('kafkaesque')).toBe('(words withheld: they may hold the value of SHORT)');
  });

  test('leaves other words of others as they are', () => {
    expect(tell('topic orders.created: not enough replicas')).toBe(
      'topic orders.created: not enough replicas',
    );
  });
});

test.each([
  ['OK', 'x7Kq-92_vV', false],
  ['a name of the spec', 'kafka-core', true],
  ['a part of one', 'kafka-co', true],
  ['short', 'x7Kq-92', true],
  ['a number', '1234567890', true],
  ['a piece of a digest', 'deadbeef01', true],
  ['a long number', '123456789012', false],
])('whether it is ordinary: %s', (_, value, expected) => {
  expect(bookWith({}).book.isOrdinary(Secret.of('S', value))).toBe(expected);
});

test('a name that the spec turns out to have makes no hole in what is said of it', () => {
  const { book } = bookWith({ UNUSED: 'payments-prod' });
  expect(book.redact('topic payments-prod')).toBe('topic ***');
  book.learnOwnWords('payments-prod');
  expect(book.redact('topic payments-prod')).toBe('topic payments-prod');
});

describe('the words of other systems', () => {
  const value = `${randomBytes(9).toString('base64url')}&<"'\`%+/${randomBytes(9).toString('base64url')}`;
  const { book, masked, tell } = bookWith({ PASSWORD: value });

  test.each(Object.entries(secretSpellings))('%s: nothing of it is told', (_, spell) => {
    const told = tell(`invalid: ${spell(value)} was refused`);
    for (let at = 0; at + 8 <= value.length; at++) expect(told).not.toContain(value.slice(at, at + 8));
    expect(told).toMatch(/^invalid: .*\*\*\*.* was refused$/);
  });

  test('eight characters of it in a row are too many, seven are not', () => {
    for (let at = 0; at + 8 <= value.length; at++)
      expect(tell(`… ${value.slice(at, at + 8)} …`)).toContain('***');
    expect(tell(`… ${value.slice(0, 7)} …`)).toBe(`… ${value.slice(0, 7)} …`);
  });

  test('cut base64 of it', () => {
    const encoded = Buffer.from(`user:${value}`).toString('base64');
    expect(tell(`Basic ${encoded.slice(0, 24)}...`)).toContain('***');
  });

  test('the runner is told to mask it', () => expect(masked).toEqual([value]));
  test('it is in no text of the run either', () => expect(book.redact(`a ${value} b`)).toBe('a *** b'));
});

describe('a secret whose characters are escaped, each or not, in whatever way', () => {
  const value = `${randomBytes(6).toString('base64url')}&a<b>"c"'d'\`e\`${randomBytes(6).toString('base64url')}`;
  const { book } = bookWith({ PASSWORD: value });
  const named: Readonly<Record<string, string>> = {
    '&': 'amp',
    '<': 'lt',
    '>': 'gt',
    '"': 'quot',
    "'": 'apos',
  };
  const ways: Readonly<Record<string, readonly ((character: string) => string)[]>> = {
    entities: [
      (character) => character,
      (character) => `&#${character.charCodeAt(0)};`,
      (character) => `&#x${character.charCodeAt(0).toString(16)};`,
      (character) => (named[character] === undefined ? character : `&${named[character]};`),
    ],
    octets: [
      (character) => character,
      (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    ],
    backslashes: [
      (character) => character,
      (character) => (/\w/.test(character) ? character : `\\${character}`),
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
    ],
  };

  test.each(Object.entries(ways))('%s', (_, spell) => {
    for (let round = 0; round < 300; round++) {
      const draw = randomBytes(value.length);
      const spelled = [...value]
        .map((character, at) => spell[(draw[at] ?? 0) % spell.length]?.(character))
        .join('');
      expect(book.redact(`before ${spelled} after`)).toBe('before *** after');
    }
  });
});

test('words of another system have no string form', () => {
  const text = ForeignText.of('the password');
  expect([`${text}`, JSON.stringify({ text }), String(text)].join()).not.toContain('password');
});
