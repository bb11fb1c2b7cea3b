import { randomBytes } from 'node:crypto';
import { type KafkaDistribution, kafkaDistribution } from '../kafka/distribution.ts';
import type { AuthorizerDecision, KafkaBridge, SandboxKafka } from '../kafka/sandbox-kafka.ts';
import type { BackendAcl } from '../kafka-backend.ts';
import { startMirrorMaker } from '../mirrormaker/mirrormaker-process.ts';
import { mirrorMakerProperties } from '../mirrormaker/properties.ts';
import { type RunNames, type Scenario, scenarioConfig } from './scenario.ts';

/** Two clusters that any number of runs share. */
export interface Pair {
  readonly source: { readonly kafka: SandboxKafka; readonly bridge: KafkaBridge };
  readonly target: { readonly kafka: SandboxKafka; readonly bridge: KafkaBridge };
}

/** What is granted and created before MirrorMaker 2 starts. */
export interface Grants {
  readonly topics: readonly {
    readonly cluster: 'source' | 'target';
    readonly name: string;
    readonly partitions: number;
  }[];
  readonly acls: readonly {
    readonly cluster: 'source' | 'target';
    readonly acl: Omit<BackendAcl, 'principal' | 'host' | 'permission'>;
  }[];
}

/** What a flow does. */
export interface Effects {
  readonly recordsCopied: boolean;
  readonly offsetsTranslated: boolean;
  readonly checkpointsWritten: boolean;
}

export interface Observed extends Effects {
  /** `Read on Topic x for Fetch`, each once, of this run's user, without those that are harmless. */
  readonly refused: readonly string[];
}

const effects = [
  'recordsCopied',
  'offsetsTranslated',
  'checkpointsWritten',
] as const satisfies readonly (keyof Effects)[];

/** What MirrorMaker 2 promises within a minute on idle machines; its rounds take a second here. */
const PATIENCE_MS = 60_000;
/** What did not come this long after everything else came, does not come. */
const GRACE_MS = 8_000;

/**
 * Grants, starts MirrorMaker 2, produces, commits as a group, and looks until everything expected is there and what is
 * not expected has had its chance.
 */
export async function runFlow(options: {
  readonly pair: Pair;
  readonly scenario: Scenario;
  readonly names: RunNames;
  readonly grants: Grants;
  /** Comes without fail; the rest is given `GRACE_MS` after it. */
  readonly expects: Effects;
}): Promise<Observed> {
  const { pair, scenario, names, grants, expects } = options;
  const password = randomBytes(12).toString('hex');
  await prepare(pair, names, grants, password);
  const distribution: KafkaDistribution = await kafkaDistribution(pair.source.kafka.version);
  const config = scenarioConfig({
    scenario,
    names,
    password,
    source: pair.source.kafka,
    target: pair.target.kafka,
  });
  const properties = mirrorMakerProperties({ config, services: () => undefined, everySeconds: 1 });
  const process = await startMirrorMaker({ distribution, properties, name: names.user });
  try {
    const start = performance.now();
    let complete: number | undefined;
    for (;;) {
      const seen = await look(pair, names);
      const all = effects.every((effect) => seen[effect]);
      const expected = effects.every((effect) => seen[effect] || !expects[effect]);
      const now = performance.now();
      if (expected) complete ??= Math.max(now, start + GRACE_MS);
      const isOver =
        all || now - start > PATIENCE_MS || (complete !== undefined && now > complete + GRACE_MS);
      if (isOver) return { ...seen, refused: await refusedTo(pair, names, grants) };
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  } finally {
    await process.kill();
  }
}

async function prepare(pair: Pair, names: RunNames, grants: Grants, password: string): Promise<void> {
  const user = { name: names.user, password };
  await Promise.all([pair.source.bridge.createUser(user), pair.target.bridge.createUser(user)]);
  await pair.source.bridge.createTopic({ name: names.topic, partitions: 1, replication: 1, config: {} });
  for (const { cluster, name, partitions } of grants.topics) {
    const config = { 'cleanup.policy': 'compact' };
    await pair[cluster].bridge.createTopic({ name, partitions, replication: 1, config });
  }
  for (const { cluster, acl } of grants.acls) {
    await pair[cluster].bridge.createAcl({
      ...acl,
      principal: `User:${names.user}`,
      host: '*',
      permission: 'ALLOW',
    });
  }
  const records = Array.from({ length: 5 }, (_, index) => ({ value: `record ${index}` }));
  await pair.source.bridge.produce(names.topic, records);
  await pair.source.bridge.consume(names.topic, { max: records.length, group: names.group });
}

async function look(pair: Pair, names: RunNames): Promise<Effects> {
  const mirrored = `${names.source}.${names.topic}`;
  const checkpoints = `${names.source}.checkpoints.internal`;
  const topics = await pair.target.bridge.describeTopics([mirrored, checkpoints]);
  const records = (name: string) =>
    topics
      .filter((topic) => topic.name === name)
      .flatMap(({ partitionDetails }) => partitionDetails)
      .reduce((sum, { latestOffset }) => sum + latestOffset, 0);
  const offsets = await pair.target.bridge.committedOffsets(names.group);
  return {
    recordsCopied: records(mirrored) >= 5,
    offsetsTranslated: offsets.some(({ topic, offset }) => topic === mirrored && offset > 0),
    checkpointsWritten: records(checkpoints) > 0,
  };
}

async function refusedTo(pair: Pair, names: RunNames, grants: Grants): Promise<readonly string[]> {
  const ahead = new Set(grants.topics.map(({ name }) => name));
  const decisions = [
    ...(await pair.source.kafka.authorizerLog()),
    ...(await pair.target.kafka.authorizerLog()),
  ].filter(({ principal, allowed }) => principal === `User:${names.user}` && !allowed);
  const harmful = decisions.filter((decision) => !isHarmless(decision, ahead));
  return [
    ...new Set(
      harmful.map(
        ({ operation, resourceType, resourceName, request }) =>
          `${operation} on ${resourceType} ${resourceName} for ${request}`,
      ),
    ),
  ].sort();
}

/**
 * At every start MirrorMaker 2 tries to create its own topics, `heartbeats` even where none are emitted, and reads how they
 * are cleaned up. For topics that are there already it takes the refusal for "they exist". Of a topic to create, brokers
 * ask for the right on the cluster first, and for the one on the topic only after that.
 */
function isHarmless(
  { request, resourceType, resourceName }: AuthorizerDecision,
  ahead: ReadonlySet<string>,
): boolean {
  if (request === 'CreateTopics' && (resourceType === 'CLUSTER' || resourceName === 'heartbeats'))
    return true;
  return (request === 'CreateTopics' || request === 'DescribeConfigs') && ahead.has(resourceName);
}
