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
const [workflow = '', first = '', second = ''] = [
  ...read('README.md').matchAll(/```yaml\n([\s\S]*?)```/g),
].map(([, block]) => block ?? '');

/** As the README goes: the first step alone, or with the second one. */
async function loaded(texts: Readonly<Record<string, string>>): Promise<Spec> {
  const result = await loadTexts(texts, {
    readReference: references({ 'kafka/certs/onprem-ca.pem': newCertificate('/CN=onprem').certificate }),
    secret: (name) => `a password for ${name}`,
  });
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  // That nothing is owned yet is what the README says, too.
  expect(result.findings.map(({ code }) => code)).toEqual(['acl-principal-not-managed']);
  return result.spec;
}

const firstStep = { 'kafka/prod.yaml': first };
const secondStep = { ...firstStep, 'kafka/onprem.yaml': second };

describe('what the README shows works as it stands', () => {
  test('the workflow is examples/workflows/minimal.yml', () => {
    const { on, ...shown } = parse(workflow);
    const { on: example, ...others } = parse(read('examples/workflows/minimal.yml'));
    expect(shown).toEqual(others);
    expect(Object.keys(on)).toEqual(Object.keys(example));
  });

  test('the first step is a topic and five ACL entries', async () => {
    const { desired } = desiredState(await loaded(firstStep));
    expect([...desired.topics, ...desired.kafkaAcls].map(({ id }) => nameOf(id)).sort()).toEqual([
      'User:svc-billing may Describe Topic orders.created',
      'User:svc-billing may Read Group billing',
      'User:svc-billing may Read Topic orders.created',
      'User:svc-orders may Describe Topic orders.created',
      'User:svc-orders may Write Topic orders.created',
      'orders.created',
    ]);
  });

  test('what is derived from the flow of the second step is the table', async () => {
    const { desired } = desiredState(await loaded(secondStep));
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

  test('both steps together stay below the bound of the workflow', async () => {
    const { desired } = desiredState(await loaded(secondStep));
    const { endpoints, integrations, flows, topics, kafkaAcls } = desired;
    const changes = [endpoints, integrations, flows, topics, kafkaAcls].flatMap((each) => [...each]);
    const max = parse(workflow).jobs.kafka.steps[1].with['max-changes'];
    expect(changes.length).toBeLessThanOrEqual(max);
    expect(read('README.md')).toContain(`\`max-changes: ${max}\``);
  });
});

describe('what a first reader asks is answered in the README, or one link away', () => {
  test.each<[string, string, RegExp]>([
    ['what the token of Aiven must be able to do', 'docs/operations.md', /`service:data:write`/],
    ['how to make one', 'README.md', /avn user access-token create/],
    ['that the runner must reach the external brokers', 'README.md', /a runner that reaches the brokers/],
    ['how, in a private network', 'docs/how-to/private-networks.md', /self-hosted/],
    ['which pattern language stands where', 'README.md', /## Three pattern languages/],
    [
      'what manage means, and what happens without it',
      'README.md',
      /what the spec does not name stays as it is/,
    ],
    [
      'that the alias names copied topics, for good',
      'README.md',
      /copied topics are called .* Choose it for good/,
    ],
    [
      'what an integration endpoint is, and that it need not exist',
      'README.md',
      /integration endpoint, created if it is missing/,
    ],
    ['an explicit ACL and a profile', 'README.md', /topic_profiles:[\s\S]*produce: \[/],
    ['defaults of a flow', 'docs/start.md', /\| `enabled` \| `true` \|/],
    ['what is out of scope', 'README.md', /users, quotas, schemas, connectors/],
    ['whether v0 is released', 'README.md', /Until there is one/],
    ['how to go back from a wrong merge', 'docs/operations.md', /Revert the pull request/],
    ['several teams in one spec', 'docs/how-to/teams.md', /CODEOWNERS/],
    ['coming from Terraform', 'docs/import.md', /## From Terraform/],
  ])('%s: %s', (_, page, answer) => {
    expect(read(page)).toMatch(answer);
    if (page !== 'README.md') expect(read('README.md')).toContain(`](${page}`);
  });
});
