import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MemoryBackend } from '../../sandbox/aiven/memory-backend.ts';
import { startAiven } from '../../sandbox/aiven/start-aiven.ts';
import { startGitHub } from '../../sandbox/github/start-github.ts';
import { startKafkaCluster } from '../../sandbox/kafka/cluster.ts';
import { kafkaDistribution } from '../../sandbox/kafka/distribution.ts';
import type { SandboxKafka } from '../../sandbox/kafka/sandbox-kafka.ts';
import { Repository } from '../../sandbox/repository.ts';
import { topicNames } from '../plans/estate.ts';
import { compare, head, program } from '../runs/compared.ts';

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

interface BrokerSize {
  readonly topics: number;
  readonly acls: number;
}

const planned: readonly BrokerSize[] = [
  { topics: 1_000, acls: 1_000 },
  { topics: 10_000, acls: 10_000 },
];
const applied: BrokerSize = { topics: 1_000, acls: 0 };
/** A broker with 10,000 topics does not live in what tests give it. */
const heapMb = 1_500;

/**
 * A plan of `dist/` that finds no changes on a real broker, beside the same questions of kafkajs and of Kafka's own admin
 * client, all in turn. Requests are those that the action counts.
 */
export async function reportBrokerPlans(): Promise<void> {
  head('a plan on a broker');
  for (const size of planned) {
    await withBroker(size, async ({ kafka, floors, run }) => {
      await program(process.execPath, [file('floor.mjs'), 'fill', ...words(size)], floors.env);
      let requests = 0;
      await compare(`${size.topics} + ${size.acls}`, [
        { name: 'floor: kafkajs', run: (usage) => floors.kafkajs('read', size, usage) },
        { name: "floor: Kafka's own", run: () => floors.java('read', size, kafka) },
        {
          name: 'plan',
          requests: () => requests,
          run: async (usage) => {
            const { outputs, log } = await run({ mode: 'plan' }, usage);
            if (outputs['to-create'] !== '0') throw new Error(log);
            requests = Number(/(\d+) requests/.exec(log)?.[1]);
          },
        },
      ]);
    });
  }
}

/** An apply of new topics with its plans before and after, beside the same writes, read back once. */
export async function reportBrokerApplies(): Promise<void> {
  head('an apply on a broker');
  await withBroker(applied, async ({ kafka, floors, run }) => {
    const before = () => withoutTopics(kafka, applied);
    await compare(`${applied.topics} + ${applied.acls}`, [
      { name: 'floor: kafkajs', before, run: (usage) => floors.kafkajs('create', applied, usage) },
      { name: "floor: Kafka's own", before, run: () => floors.java('create', applied, kafka) },
      {
        name: 'apply',
        before,
        run: async (usage) => {
          const inputs = { mode: 'apply', 'require-plan': 'false', 'max-changes': '10000' };
          const { outputs, log } = await run(inputs, usage);
          if (outputs['result'] !== 'applied') throw new Error(log);
        },
      },
    ]);
  });
}

/** Nothing of it is in the spec; a run asks whether the external cluster is one of the project's. */
const aivenService = {
  type: 'kafka',
  project: 'acme-prod',
  name: 'kafka-core',
  backend: new MemoryBackend({ brokers: 3 }),
} as const;

interface Bench {
  readonly kafka: SandboxKafka;
  readonly floors: Floors;
  readonly run: (
    inputs: Readonly<Record<string, string>>,
    env: Readonly<Record<string, string>>,
  ) => ReturnType<Repository['byHand']>;
}

async function withBroker(size: BrokerSize, work: (bench: Bench) => Promise<void>): Promise<void> {
  const kafka = await startKafkaCluster({ name: 'bench', heapMb });
  const [aiven, github] = await Promise.all([
    startAiven({ token: 'unused', services: [aivenService] }),
    startGitHub(),
  ]);
  const floors = await prepareFloors(kafka);
  try {
    const secrets = { ADMIN_PASSWORD: kafka.admin.password };
    const repository = new Repository({ github, aivenUrl: aiven.url, aivenToken: 'unused', secrets });
    repository.commit(specFiles(kafka, size), 'What there is');
    await work({ kafka, floors, run: (inputs, env) => repository.byHand({ inputs, env }) });
  } finally {
    await Promise.all([aiven.stop(), github.stop(), kafka.stop(), floors.remove()]);
  }
}

interface Floors {
  readonly env: Readonly<Record<string, string>>;
  kafkajs(what: 'read' | 'create', size: BrokerSize, usage: Readonly<Record<string, string>>): Promise<void>;
  java(what: 'read' | 'create', size: BrokerSize, kafka: SandboxKafka): Promise<void>;
  remove(): Promise<void>;
}

async function prepareFloors(kafka: SandboxKafka): Promise<Floors> {
  const { classPath } = await kafkaDistribution();
  const folder = await mkdtemp(join(tmpdir(), 'bench-java-'));
  execFileSync('javac', ['-cp', classPath, '-d', folder, file('Floor.java')]);
  const env = { BROKERS: kafka.bootstrapServers, CA: kafka.caPem, PASSWORD: kafka.admin.password };
  return {
    env,
    kafkajs: (what, size, usage) =>
      program(process.execPath, [file('floor.mjs'), what, ...words(size)], { ...env, ...usage }),
    java: async (what, { topics }, { clientProperties }) => {
      const args = [what, String(topics), await clientProperties('admin')];
      await program('java', ['-cp', [folder, classPath].join(delimiter), 'Floor', ...args], {});
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function words({ topics, acls }: BrokerSize): readonly string[] {
  return [String(topics), String(acls)];
}

/** Gone for the broker, too, which takes its time. */
async function withoutTopics(kafka: SandboxKafka, { topics }: BrokerSize): Promise<void> {
  const bridge = await kafka.bridge();
  const own = new Set(topicNames(topics));
  const left = async () =>
    (await bridge.listTopics()).map(({ name }) => name).filter((name) => own.has(name));
  await Promise.all((await left()).map((name) => bridge.deleteTopic(name)));
  while ((await left()).length > 0) await setTimeout(500);
  await setTimeout(2_000);
}

function specFiles(kafka: SandboxKafka, size: BrokerSize): Readonly<Record<string, string>> {
  const settings =
    'partitions: 1, replication: 1, config: { retention.ms: 3d, cleanup.policy: delete, min.insync.replicas: 1 }';
  const topics = topicNames(size.topics).map((name) => `      ${name}: { ${settings} }\n`);
  const acls = Array.from(
    { length: size.acls },
    (_, index) =>
      `        - { principal: "User:svc-${index}", topic: team-${index % 97}.events, allow: [Read] }\n`,
  );
  const connection = [
    `bootstrap_servers: [${kafka.bootstrapServers}]`,
    'security_protocol: SASL_SSL',
    'sasl_mechanism: SCRAM-SHA-512',
    'ssl_ca_cert: { file: kafka/ca.pem }',
    'admin: { sasl_plain_username: admin, sasl_plain_password: { secret: ADMIN_PASSWORD } }',
  ];
  const lines = connection.map((line) => `    ${line}\n`).join('');
  return {
    'kafka/ca.pem': kafka.caPem,
    'kafka/prod.yaml': `version: 1\nname: prod\nproject: acme-prod\nclusters:\n  onprem:\n${lines}    topics:\n${topics.join('')}${acls.length === 0 ? '' : `    acls:\n      kafka:\n${acls.join('')}`}`,
  };
}
