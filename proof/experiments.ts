import type { MirrorMakerProcess } from '../sandbox/mirrormaker/mirrormaker-process.ts';
import { type Effect, effects } from './effects.ts';
import { type Lane, openLane } from './lane.ts';
import { observe, type RunningFlow } from './observe.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { Scenario } from './scenario.ts';
import { scenarioNamed } from './scenarios.ts';

/**
 * What the removals cannot show: a right too many, one topic's right that others need, and settings that no spec of this
 * action yields.
 */
export interface Experiment {
  readonly id: string;
  readonly title: string;
  /** Resolves with what was seen, for people, and whether it is what was expected. */
  carryOut(lane: Lane): Promise<Observation>;
}

export interface Observation {
  readonly asExpected: boolean;
  readonly seen: string;
}

/** Scenario and right. */
const fatalRights = [
  ['plain', 'T4 Read Group onprem-mm2 on core'],
  ['none', 'T2 Create Topic mm2-configs.onprem.internal on core'],
  ['heartbeats', 'S11 Read Group core-mm2 on onprem'],
  ['heartbeats-none', 'S13 Create Topic mm2-offsets.core.internal on onprem'],
] as const;

const onServices: Scenario = {
  ...scenarioNamed('location'),
  id: 'on-services',
  clusters: { onprem: 'service', core: 'service' },
};

export const experiments: readonly Experiment[] = [
  {
    id: 'E3',
    title: 'without T2, T4, S11 or S13 the process ends with code 1',
    carryOut: async (lane) => {
      const ends = await Promise.all(fatalRights.map(([id, without]) => endWithout(lane, id, without)));
      return {
        asExpected: ends.every(({ code }) => code === 1),
        seen: ends.map(({ rule, text }) => `${rule} ${text}`).join(', '),
      };
    },
  },
  {
    id: 'E6',
    title: 'one of two new topics may be read but not described: neither comes to be',
    carryOut: async (lane) => {
      const run = await prepare({ lane, scenario: scenarioNamed('plain'), without: null });
      const flow = flowOf(run);
      const { source, target, names } = flow;
      const other = `returns${run.names.token}`;
      await source.createTopic({ name: other, partitions: 1, replication: 1, config: {} });
      await allow(run, names.source, 'TOPIC', other, 'READ');
      return during(
        run,
        { [`${names.name.replaceAll(' ', '')}.topics`]: `${names.topic},${other}` },
        async () => {
          await tenRoundsAfter(flow, 'states');
          const topics = await target.describeTopics(
            [names.topic, other].map((name) => `${names.source}.${name}`),
          );
          return {
            asExpected: topics.length === 0,
            seen: `${topics.length} of 2 mirrored topics after ten rounds`,
          };
        },
      );
    },
  },
  {
    id: 'E7',
    title: 'Describe on the cluster beside a group without Describe: no checkpoints at all',
    carryOut: async (lane) => {
      const run = await prepare({ lane, scenario: scenarioNamed('plain'), without: null });
      const flow = flowOf(run);
      const { source, target, names } = flow;
      await allow(run, names.source, 'CLUSTER', 'kafka-cluster', 'DESCRIBE');
      await source.consume(names.topic, { max: 1, group: `other${run.names.token}` });
      return during(run, { groups: '.*' }, async () => {
        await tenRoundsAfter(flow, 'records');
        const [records, checkpoints] = await Promise.all(
          [`${names.source}.${names.topic}`, `${names.source}.checkpoints.internal`].map(async (name) => {
            const [topic] = await target.describeTopics([name]);
            return topic?.partitionDetails.reduce((sum, { latestOffset }) => sum + latestOffset, 0) ?? 0;
          }),
        );
        return {
          asExpected: records === 5 && checkpoints === 0,
          seen: `${records} records and ${checkpoints} checkpoints after ten rounds`,
        };
      });
    },
  },
  {
    id: 'E14',
    title: 'an alias with a dot: at every round the mirrored topic is taken for missing',
    carryOut: async (lane) => {
      const run = await prepare({ lane, scenario: onServices, without: null });
      const alias = run.names.alias('onprem');
      const dotted = alias.replace('on', 'on.');
      const properties = new Map(
        [...run.properties].map(([name, value]) => [
          name.replaceAll(alias, dotted),
          value.replaceAll(alias, dotted),
        ]),
      );
      return during({ ...run, properties }, {}, async (process) => {
        const flow = flowOf(run);
        await tenRoundsAfter({ ...flow, names: { ...flow.names, source: dotted } }, 'records');
        const log = await process.log();
        const missing = log.split('\n').filter((line) => line.includes('Could not create topic')).length;
        return { asExpected: missing > 3, seen: `${missing} times in ten rounds` };
      });
    },
  },
  {
    id: 'E16',
    title: 'three replicas of the storage topics on one broker: the process ends',
    carryOut: async (lane) => {
      const run = await prepare({ lane, scenario: onServices, without: null });
      const core = run.names.alias('core');
      const three = ['config', 'offset', 'status'].map((kind) => [
        `${core}.${kind}.storage.replication.factor`,
        '3',
      ]);
      return during(run, Object.fromEntries(three), async (process) => {
        const { code, text } = await endOf(process);
        return { asExpected: code === 1, seen: text };
      });
    },
  },
];

