import { MemoryBackend } from '../../sandbox/aiven/memory-backend.ts';
import { type AivenEmulator, startAiven } from '../../sandbox/aiven/start-aiven.ts';
import { type GitHubEmulator, startGitHub } from '../../sandbox/github/start-github.ts';
import { Repository } from '../../sandbox/repository.ts';

/** What a cluster holds, and how its spec is written. */
export interface EstateSize {
  readonly topics: number;
  readonly acls: number;
  /** Partitions, replication and three configs with each topic, or in a profile that all of them name. */
  readonly written: 'out' | 'by profile';
}

/** A Kafka service of Aiven, empty until it is filled, and the repository that the spec is in. */
export interface Estate {
  readonly backend: MemoryBackend;
  readonly aiven: AivenEmulator;
  readonly github: GitHubEmulator;
  readonly repository: Repository;
  readonly aivenToken: string;
  stop(): Promise<void>;
}

export const project = 'acme-prod';
export const service = 'kafka-core';

const config = { 'retention.ms': '259200000', 'cleanup.policy': 'delete', 'min.insync.replicas': '2' };

export async function startEstate(size: EstateSize, millisecondsARequest: number): Promise<Estate> {
  const backend = new MemoryBackend({ brokers: 3 });
  const aivenToken = `avn-${crypto.randomUUID()}`;
  const [aiven, github] = await Promise.all([
    startAiven({
      token: aivenToken,
      services: [{ type: 'kafka', project, name: service, backend }],
      aclLimit: Number.MAX_SAFE_INTEGER,
    }),
    startGitHub(),
  ]);
  aiven.faults.add({
    path: /./,
    times: Number.MAX_SAFE_INTEGER,
    fault: { kind: 'delay', milliseconds: millisecondsARequest },
  });
  const repository = new Repository({ github, aivenUrl: aiven.url, aivenToken, secrets: {} });
  repository.commit(specFiles(size), 'What there is');
  return {
    backend,
    aiven,
    github,
    repository,
    aivenToken,
    stop: async () => {
      await Promise.all([aiven.stop(), github.stop()]);
    },
  };
}

/** Makes everything as the spec says. */
export async function fill({ backend }: Estate, size: EstateSize): Promise<void> {
  for (const name of topicNames(size.topics)) {
    await backend.createTopic({ name, partitions: 3, replication: 3, config });
  }
  for (const index of Array(size.acls).keys()) await backend.createAcl(aclOf(index));
}

/** Of at most 5,000 lines each, as people would split them. */
export function specFiles(size: EstateSize): Readonly<Record<string, string>> {
  const files: Record<string, string> = {
    'kafka/prod.yaml': `version: 1\nname: prod\nproject: ${project}\n${profile}clusters:\n  core:\n    service: ${service}\n`,
  };
  const shape = size.written === 'out' ? `{ ${settings} }` : '{ profile: events }';
  const topics = topicNames(size.topics).map((name) => `      ${name}: ${shape}\n`);
  for (const [index, lines] of chunks(topics).entries()) {
    files[`kafka/topics-${index}.yaml`] = `version: 1\nclusters:\n  core:\n    topics:\n${lines}`;
  }
  const acls = [...Array(size.acls).keys()].map((index) => {
    const { principal, resourceName } = aclOf(index);
    return `        - { principal: "${principal}", topic: ${resourceName}, allow: [Read] }\n`;
  });
  for (const [index, lines] of chunks(acls).entries()) {
    files[`kafka/acls-${index}.yaml`] = `version: 1\nclusters:\n  core:\n    acls:\n      kafka:\n${lines}`;
  }
  return files;
}

const settings =
  'partitions: 3, replication: 3, config: { retention.ms: 3d, cleanup.policy: delete, min.insync.replicas: 2 }';
const profile = `topic_profiles:\n  events: { ${settings} }\n`;

export function topicNames(count: number): readonly string[] {
  return Array.from(
    { length: count },
    (_, index) => `team-${index % 97}.events.${String(index).padStart(5, '0')}`,
  );
}

function aclOf(index: number) {
  return {
    principal: `User:svc-${index}`,
    host: '*',
    resourceType: 'TOPIC',
    resourceName: `team-${index % 97}.events`,
    patternType: 'LITERAL',
    operation: 'READ',
    permission: 'ALLOW',
  };
}

function chunks(lines: readonly string[]): readonly string[] {
  const size = 5_000;
  return Array.from({ length: Math.ceil(lines.length / size) }, (_, index) =>
    lines.slice(index * size, (index + 1) * size).join(''),
  );
}
