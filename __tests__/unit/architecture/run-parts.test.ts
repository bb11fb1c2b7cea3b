import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const src = fileURLToPath(new URL('../../../src', import.meta.url));
const run = join(src, 'run');
const files = readdirSync(run, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort();

/** The files that import the name from the file that ends so, and that file itself. */
function using(name: string, from: string): readonly string[] {
  return files.filter((file) => {
    const text = readFileSync(join(run, file), 'utf8');
    const imports = [...text.matchAll(/^import\b([^;]*?)from '([^']+)'/gm)];
    return imports.some(
      ([, names = '', specifier = '']) =>
        specifier.endsWith(from) && new RegExp(`[{,\\s]${name}[,}\\s]`).test(names),
    );
  });
}

const takingSession = using('Session', '/session.ts');
const takingWriting = using('Writing', '/session.ts');
const takingGitHub = using('GitHub', '/github/github.ts');
const takingReader = using('GitHubReader', '/github/github.ts');

describe('the type of a parameter says what a function of the run can do', () => {
  test('only the modes and what prepares their systems can open secrets and reach Aiven and Kafka', () => {
    expect(takingSession).toEqual([
      'modes/adopt.ts',
      'modes/apply.ts',
      'modes/drift.ts',
      'modes/import.ts',
      'modes/merge-group.ts',
      'modes/plan.ts',
      'run.ts',
      'systems/prepare.ts',
      'systems/systems.ts',
    ]);
  });

  test('only what tells and what records can write on GitHub', () => {
    const writers = [...new Set([...takingGitHub, ...takingWriting])].sort();
    expect(writers).toEqual([
      'adopt/propose.ts',
      'modes/apply-cancelled.ts',
      'modes/apply-report.ts',
      'modes/apply.ts',
      'ports.ts',
      'review/record-apply.ts',
      'review/record-review.ts',
      'review/say-untold.ts',
      'session.ts',
      'tell/drift-count.ts',
      'tell/drift-report.ts',
      'tell/plan-labels.ts',
      'tell/report-no-plan.ts',
      'tell/tell-cancelled.ts',
      'tell/token-missing.ts',
      'tell/write-comment.ts',
    ]);
  });

  test('what only reads GitHub is given nothing that writes', () => {
    const readers = takingReader.filter((file) => !takingGitHub.includes(file));
    expect(readers).toEqual([
      'modes/merge-group.ts',
      'review/approval.ts',
      'review/branch-tip.ts',
      'review/gather-evidence.ts',
      'review/merged-since.ts',
      'spec/commit-holds.ts',
    ]);
  });
});

test('the folders of the run have at most 49 arrows between them', () => {
  const arrows = new Set<string>();
  const placeOf = (file: string) => file.split(sep)[0] ?? '';
  for (const file of files) {
    const text = readFileSync(join(run, file), 'utf8');
    for (const [, specifier = ''] of text.matchAll(/^(?:import|export)\b[^;]*?from '(\.[^']+)'/gm)) {
      const target = join(dirname(file), specifier);
      if (target.startsWith('..') || placeOf(target) === placeOf(file)) continue;
      arrows.add(`${placeOf(file)} -> ${placeOf(target)}`);
    }
  }
  expect(arrows.size).toBeGreaterThan(20);
  expect([...arrows].sort().slice(49)).toEqual([]);
});