/** All of them on one release, each with what was seen. */
export async function carryOutExperiments(
  version: string,
  report: (experiment: Experiment, observation: Observation) => void,
): Promise<boolean> {
  const lane = await openLane({ name: 'experiments', version });
  let all = true;
  try {
    for (const experiment of experiments) {
      const observation = await experiment.carryOut(lane);
      report(experiment, observation);
      all &&= observation.asExpected;
      await lane.tidy();
    }
  } finally {
    await lane.stop();
  }
  return all;
}

async function endWithout(lane: Lane, id: string, without: string) {
  const run = await prepare({ lane, scenario: scenarioNamed(id), without });
  const process = await run.start(run.properties);
  try {
    return { rule: without.replace(/ .*/, ''), ...(await endOf(process)) };
  } finally {
    await process.kill();
  }
}

/** Kafka Connect retries for a minute before it gives up. */
async function endOf(process: MirrorMakerProcess) {
  const start = performance.now();
  const end = await Promise.race([process.exited, pause(180_000)]);
  const seconds = Math.round((performance.now() - start) / 1000);
  return end === undefined
    ? { code: undefined, text: `ran for ${seconds} s` }
    : { code: end.code, text: `ended with code ${end.code} after ${seconds} s` };
}

async function during(
  run: Prepared,
  changes: Readonly<Record<string, string>>,
  look: (process: MirrorMakerProcess) => Promise<Observation>,
): Promise<Observation> {
  const process = await run.start(new Map([...run.properties, ...Object.entries(changes)]));
  try {
    return await look(process);
  } finally {
    await process.kill();
  }
}

function flowOf({ expectations }: Prepared): RunningFlow {
  const [first] = expectations;
  if (first === undefined) throw new Error('a scenario has a flow');
  return first.flow;
}

/** Ten rounds of everything MirrorMaker 2 repeats, once it is seen to work. */
async function tenRoundsAfter(flow: RunningFlow, effect: Effect): Promise<void> {
  const start = performance.now();
  while (!(await observe(flow)).has(effect)) {
    if (performance.now() - start > 90_000) throw new Error(`in 90 s: ${effects[effect].lost}`);
    await pause(1000);
  }
  await pause(12_000);
}

async function allow(
  run: Prepared,
  alias: string,
  resourceType: string,
  resourceName: string,
  operation: string,
): Promise<void> {
  await run.clusters.get(alias)?.bridge.createAcl({
    principal: `User:${run.names.user}`,
    host: '*',
    resourceType,
    resourceName,
    patternType: 'LITERAL',
    operation,
    permission: 'ALLOW',
  });
}

function pause(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), milliseconds));
}
