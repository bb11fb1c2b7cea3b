import type { KafkaBridge } from '../sandbox/kafka/sandbox-kafka.ts';
import type { MirrorMakerProcess } from '../sandbox/mirrormaker/mirrormaker-process.ts';
import { during, type Experiment, pause } from './experiment.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { Scenario } from './scenario.ts';

/* What flows do to each other, with all rights: specs that would do it are refused, or warned of. */

const bothWays: Scenario = {
  id: 'both-ways',
  title: 'A flow and its reverse between two Aiven services',
  clusters: { onprem: 'service', core: 'service' },
  flows: [
    {
      source: 'onprem',
      target: 'core',
      pattern: 'name',
      fields: { sync_group_offsets_enabled: true, offset_syncs_topic_location: 'target' },
    },
    {
      source: 'core',
      target: 'onprem',
      pattern: 'name',
      fields: { offset_syncs_topic_location: 'target' },
    },
  ],
  settings: { emit_checkpoints_enabled: true, sync_topic_configs_enabled: false },
};

export const experimentsTogether: readonly Experiment[] = [
  {
    id: 'E17',
    title:
      'a flow with offset syncs on its target and its reverse with them on its source share the topic: the group lands behind the end',
    carryOut: async (lane) => {
      const own = await translatedOffset(
        await prepare({ lane, scenario: bothWays, without: null }),
        'target',
      );
      await lane.tidy();
      const shared = await translatedOffset(
        await prepare({ lane, scenario: bothWays, without: null }),
        'source',
      );
      return {
        asExpected: own.offset === 5 && shared.offset > shared.end,
        seen: `offset ${own.offset} of ${own.end} records with two topics, ${shared.offset} of ${shared.end} with one`,
      };
    },
  },
  {
    id: 'E18',
    title:
      'backward heartbeats in one process and the reverse flow in another: after a restart of the reverse flow it copies nothing more',
    carryOut: async (lane) => {
      const run = await prepare({ lane, scenario: bothWays, without: null });
      const [there, back] = run.names.flows;
      if (there === undefined || back === undefined) throw new Error('the scenario has two flows');
      const backward = run.properties.get(`${back.name.replaceAll(' ', '')}.enabled`);
      if (backward !== 'true') throw new Error('the reverse flow is not enabled');
      const one = new Map([
        ...run.properties,
        [`${back.name.replaceAll(' ', '')}.enabled`, 'false'],
        [`${back.name.replaceAll(' ', '')}.emit.heartbeats.enabled`, 'true'],
      ]);
      const other = new Map([...run.properties, [`${there.name.replaceAll(' ', '')}.enabled`, 'false']]);
      const source = bridgeOf(run, back.source);
      const target = bridgeOf(run, back.target);
      const remote = `${back.source}.${back.topic}`;
      const processes: MirrorMakerProcess[] = [];
      try {
        const reverse = await run.start(other);
        processes.push(reverse);
        const before = await grows(target, remote, 4, 60_000);
        processes.push(await run.start(one));
        await pause(30_000);
        await reverse.stop();
        processes.push(await run.start(other));
        await pause(20_000);
        await source.produce(back.topic, [{ value: 'after the restart', partition: 0 }]);
        const after = await grows(target, remote, before, 30_000);
        return {
          asExpected: before === 5 && after === before,
          seen: `${before} records before, ${after} half a minute after a new one; ${processes.filter(({ running }) => running).length} processes run`,
        };
      } finally {
        for (const process of processes) await process.kill();
      }
    },
  },
];

/** Of the group that has read all 5 records, on the target, beside the number of records there. */
async function translatedOffset(run: Prepared, locationOfReverse: 'source' | 'target') {
  const [there, back] = run.names.flows;
  if (there === undefined || back === undefined) throw new Error('the scenario has two flows');
  const source = bridgeOf(run, there.source);
  const target = bridgeOf(run, there.target);
  // The reverse flow mirrors the topic of the same name, into a topic that has records already.
  await target.createTopic({ name: there.topic, partitions: 1, replication: 1, config: {} });
  await target.produce(there.topic, records(5));
  const mirroredBack = `${back.source}.${there.topic}`;
  await source.createTopic({ name: mirroredBack, partitions: 1, replication: 1, config: {} });
  await source.produce(mirroredBack, records(20));
  const prefix = back.name.replaceAll(' ', '');
  let translated = { offset: -1, end: -1 };
  await during(
    run,
    { [`${prefix}.topics`]: there.topic, [`${prefix}.offset-syncs.topic.location`]: locationOfReverse },
    async () => {
      const remote = `${there.source}.${there.topic}`;
      const look = async () => {
        const committed = await target.committedOffsets(there.group);
        const offset = committed.find(({ topic }) => topic === remote)?.offset ?? -1;
        translated = { offset, end: await end(target, remote) };
      };
      const start = performance.now();
      while (translated.offset < 0 && performance.now() - start < 60_000) {
        await pause(1000);
        await look();
      }
      // The reverse flow goes on, and so do its offset syncs.
      await target.produce(there.topic, records(5));
      await pause(12_000);
      await look();
      return { asExpected: true, seen: '' };
    },
  );
  return translated;
}

function records(count: number) {
  return Array.from({ length: count }, (_, index) => ({ value: `there ${index}`, partition: 0 }));
}

async function end(bridge: KafkaBridge, topic: string): Promise<number> {
  const [there] = await bridge.describeTopics([topic]);
  return there?.partitionDetails.reduce((sum, { latestOffset }) => sum + latestOffset, 0) ?? 0;
}

/** How many records the topic has, as soon as there are more than `than`, or after `maxWaitMs`. */
async function grows(bridge: KafkaBridge, topic: string, than: number, maxWaitMs: number): Promise<number> {
  const start = performance.now();
  for (;;) {
    const count = await end(bridge, topic);
    if (count > than || performance.now() - start > maxWaitMs) return count;
    await pause(1000);
  }
}

function bridgeOf(run: Prepared, alias: string): KafkaBridge {
  const cluster = run.clusters.get(alias);
  if (cluster === undefined) throw new Error(`the run has no cluster ${alias}`);
  return cluster.bridge;
}
