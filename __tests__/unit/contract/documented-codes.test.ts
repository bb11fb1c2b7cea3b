import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { riskCodes } from '../../../src/plan/plan.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const docs = ['docs/rules.md', 'docs/mirrormaker.md'].map((file) => readFileSync(join(root, file), 'utf8'));

/** Codes of findings, risks and gates: risks by their list, the others as they stand in the source of their rooms. */
const codes = new Set<string>([
  ...riskCodes,
  ...['plan', 'desired', 'mirrormaker'].flatMap((room) => sourceOf(room).flatMap((text) => codesIn(text))),
]);

/** Reasons why something is unknown: they are never shown as the code of a finding. */
const reasons = new Set(['incomplete']);

function sourceOf(room: string): readonly string[] {
  const folder = join(root, 'src', room);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}

function codesIn(text: string): readonly string[] {
  const named = [...text.matchAll(/\bcode: '([a-z-]+)'/g)];
  const passed = [...text.matchAll(/\b(?:medium|problem|finding)\(\s*(?:\w+,\s*)?'([a-z]+(?:-[a-z]+)*)'/g)];
  return [...named, ...passed].map(([, code]) => code ?? '');
}

describe('every code that a reader meets is documented', () => {
  test('the source has codes', () => {
    expect(codes.size).toBeGreaterThan(30);
  });

  test.each([...codes].filter((code) => !reasons.has(code)).sort())('%s', (code) => {
    expect(docs.some((text) => text.includes(`\`${code}\``))).toBe(true);
  });

  test('every failure reason has a row with its exit code', () => {
    const [, listed = ''] =
      /export type FailureReason =([^;]+);/.exec(readFileSync(join(root, 'src/run/result.ts'), 'utf8')) ?? [];
    const failureReasons = [...listed.matchAll(/'([a-z-]+)'/g)].map(([, reason]) => reason ?? '');
    const rows = [...(docs[0] ?? '').matchAll(/^\| `([a-z-]+)` \| [12] \|/gm)].map(
      ([, reason]) => reason ?? '',
    );
    expect(rows.toSorted()).toEqual(failureReasons.toSorted());
  });
});
