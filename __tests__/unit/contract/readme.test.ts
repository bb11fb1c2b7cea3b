import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { desiredState } from '../../../src/desired/desired.ts';
import { nameOf } from '../../../src/model/resource.ts';
import type { Spec } from '../../../src/spec/spec.ts';
import { loadTexts, newCertificate, references } from '../../support/spec-files.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const [workflow = '', spec = ''] = [...read('README.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map(
  ([, block]) => block ?? '',
);

async function loaded(): Promise<Spec> {
  const result = await loadTexts(
    { 'kafka/prod.yaml': spec },
    {
      readReference: references({ 'kafka/certs/onprem-ca.pem': newCertificate('/CN=onprem').certificate }),
      secret: (name) => `a password for ${name}`,
    },
  );
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  expect(result.findings).toEqual([]);
  return result.spec;
}

describe('what the README shows works as it stands', () => {
  test('the workflow is examples/workflows/minimal.yml', () => {
    const { on, ...shown } = parse(workflow);
    const { on: example, ...others } = parse(read('examples/workflows/minimal.yml'));
    expect(shown).toEqual(others);
    expect(Object.keys(on)).toEqual(Object.keys(example));
  });

  test('the spec has no finding', async () => {
    await loaded();
  });

  test('what is derived from its flow is the table', async () => {
    const { desired } = desiredState(await loaded());
    const { topics, kafkaAcls } = desired.checked;
    const onprem = [...topics, ...kafkaAcls].filter(({ id }) => id.cluster === 'onprem');
    expect(onprem.map(({ id }) => nameOf(id)).sort()).toEqual([
      'User:aiven-mm2 may Describe Group prefix edge-',
      'User:aiven-mm2 may DescribeConfigs Topic edge.readings',
      'User:aiven-mm2 may DescribeConfigs Topic prefix edge.alerts.',
      'User:aiven-mm2 may Read Topic edge.readings',
      'User:aiven-mm2 may Read Topic mm2-offset-syncs.core.internal',
      'User:aiven-mm2 may Read Topic prefix edge.alerts.',
      'User:aiven-mm2 may Write Topic mm2-offset-syncs.core.internal',
      'mm2-offset-syncs.core.internal',
    ]);
  });

  test('its links lead somewhere', () => {
    const links = [...read('README.md').matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(
      ([, path]) => path ?? '',
    );
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) expect(() => readFileSync(join(root, link))).not.toThrow();
  });
});
