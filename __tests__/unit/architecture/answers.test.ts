import { expect, test } from '@jest/globals';
import type { AnswerSeen } from './seen-answers.ts';
import { viewOf } from './view.ts';

/*
 * `undefined` may mean "there is none", "it is fine" or "it is not known", and a caller that guesses wrong applies what nobody
 * reviewed. So the rooms that decide answer with words, and elsewhere the doc comment says what it means.
 */

const { answers } = viewOf({
  'review/planted-verdict.ts': [
    'interface Verdict { readonly refused: string }',
    'function judge(text: string): Verdict | undefined { return text === "" ? undefined : { refused: text }; }',
    'const later = async (text: string): Promise<Verdict | undefined> => judge(text);',
    'export const both = [judge, later];',
  ].join('\n'),
  'model/planted-lookup.ts': [
    '/** The first letter. */',
    'export function firstOf(text: string): string | undefined { return text[0]; }',
    '/** The last letter; undefined of an empty text. */',
    'export function lastOf(text: string): string | undefined { return text.at(-1); }',
    'type Letter = string | undefined;',
    'export async function hidden(text: string): Promise<Letter> { return text[0]; }',
    '/** Says nothing. */',
    'export function silent(): void {}',
    'export interface Words { first(text: string): Letter; }',
  ].join('\n'),
});

function isPlanted({ file }: AnswerSeen): boolean {
  return file.includes('/planted-');
}

/** Reading a text answers undefined where the text is none of the kind. */
function decides({ file, name }: AnswerSeen): boolean {
  return /^(apply|review)\//.test(file) && !name.startsWith('read');
}

function isUnexplained({ isExported, comment }: AnswerSeen): boolean {
  return isExported && !/\bundefined\b/i.test(comment);
}

function shown({ file, name }: AnswerSeen): string {
  return `${file} ${name}`;
}

test('the rooms that decide never answer undefined', () => {
  const found = answers.filter(decides);
  expect(found.filter((one) => !isPlanted(one)).map(shown)).toEqual([]);
  expect(found.filter(isPlanted).map(shown)).toEqual([
    'review/planted-verdict.ts judge',
    'review/planted-verdict.ts later',
  ]);
});

test('who exports a function that may answer undefined says what that means', () => {
  expect(answers.length).toBeGreaterThan(100);
  const found = answers.filter((one) => !decides(one)).filter(isUnexplained);
  expect(found.filter((one) => !isPlanted(one)).map(shown)).toEqual([]);
  expect(found.filter(isPlanted).map(shown)).toEqual([
    'model/planted-lookup.ts firstOf',
    'model/planted-lookup.ts hidden',
    'model/planted-lookup.ts first',
  ]);
});
