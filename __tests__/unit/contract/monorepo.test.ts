import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { schemaFile } from '../../../scripts/generate-schema.ts';
import { loadSpec } from '../../../src/lint/load-spec.ts';
import type { Spec } from '../../../src/spec/spec.ts';
import { findSpecFiles, workspaceReferences } from '../../../src/spec/yaml/workspace.ts';
import { interpolate } from '../../support/docs/expression.ts';

/** The worked example of docs/several-files.md, read as its workflow reads it. */
const root = fileURLToPath(new URL('../../..', import.meta.url));
const workspace = join(root, 'examples/monorepo');
const workflow = parse(readFileSync(join(root, 'examples/workflows/monorepo.yml'), 'utf8'));
const stacks = interpolate(workflow.jobs.kafka.strategy.matrix.stack, {});
const input: string = workflow.jobs.kafka.steps[1].with.spec;

function patternsOf(stack: string): readonly string[] {
  return input
    .replaceAll('${{ matrix.stack }}', stack)
    .split('\n')
    .filter((line) => line !== '');
}

async function load(patterns: readonly string[]) {
  const found = await findSpecFiles({ workspace, patterns });
  if (!found.ok) throw new Error(JSON.stringify(found.findings));
  const readReference = workspaceReferences(workspace);
  return { ...found, result: await loadSpec({ ...found, readReference, secret: () => undefined }) };
}

async function specOf(stack: string): Promise<Spec> {
  const { result } = await load(patternsOf(stack));
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  return result.spec;
}

test('it has three environments', () => expect(stacks).toEqual(['dev', 'staging', 'prod']));

describe.each(['dev', 'staging', 'prod'])('%s', (stack) => {
  test('is a spec of its own with nothing to complain about', async () => {
    const { files, result } = await load(patternsOf(stack));
    expect(result.findings).toEqual([]);
    expect(result.ok && result.spec).toMatchObject({ name: stack, project: `acme-${stack}` });
    const validate = new Ajv({ allowUnionTypes: true }).compile(
      JSON.parse(readFileSync(join(root, schemaFile), 'utf8')),
    );
    for (const [path, bytes] of files) {
      expect([path, validate(parse(Buffer.from(bytes).toString('utf8')))]).toEqual([path, true]);
    }
  });

  test('has the topics, rights and patterns that all share', async () => {
    const { clusters, mirrormakers } = await specOf(stack);
    const core = clusters.get('core');
    expect([...(core?.topics.keys() ?? [])].filter((name) => name !== 'orders.archived')).toEqual([
      'customers.current',
      'orders.created',
      'orders.shipped',
    ]);
    expect(
      core?.kafkaAcls.filter(({ position }) => position.file === 'kafka/shared/topics.yaml'),
    ).toHaveLength(13);
    expect(mirrormakers.get('mm2-core')?.flows[0]).toMatchObject({
      settings: { topics: ['edge\\.readings', 'edge\\.alerts\\..*'] },
      position: { file: `kafka/${stack === 'staging' ? 'shared/flows' : `${stack}/sizes`}.yaml` },
      also: [expect.anything()],
    });
  });
});

test('what differs is what each says', async () => {
  const sizes = async (stack: string) => {
    const topic = (await specOf(stack)).clusters.get('core')?.topics.get('orders.created');
    return [topic?.partitions, topic?.replication, topic?.config.get('retention.ms'), topic?.protect];
  };
  expect(await sizes('dev')).toEqual([1, 3, '86400000', false]);
  expect(await sizes('staging')).toEqual([3, 3, '259200000', false]);
  expect(await sizes('prod')).toEqual([24, 3, '604800000', true]);
});

test('all of it in one run is said to be several specs', async () => {
  const { result } = await load(['kafka']);
  expect(result.findings.map(({ code }) => code)).toEqual(['separate-specs', 'separate-specs']);
});
