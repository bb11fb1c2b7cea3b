import {
  allow,
  during,
  type Experiment,
  endOf,
  flowOf,
  type Observation,
  tenRoundsAfter,
} from './experiment.ts';
import { experimentsOnSettings } from './experiments-settings.ts';
import { experimentsTogether } from './experiments-together.ts';
import { type Lane, openLane } from './lane.ts';
import { prepare } from './prepare.ts';
import type { Scenario } from './scenario.ts';
import { scenarioNamed } from './scenarios.ts';

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
  ...experimentsTogether,
  ...experimentsOnSettings,
];

/** Each on one release, with what was seen. */
export async function carryOutExperiments(
  version: string,
  wanted: readonly Experiment[],
  report: (experiment: Experiment, observation: Observation) => Promise<void>,
): Promise<boolean> {
  if (wanted.length === 0) return true;
  const lane = await openLane({ name: 'experiments', version });
  let all = true;
  try {
    for (const experiment of wanted) {
      const observation = await experiment.carryOut(lane);
      await report(experiment, observation);
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
