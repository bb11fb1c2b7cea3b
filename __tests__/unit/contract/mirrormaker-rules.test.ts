import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { isRuleCode } from '../../../src/spec/rules/rules.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const page = readFileSync(join(root, 'docs/mirrormaker.md'), 'utf8');

interface Row {
  readonly id: string;
  readonly codes: readonly string[];
  readonly lookedAt: string;
}

const rows: readonly Row[] = [...page.matchAll(/^\| (L\d+) \| .* \| ([^|]+) \| ([a-z, ]+) \|$/gm)].map(
  ([, id = '', codes = '', lookedAt = '']) => ({
    id,
    codes: [...codes.matchAll(/`([a-z0-9-]+)`/g)].map(([, code]) => code ?? ''),
    lookedAt,
  }),
);

const source = textOf('src/mirrormaker', 'src/desired', 'src/plan');
const badSpecs = textOf('__tests__/bad-specs');
const tests = textOf('__tests__/unit/mirrormaker', '__tests__/unit/desired', '__tests__/unit/plan');

function textOf(...folders: readonly string[]): string {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') || file.endsWith('.txt') || file.endsWith('.yaml'))
        .map((file) => join(root, folder, file)),
    )
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

const live = (code: string): boolean => source.includes(`'${code}'`);

describe("the table of MirrorMaker 2's rules", () => {
  test('has L1 and those after it in order, without a gap', () => {
    expect(rows.length).toBeGreaterThan(31);
    expect(rows.map(({ id }) => id)).toEqual(rows.map((_, index) => `L${index + 1}`));
  });

  test.each(rows)('$id: its codes exist, and each has a test', ({ codes, lookedAt }) => {
    expect(codes.length).toBeGreaterThan(0);
    expect(['spec', 'live', 'spec, live']).toContain(lookedAt);
    for (const code of codes) {
      expect([code, isRuleCode(code) || live(code)]).toEqual([code, true]);
      const shown = isRuleCode(code) && new RegExp(`[<^] ${code}$`, 'm').test(badSpecs);
      const tested = live(code) && new RegExp(`\\b${code}\\b`).test(tests);
      expect([code, shown || tested]).toEqual([code, true]);
    }
  });
});
