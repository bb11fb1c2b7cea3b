import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const src = fileURLToPath(new URL('../../../src', import.meta.url));

/** All that a bundle of this entry holds, types left out: files below `src`, and names of packages. */
function heldBy(entry: string): ReadonlySet<string> {
  const held = new Set<string>();
  const look = (file: string): void => {
    if (held.has(file)) return;
    held.add(file);
    const text = readFileSync(join(src, file), 'utf8');
    const imports = text.matchAll(/^(?:import|export)\s+(?!type\b)(?:([^';]*?)\sfrom\s)?'([^']+)'/gm);
    for (const [, names = '', specifier = ''] of imports) {
      if (/^\{\s*(?:type [^,}]+,?\s*)+\}$/.test(names)) continue;
      if (specifier.startsWith('.')) look(normalize(join(dirname(file), specifier)));
      else if (!specifier.startsWith('node:')) held.add(specifier);
    }
  };
  look(entry);
  return held;
}

test('the action holds nothing of the local command', () => {
  const held = [...heldBy('main.ts')];
  expect(held.length).toBeGreaterThan(300);
  expect(held.filter((name) => name.startsWith('cli/') || name === 'cli.ts')).toEqual([]);
  const packages = held.filter((name) => !name.endsWith('.ts') && !name.startsWith('kafkajs/'));
  expect(packages.sort()).toEqual(['@actions/core', '@actions/github', 'js-yaml', 're2js', 'zod']);
});

test('the local command holds nothing that talks to GitHub', () => {
  const held = [...heldBy('cli.ts')];
  expect(held.length).toBeGreaterThan(100);
  const ofGitHub = held.filter((name) => name.startsWith('github/') || name.startsWith('@actions/'));
  // How a run that asks GitHub tells its errors apart; the functions of the run that do are in the same files.
  expect(ofGitHub.sort()).toEqual(['github/http/github-error.ts', 'github/http/permissions.ts']);
});
