import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { workspaceReferences } from '../../../src/spec/yaml/workspace.ts';
import { root } from '../../support/docs/pages.ts';
import { isValid } from '../../support/docs/spec-parts.ts';
import { loadTexts } from '../../support/spec-files.ts';

const files = readdirSync(join(root, 'examples'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name).slice(root.length));

/** What holds a file of `examples`. */
function kindOf(file: string): string {
  if (/^examples\/workflows\/[a-z-]+\.yml$/.test(file))
    return 'workflow: unit/contract/workflows, integration/run/example-workflows';
  if (file.startsWith('examples/monorepo/')) return 'part of three specs: unit/contract/monorepo';
  if (file.endsWith('.yaml')) return 'spec';
  if (/^examples\/certs\/[a-z-]+\.pem$/.test(file)) return 'named by a spec';
  return 'not classified';
}

const byKind = Map.groupBy(files, kindOf);

test('every file is of a kind that is checked', () => {
  expect(byKind.get('not classified')).toBeUndefined();
  expect(byKind.size).toBe(4);
});

describe.each(byKind.get('spec') ?? [])('%s', (file) => {
  const text = readFileSync(join(root, file), 'utf8');

  test('has no error and no warning', async () => {
    const result = await loadTexts(
      { [file]: text },
      { readReference: workspaceReferences(root), secret: () => undefined },
    );
    expect(result.findings.filter(({ severity }) => severity !== 'notice')).toEqual([]);
    for (const certificate of byKind.get('named by a spec') ?? []) expect(certificate).toMatch(/-ca\.pem$/);
  });

  test('is what the schema takes', () => {
    expect(isValid(parse(text))).toBe(true);
  });
});
