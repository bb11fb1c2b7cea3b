import { during, type Experiment, end, flowOf, pause, tenRoundsAfter } from './experiment.ts';
import { observe } from './observe.ts';
import { prepare } from './prepare.ts';
import type { Scenario } from './scenario.ts';
import { scenarioNamed } from './scenarios.ts';
import { changeSource } from './traffic.ts';

/* What settings of the service and of a flow do, with all rights. */

const oneWay: Scenario = {
  id: 'one-way',
  title: 'A flow between two Aiven services',
  clusters: { onprem: 'service', core: 'service' },
  flows: [
    { source: 'onprem', target: 'core', pattern: 'name', fields: { sync_group_offsets_enabled: true } },
  ],
  settings: { emit_checkpoints_enabled: true, sync_topic_configs_enabled: false },
};

export const experimentsOnSettings: readonly Experiment[] = [
  {
    id: 'E19',
    title:
      'groups connect-* and console-consumer-* are not translated; with a list of excludes of the service they are',
    carryOut: async (lane) => {
      const seen: boolean[] = [];
      for (const [index, exclude] of [{}, { 'groups.exclude': 'nothing' }].entries()) {
        if (index > 0) await lane.tidy();
        const run = await prepare({ lane, scenario: oneWay, without: null });
        const { source, target, names } = flowOf(run);
        const left = ['connect-sink', 'console-consumer-7'].map((name) => name + run.names.token);
        for (const group of left) await source.consume(names.topic, { max: 5, group });
        await during(run, { groups: '.*', ...exclude }, async () => {
          await tenRoundsAfter(flowOf(run), 'offsets');
          for (const group of left) seen.push((await target.committedOffsets(group)).length > 0);
          return { asExpected: true, seen: '' };
        });
      }
      const inWords = (each: readonly boolean[]) =>
        `${each.filter((one) => one).length} of ${each.length} groups`;
      return {
        asExpected: seen.join() === 'false,false,true,true',
        seen: `${inWords(seen.slice(0, 2))} moved, with a list of its own ${inWords(seen.slice(2))}`,
      };
    },
  },
  {
    id: 'E21',
    title: 'refresh_topics_enabled: false: a topic that comes later is not mirrored',
    carryOut: async (lane) => {
      const run = await prepare({ lane, scenario: scenarioNamed('prefix'), without: null });
      const flow = flowOf(run);
      return during(run, { 'refresh.topics.enabled': 'false' }, async () => {
        await tenRoundsAfter(flow, 'records');
        await changeSource(flow);
        await pause(12_000);
        const there = (await observe(flow)).has('later');
        return { asExpected: !there, seen: `after ten rounds ${there ? 'it is there' : 'nothing of it'}` };
      });
    },
  },
  {
    id: 'E22',
    title: "config_properties_exclude replaces MirrorMaker 2's list: min.insync.replicas is copied",
    carryOut: async (lane) => {
      const seen: (string | null | undefined)[] = [];
      for (const list of [undefined, 'segment.ms']) {
        if (list !== undefined) await lane.tidy();
        const run = await prepare({ lane, scenario: oneWay, without: null });
        const flow = flowOf(run);
        await flow.source.alterTopicConfig(flow.names.topic, { 'min.insync.replicas': '2' });
        const flowKey = flow.names.name.replaceAll(' ', '');
        const change = list === undefined ? {} : { [`${flowKey}.config.properties.exclude`]: list };
        await during(run, change, async () => {
          // The target may refuse every record now.
          await tenRoundsAfter(flow, 'states');
          const [topic] = await flow.target.describeTopics([`${flow.names.source}.${flow.names.topic}`]);
          seen.push(topic?.config.find(({ name }) => name === 'min.insync.replicas')?.value);
          return { asExpected: true, seen: '' };
        });
      }
      return {
        asExpected: seen[0] !== '2' && seen[1] === '2',
        seen: `min.insync.replicas ${seen[0]} on the target, with a list of its own ${seen[1]}`,
      };
    },
  },
  {
    id: 'E25',
    title: 'no replication_factor, and a target with one broker: no mirrored topic is created',
    carryOut: async (lane) => {
      const run = await prepare({ lane, scenario: oneWay, without: null });
      const flow = flowOf(run);
      const properties = new Map(
        [...run.properties].filter(([name]) => !name.endsWith(`core${run.names.token}.replication.factor`)),
      );
      return during({ ...run, properties }, {}, async (process) => {
        await tenRoundsAfter(flow, 'states');
        const there = await end(flow.target, `${flow.names.source}.${flow.names.topic}`);
        const says = (await process.log()).includes('InvalidReplicationFactorException');
        return { asExpected: there === 0 && says, seen: `${there} of 5 records after ten rounds` };
      });
    },
  },
];
