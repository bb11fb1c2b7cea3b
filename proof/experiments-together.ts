import type { KafkaBridge } from '../sandbox/kafka/sandbox-kafka.ts';
import type { MirrorMakerProcess } from '../sandbox/mirrormaker/mirrormaker-process.ts';
import {
  bridgeOf,
  during,
  type Experiment,
  end,
  flowOf,
  pause,
  records,
  tenRoundsAfter,
} from './experiment.ts';
import { type Prepared, prepare } from './prepare.ts';
import { isHarmless, ownTopicsAhead, refusals } from './refusals.ts';
import type { Scenario } from './scenario.ts';
import { scenarioNamed } from './scenarios.ts';

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

const twoTargets: Scenario = {
  id: 'two-targets',
  title: 'Two flows from one external source that list different groups',
  clusters: { onprem: 'external', core: 'service', edge: 'service' },
  flows: ['core', 'edge'].map((target) => ({
    source: 'onprem',
    target,
    pattern: 'name',
    fields: { sync_group_offsets_enabled: true },
  })),
  settings: bothWays.settings,
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
  {
    id: 'E20',
    title:
      'two flows from one source with a login that sees the groups of both: each commits those of the other',
    carryOut: async (lane) => {
      const run = await prepare({ lane, scenario: twoTargets, without: null });
      const [one, other] = run.names.flows;
      if (one === undefined || other === undefined) throw new Error('the scenario has two flows');
      // The group that only the second flow lists reads the topic of the first one too.
      await bridgeOf(run, one.source).consume(one.topic, { max: 5, group: other.group });
      return during(run, {}, async () => {
        await tenRoundsAfter(flowOf(run), 'offsets');
        const committed = await bridgeOf(run, one.target).committedOffsets(other.group);
        return {
          asExpected: committed.length > 0,
          seen: `${committed.length} offsets of the other flow's group on the target of this one`,
        };
      });
    },
  },
  {
    id: 'E23',
    title:
      'Aiven source, external target: a new topic that matches and has no rights on the target yet is tried and refused',
    carryOut: async (lane) => {
      const run = await prepare({ lane, scenario: scenarioNamed('target'), without: null });
      const flow = flowOf(run);
      const { source, target, names } = flow;
      const late = `late${run.names.token}`;
      const topics = { [`${names.name.replaceAll(' ', '')}.topics`]: `${names.topic},${late}` };
      return during(run, topics, async (process) => {
        await tenRoundsAfter(flow, 'records');
        await source.createTopic({ name: late, partitions: 1, replication: 1, config: {} });
        await source.produce(late, records(1));
        await pause(15_000);
        await source.produce(names.topic, records(3));
        await pause(15_000);
        const [missing, others] = await Promise.all([
          end(target, `${names.source}.${late}`),
          end(target, `${names.source}.${names.topic}`),
        ]);
        const log = await process.log();
        const refused = log.split('\n').filter((line) => line.includes('Could not create topic')).length;
        return {
          asExpected: missing === 0 && refused > 0,
          seen: `refused ${refused} times in half a minute; of 3 records of another topic ${others - 5} came`,
        };
      });
    },
  },
  {
    id: 'E24',
    title:
      'Aiven source, external target: groups that are not listed are refused in each round, and the others move',
    carryOut: async (lane) => {
      const run = await prepare({ lane, scenario: scenarioNamed('target'), without: null });
      const flow = flowOf(run);
      const other = `other${run.names.token}`;
      await flow.source.consume(flow.names.topic, { max: 5, group: other });
      return during(run, { groups: '.*' }, async () => {
        await tenRoundsAfter(flow, 'offsets');
        const decisions = (await refusals(run.clusters, run.names.user)).get(flow.names.target) ?? [];
        const ofGroups = decisions.filter(({ resourceType }) => resourceType === 'GROUP');
        const ahead = ownTopicsAhead(run.derived, flow.names.target);
        const rest = decisions.filter((one) => !ofGroups.includes(one) && !isHarmless(one, ahead));
        const asked = new Set(ofGroups.map(({ operation, request }) => `${operation} for ${request}`));
        return {
          asExpected:
            rest.length === 0 &&
            ofGroups.length > 0 &&
            ofGroups.every(({ resourceName }) => resourceName === other),
          seen: `refused ${[...asked].join(', ')} on the group that is not listed, and nothing else`,
        };
      });
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
      // The reverse flow goes on, and its newest offset sync is about just the offset of the group.
      await target.produce(there.topic, records(1));
      await pause(12_000);
      await look();
      return { asExpected: true, seen: '' };
    },
  );
  return translated;
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
