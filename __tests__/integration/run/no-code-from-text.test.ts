import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { pushEvent } from '../../../sandbox/runner/events.ts';
import { runAction } from '../../../sandbox/runner/run-action.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Says where text is made into code: `eval`, `Function` and what is made like a function. */
const preload = `
const seen = (how) => process.stderr.write('CODE FROM TEXT ' + how + '\\n' + new Error().stack + '\\n');
const watched = (name, original) =>
  new Proxy(original, {
    apply: (target, self, texts) => { seen(name); return Reflect.apply(target, self, texts); },
    construct: (target, texts, made) => { seen('new ' + name); return Reflect.construct(target, texts, made); },
  });
globalThis.eval = watched('eval', globalThis.eval);
globalThis.Function = watched('Function', globalThis.Function);
`;

const spec = `version: 1
name: prod
project: acme-prod
clusters:
  core:
    service: kafka-core
    topics: { orders.created: { partitions: 1, replication: 3 } }
`;

const { event, github } = pushEvent(
  { fullName: 'acme/kafka' },
  { branch: 'main', before: 'a'.repeat(40), after: 'b'.repeat(40) },
);

test('no text becomes code while a spec is read and checked', async () => {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'no-code-')));
  try {
    await mkdir(join(home, 'checkout', 'kafka'), { recursive: true });
    await writeFile(join(home, 'checkout', 'kafka', 'spec.yaml'), spec);
    await writeFile(join(home, 'watch.mjs'), preload);
    const options = {
      inputs: { mode: 'validate' },
      github: { apiUrl: 'http://127.0.0.1:1', repository: 'acme/kafka', token: 'none', ...github },
    };
    const ran = await runAction({
      ...options,
      actionDirectory: root,
      entry: join(root, 'src', 'main.ts'),
      workspace: join(home, 'checkout'),
      event,
      env: { NODE_OPTIONS: `--import=${join(home, 'watch.mjs')} --disable-warning=ExperimentalWarning` },
    });
    expect(ran.stderr).not.toContain('CODE FROM TEXT');
    expect(ran.outputs).toMatchObject({ result: 'validated' });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});
