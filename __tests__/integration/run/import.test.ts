import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { workflowDispatchEvent } from '../../../sandbox/runner/events.ts';
import {
  aivenProject,
  type Ran,
  type RunWorld,
  type StartOptions,
  startRunWorld,
} from '../../support/run-world.ts';

let world: RunWorld;
beforeEach(async () => {
  world = await startRunWorld();
});
afterEach(() => world.stop());

interface Import extends Ran {
  /** By path from the folder of the import. */
  readonly files: ReadonlyMap<string, string>;
}

/** A run by hand in a repository that has no spec yet. */
async function imported(
  options: StartOptions & {
    readonly there?: string;
    readonly repository?: Readonly<Record<string, string>>;
  } = {},
): Promise<Import> {
  const files = new Map<string, string>();
  const sha = world.github.world.commit({ files: options.repository ?? { 'README.md': 'Ours\n' } });
  const ran = await world.start(workflowDispatchEvent(world.repository, { sha }), {
    ...options,
    inputs: { mode: 'import', 'import-project': aivenProject, ...options.inputs },
    ports: {
      writeFile: async (path, text, how) => {
        if (how === 'new' && options.there !== undefined && path.endsWith(options.there))
          throw new Error(`${path} exists`);
        files.set(path.replace(/^.*\/aiven-kafka-gitops\//, ''), text);
      },
    },
  });
  return { ...ran, files };
}

async function somethingThere(): Promise<void> {
  for (const name of ['orders.created', 'orders.paid'])
    await world.backend.createTopic({
      name,
      partitions: 3,
      replication: 3,
      config: { 'retention.ms': '1000' },
    });
  const project = aivenProject;
  const { world: aiven } = world.aiven;
  const endpoint = aiven.addEndpoint(project, 'onprem', {
    bootstrap_servers: 'kafka.corp.example:9093',
    security_protocol: 'SASL_SSL',
    sasl_mechanism: 'PLAIN',
    sasl_plain_username: 'mm2',
    sasl_plain_password: 'a-password-of-tests-only',
  });
  const [mm2, alias] = ['mm2-core', 'cluster_alias'];
  aiven.addIntegration(
    project,
    mm2,
    { type: 'endpoint', project, endpointId: endpoint.id },
    { [alias]: 'onprem' },
  );
  aiven.addIntegration(
    project,
    mm2,
    { type: 'service', project, service: 'kafka-core' },
    { [alias]: 'core' },
  );
  aiven.setFlow(project, mm2, {
    source_cluster: 'onprem',
    target_cluster: 'core',
    enabled: true,
    topics: ['a'],
  });
  world.aiven.world.dropTopicCaches(project, 'kafka-core');
}

describe('an import by hand', () => {
  test('writes the spec to the output folder and tells of it, and changes nothing', async () => {
    await somethingThere();
    const { exitCode, outputs, files, summary, log } = await imported();
    expect({ exitCode, result: outputs['result'], mode: outputs['mode'], log }).toMatchObject({
      exitCode: 0,
      result: 'imported',
      mode: 'import',
    });
    expect([...files.keys()]).toEqual(['import/kafka/spec.yaml']);
    expect(outputs['import-path']).toMatch(/aiven-kafka-gitops\/import$/);
    expect(summary).toContain('2 clusters, 1 flow, 2 topics');
    expect(summary).toContain('KAFKA_SECRET_ONPREM_MM2_PASSWORD');
    expect(`${log}${summary}${[...files.values()].join('')}`).not.toContain('a-password-of-tests-only');
    expect(world.aiven.log.effects).toEqual([]);
    expect(world.github.log.requests).toEqual([]);
  });

  test('whose files are merged leaves nothing to apply', async () => {
    await somethingThere();
    const { files } = await imported();
    const spec = files.get('import/kafka/spec.yaml') ?? '';
    const sha = world.github.world.commit({ files: { 'kafka/spec.yaml': spec } });
    const planned = await world.start(workflowDispatchEvent(world.repository, { sha }), {
      env: { KAFKA_SECRET_ONPREM_MM2_PASSWORD: 'a-password-of-tests-only' },
    });
    expect({ result: planned.outputs['result'], log: planned.log }).toMatchObject({ result: 'no-changes' });
  });

  test('lists what Terraform can forget, and nothing else of its state', async () => {
    await somethingThere();
    const service = { project: aivenProject, service_name: 'kafka-core', password: 'a-secret-of-the-state' };
    const resources = [
      {
        mode: 'managed',
        type: 'aiven_kafka_topic',
        name: 'a',
        values: { ...service, topic_name: 'orders.paid' },
      },
      { mode: 'managed', type: 'aiven_kafka_topic', name: 'b', values: { ...service, topic_name: 'gone' } },
    ];
    const state = JSON.stringify({ values: { root_module: { resources } } });
    const { files, summary, log } = await imported({
      inputs: { 'import-terraform-state': 'state.json' },
      files: new Map([['state.json', state]]),
    });
    expect(files.get('import/terraform/removed.tf')).toContain('from = aiven_kafka_topic.a\n');
    expect(summary).toContain('**The spec covers 1 of its resources**');
    expect(summary).toContain('`aiven_kafka_topic.b`: the import did not find it in the project');
    expect(`${log}${summary}${[...files.values()].join('')}`).not.toContain('a-secret-of-the-state');
  });

  test('overwrites no file', async () => {
    await somethingThere();
    const { exitCode, outputs, log } = await imported({ there: 'spec.yaml' });
    expect({ exitCode, result: outputs['result'] }).toEqual({ exitCode: 1, result: 'failed' });
    expect(log).toContain('kafka/spec.yaml could not be written');
  });

  test.each([
    ['a project that the token does not see', { 'import-project': 'other' }, 'not-readable'],
    ['no project', { 'import-project': '' }, 'input-invalid'],
    ['a state that is not there', { 'import-terraform-state': 'state.json' }, 'input-invalid'],
    ['no token', { 'aiven-token': '' }, 'input-invalid'],
  ])('with %s ends so', async (_, inputs, reason) => {
    const { outputs, files } = await imported({ inputs });
    expect({ reason: outputs['failure-reason'], files: files.size }).toEqual({ reason, files: 0 });
  });
});

describe('an import where the checkout has a spec of the project', () => {
  const own = (project = aivenProject) =>
    `version: 1\nname: shop\nproject: ${project}\nclusters:\n  core:\n    service: kafka-core # ours\n`;

  test('completes it: the files are those of the repository, with what was added', async () => {
    await somethingThere();
    const ran = await imported({ repository: { 'kafka/shop.yaml': own() } });
    expect(ran.outputs['result']).toBe('imported');
    expect([...ran.files.keys()]).toEqual(['import/kafka/shop.yaml']);
    const text = ran.files.get('import/kafka/shop.yaml') ?? '';
    expect(text.startsWith(own())).toBe(true);
    expect(text).toContain('      orders.paid: { partitions: 3, replication: 3');
    expect(text).toContain('      onprem -> core:');
    expect(ran.summary).toContain(
      'Added to the spec shop: 1 cluster, 1 flow, 2 topics and 0 ACL entries. Its plan shows no changes.',
    );
  });

  test('of another project writes a new one', async () => {
    await somethingThere();
    const ran = await imported({ repository: { 'kafka/shop.yaml': own('other') } });
    expect([...ran.files.keys()]).toEqual(['import/kafka/spec.yaml']);
  });

  test('that has errors is told so', async () => {
    const ran = await imported({ repository: { 'kafka/shop.yaml': `${own()}    topcs: {}\n` } });
    expect(ran).toMatchObject({ exitCode: 2, outputs: { result: 'failed' } });
    expect([...ran.files.keys()]).toEqual([]);
  });
});
