import {
  changedRetention,
  type RunningFlow,
  recordsAfterRestart,
  recordsAtStart,
  recordsOfChange,
} from './observe.ts';

/** Before MirrorMaker 2 starts: a topic with records that its groups have read to the end. */
export async function fillSource({ names, source }: RunningFlow): Promise<void> {
  await createUnlessThere(source, names.topic);
  await produce(source, names.topic, recordsAtStart);
  for (const group of [names.group, names.otherGroup]) {
    if (group !== undefined) await source.consume(names.topic, { max: recordsAtStart.length, group });
  }
}

/** What its owner may do to a topic while it is mirrored. */
export async function changeSource({ names, source, promised }: RunningFlow): Promise<void> {
  if (promised.has('configs')) await changeConfig(source, names.topic);
  if (promised.has('heartbeatConfigs')) await changeConfig(source, 'heartbeats');
  if (names.laterTopic !== undefined) {
    await createUnlessThere(source, names.laterTopic);
    await produce(source, names.laterTopic, recordsOfChange);
  }
  if (promised.has('growth')) {
    await source.createPartitions(names.topic, 2);
    await source.produce(
      names.topic,
      recordsOfChange.map((value) => ({ value, partition: 1 })),
    );
  }
}

/** While MirrorMaker 2 is stopped: more records, and a group that has read only some of the first ones. */
export async function goOnWithoutMirrorMaker({ names, source }: RunningFlow): Promise<void> {
  await source.consume(names.topic, { max: 2, group: names.lateGroup });
  await produce(source, names.topic, recordsAfterRestart);
}

type Source = RunningFlow['source'];

async function createUnlessThere(source: Source, name: string): Promise<void> {
  const [there] = await source.describeTopics([name]);
  if (there === undefined) await source.createTopic({ name, partitions: 1, replication: 1, config: {} });
}

async function produce(source: Source, topic: string, values: readonly string[]): Promise<void> {
  await source.produce(
    topic,
    values.map((value) => ({ value, partition: 0 })),
  );
}

async function changeConfig(source: Source, topic: string): Promise<void> {
  await source.alterTopicConfig(topic, { 'retention.ms': changedRetention });
}
