import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Kinds that the registry has and no table knows: `quota` lives in clusters, and of `user` nothing says how it is deleted. */
const fixture = `
import type { Change } from '${root}src/model/change.ts';
import type { Provenance } from '${root}src/model/provenance.ts';

interface Id<K> { readonly kind: K; readonly cluster: string; readonly name: string }
interface Types<K, P> {
  readonly id: Id<K>;
  readonly desired: { readonly id: Id<K>; readonly provenance: Provenance };
  readonly live: { readonly id: Id<K> };
  readonly place: 'cluster';
  readonly plural: P;
}
declare module '${root}src/model/resource.ts' {
  interface Kinds {
    readonly quota: Types<'quota', 'quotas'> & { readonly deletion: 'quotas' };
    readonly user: Types<'user', 'users'>;
  }
}

const deletion = { action: 'delete', fields: [], provenance: { origin: 'owned', position: { file: '', line: 1, column: 1 }, pattern: '' } } as const;
declare const topic: Extract<Change, { kind: 'topic'; action: 'delete' }>;
declare const integration: Extract<Change, { kind: 'integration' }>;
export const planned: Change = { ...topic, ...deletion };
export const never: Change = { kind: 'integration', id: integration.id, live: integration.live, ...deletion };
`;

interface CompilerError {
  readonly file: string;
  readonly text: string;
}

function errorsWith(text: string): readonly CompilerError[] {
  const folder = mkdtempSync(join(tmpdir(), 'missing-kind-'));
  try {
    writeFileSync(join(folder, 'fixture.mts'), text);
    const config = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        typeRoots: [join(root, 'node_modules/@types')],
        // Of the fixture, which stands outside of the repository.
        rewriteRelativeImportExtensions: false,
        allowImportingTsExtensions: true,
      },
      include: [],
      files: [
        join(root, 'src/main.ts'),
        join(root, 'src/kafka/kafkajs-internals.d.ts'),
        join(folder, 'fixture.mts'),
      ],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
      cwd: root,
      encoding: 'utf8',
    });
    return [...stdout.matchAll(/^(\S+?)\(\d+,\d+\): error (.*(?:\n {2}.*)*)/gm)].map(
      ([, file = '', error = '']) => ({
        file: file.replace(/^.*fixture\.mts$/, 'fixture.mts'),
        text: error,
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a kind that one of the tables forgets does not compile', () => {
  const errors = errorsWith(fixture);
  const missing = errors
    .filter(({ file, text }) => file.startsWith('src/') && /\bquotas?\b/.test(text))
    .map(({ file }) => file);
  expect([...new Set(missing)].sort()).toEqual([
    'src/aiven/connect.ts',
    'src/aiven/read-cluster.ts',
    'src/desired/desired.ts',
    'src/desired/left-out.ts',
    'src/kafka/kinds.ts',
    'src/model/resource.ts',
    'src/plan/kinds.ts',
    'src/report/kinds/words-of.ts',
  ]);
  // Without a word for the input allow-delete a kind is not one.
  expect(errors).toContainEqual({
    file: 'src/model/resource.ts',
    text: expect.stringContaining("does not satisfy the constraint 'KindTypes'"),
  });
  // What nothing deletes has no deletion in its type, so none can come to the gate.
  expect(errors.filter(({ file }) => file === 'fixture.mts')).toEqual([
    {
      file: 'fixture.mts',
      text: expect.stringMatching(/^TS2322: .*'"integration"' is not assignable to type/s),
    },
  ]);
}, 60_000);
