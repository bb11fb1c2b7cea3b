import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { workflowDispatchEvent } from '../../../sandbox/runner/events.ts';
import type { KafkaCluster } from '../../../src/kafka/kafka.ts';
import { known } from '../../../src/model/reading.ts';
import { liveKafkaAcl, liveTopic } from '../../support/build/live.ts';
import { ExternalKafka } from '../../support/external-kafka.ts';
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
    /** On which the run was started by hand; left out: the default branch. */
    readonly branch?: string;
    readonly external?: KafkaCluster;
  } = {},
): Promise<Import> {
  const files = new Map<string, string>();
  const { branch, external, repository = { 'README.md': 'Ours\n' } } = options;
  const on = branch === undefined ? {} : { branch };
  const sha = world.github.world.commit({ files: repository, ...on });
  const event = workflowDispatchEvent(world.repository, { sha, ...on });
  const ran = await world.start(event, {
    ...options,
    inputs: { mode: 'import', 'import-project': aivenProject, ...options.inputs },
    ports: {
      ...(external !== undefined && { connectKafka: () => external }),
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

describe('an external cluster of a spec that is completed', () => {
  const spec = (host: string) =>
    `version: 1\nname: shop\nproject: ${aivenProject}\nclusters:\n  core:\n    service: kafka-core\n  dc1: # theirs\n    bootstrap_servers: [${host}:9093]\n    security_protocol: SASL_SSL\n    sasl_mechanism: PLAIN\n    admin: { sasl_plain_username: ops, sasl_plain_password: { secret: OPS } }\n`;
  const external = (): { readonly port: KafkaCluster; readonly asked: string[] } => {
    const asked: string[] = [];
    const kafka = new ExternalKafka();
    kafka.acls = [liveKafkaAcl('dc1', { principal: 'User:shop', operation: 'Read', resourceName: 'legacy' })];
    kafka.topics.set('legacy', 1);
    const port: KafkaCluster = {
      ...kafka.port,
      readCluster: async (request) => {
        asked.push(request.cluster);
        const topics = new Map([['legacy', known(liveTopic('dc1', 'legacy', { partitions: 4 }))]]);
        return { ...(await kafka.port.readCluster(request)), topics };
      },
    };
    return { port, asked };
  };
  const env = { KAFKA_SECRET_OPS: 'a-password-of-tests-only' };

  test('is read where the run is on the default branch, and its topics and ACLs are added', async () => {
    const { port, asked } = external();
    const ran = await imported({
      ...{ repository: { 'kafka/shop.yaml': spec('kafka.corp.example') } },
      ...{ external: port, env },
    });
    expect(ran).toMatchObject({ exitCode: 0, outputs: { result: 'imported' } });
    expect(asked).toEqual(['dc1']);
    const text = ran.files.get('import/kafka/shop.yaml') ?? '';
    expect(text).toContain('      legacy: { partitions: 4, replication: 3 }\n');
    expect(text).toContain('        - { principal: User:shop, topic: legacy, allow: [Read] }\n');
  });

  test('is not contacted where the default branch connects to another place, or its secret has no value', async () => {
    world.github.world.commit({ files: { 'kafka/shop.yaml': spec('kafka.corp.example') } });
    const elsewhere = external();
    const branch = await imported({
      ...{ repository: { 'kafka/shop.yaml': spec('kafka.evil.example') }, branch: 'topic' },
      ...{ external: elsewhere.port, env },
    });
    expect(elsewhere.asked).toEqual([]);
    expect(branch.summary).toContain('topics of dc1: ');
    const unset = external();
    await imported({
      repository: { 'kafka/shop.yaml': spec('kafka.corp.example') },
      external: unset.port,
    });
    expect(unset.asked).toEqual([]);
  });
});
