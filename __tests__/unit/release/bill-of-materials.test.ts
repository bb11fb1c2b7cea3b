import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type BillOfMaterials, billOfBundle, bundledPackages } from '../../../release/bill-of-materials.ts';

const bill = (needs: Readonly<Record<string, readonly string[]>>): BillOfMaterials => ({
  metadata: { component: { 'bom-ref': 'us@1' } },
  components: Object.keys(needs)
    .filter((ref) => ref !== 'us@1')
    .map((ref) => ({ 'bom-ref': ref, name: ref.slice(0, ref.lastIndexOf('@')) })),
  dependencies: Object.entries(needs).map(([ref, dependsOn]) => ({ ref, dependsOn })),
});

describe('the bill of a bundle', () => {
  const all = bill({
    'us@1': ['jest@1', 'a@1'],
    'jest@1': ['b@2'],
    'a@1': ['b@1', '@s/c@1'],
    'b@1': [],
    'b@2': [],
    '@s/c@1': [],
  });

  test('names what is in it, in the version that is reached through it', () => {
    const of = billOfBundle(all, new Set(['a', 'b', '@s/c']));
    expect(of.components.map((component) => component['bom-ref'])).toEqual(['a@1', 'b@1', '@s/c@1']);
    expect(of.dependencies.find(({ ref }) => ref === 'us@1')?.dependsOn).toEqual(['a@1']);
  });

  test('misses nothing that is in it', () => {
    expect(() => billOfBundle(all, new Set(['a', 'left-pad']))).toThrow('left-pad');
  });

  test('can be made of both bundles as they are committed', () => {
    const npm = execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    for (const folder of ['dist', 'dist/cli']) {
      const bundled = bundledPackages(readFileSync(`${folder}/licenses.txt`, 'utf8'));
      const names = billOfBundle(JSON.parse(npm) as BillOfMaterials, bundled).components.map(
        ({ name }) => name,
      ); // npm's own
      expect(new Set(names)).toEqual(bundled);
      expect(names).toEqual(expect.arrayContaining(['js-yaml', 'kafkajs', 're2js', 'zod']));
      expect(names).not.toContain('jest');
    }
  });
});
