import { describe, expect, test } from '@jest/globals';
import { topicConfigDefinitions } from '../../../sandbox/aiven/kafka-topic-configs.ts';
import type {
  BackendAcl,
  BackendConfigEntry,
  BackendTopic,
  KafkaBackend,
} from '../../../sandbox/kafka-backend.ts';
import { eventually } from './eventually.ts';

let made = 0;

/** Topics of their own for every test, because a real broker serves all of them. */
function newName(): string {
  made += 1;
  return `contract-${made}`;
}

/** What every backend of the Aiven emulator does, as Kafka does it. */
export function backendContract(backend: () => KafkaBackend): void {
  describe('topics', () => {
    test('a created topic is listed and described', async () => {
      const name = await topic({ partitions: 3, config: { 'retention.ms': '60000' } });
      await eventually(async () => {
        expect(await backend().listTopics()).toContainEqual({
          name,
          partitions: 3,
          replication: 1,
          internal: false,
        });
      });
      const found = await described(name);
      expect(found.partitionDetails).toEqual(
        [0, 1, 2].map((partition) => ({ partition, isr: 1, earliestOffset: 0, latestOffset: 0, size: 0 })),
      );
    });

    test('-1 means the defaults of the broker', async () => {
      const name = await topic({ partitions: -1, replication: -1 });
      const found = await described(name);
      expect(found.partitions).toBeGreaterThan(0);
      expect(found.replication).toBeGreaterThan(0);
    });

    test('missing topics are left out of a description', async () => {
      const name = await topic();
      await described(name);
      expect((await backend().describeTopics([name, newName()])).map((each) => each.name)).toEqual([name]);
      expect(await backend().describeTopics([])).toEqual([]);
    });

    test('a deleted topic is gone', async () => {
      const name = await topic();
      await described(name);
      await backend().deleteTopic(name);
      await eventually(async () => expect(await backend().describeTopics([name])).toEqual([]));
      expect((await backend().listTopics()).map((each) => each.name)).not.toContain(name);
    });

    test('partitions grow', async () => {
      const name = await topic({ partitions: 1 });
      await described(name);
      await backend().createPartitions(name, 4);
      await eventually(async () => expect((await described(name)).partitions).toBe(4));
    });
  });

  describe('topic configs', () => {
    test.each([
      ['retention.ms', '604800000', undefined],
      ['cleanup.policy', 'delete', 'log.cleanup.policy'],
      ['compression.type', 'producer', 'compression.type'],
      ['delete.retention.ms', '86400000', 'log.cleaner.delete.retention.ms'],
      ['file.delete.delay.ms', '60000', 'log.segment.delete.delay.ms'],
      ['flush.messages', '9223372036854775807', 'log.flush.interval.messages'],
      ['flush.ms', '9223372036854775807', undefined],
      ['index.interval.bytes', '4096', 'log.index.interval.bytes'],
      ['local.retention.bytes', '-2', 'log.local.retention.bytes'],
      ['local.retention.ms', '-2', 'log.local.retention.ms'],
      ['max.compaction.lag.ms', '9223372036854775807', 'log.cleaner.max.compaction.lag.ms'],
      ['max.message.bytes', '1048588', 'message.max.bytes'],
      ['message.timestamp.after.max.ms', '3600000', 'log.message.timestamp.after.max.ms'],
      ['message.timestamp.before.max.ms', '9223372036854775807', 'log.message.timestamp.before.max.ms'],
      ['message.timestamp.type', 'CreateTime', 'log.message.timestamp.type'],
      ['min.cleanable.dirty.ratio', '0.5', 'log.cleaner.min.cleanable.ratio'],
      ['min.compaction.lag.ms', '0', 'log.cleaner.min.compaction.lag.ms'],
      ['preallocate', 'false', 'log.preallocate'],
      ['retention.bytes', '-1', 'log.retention.bytes'],
      ['segment.bytes', '1073741824', 'log.segment.bytes'],
      ['segment.index.bytes', '10485760', 'log.index.size.max.bytes'],
      ['segment.jitter.ms', '0', undefined],
      ['segment.ms', '604800000', undefined],
      ['unclean.leader.election.enable', 'false', 'unclean.leader.election.enable'],
      ['remote.storage.enable', 'false', undefined],
    ])('%s is %s unless set', async (name, value, broker) => {
      expect(await defaultEntry(name)).toEqual({
        name,
        value,
        source: 'DEFAULT_CONFIG',
        synonyms: broker === undefined ? [] : [{ name: broker, value, source: 'DEFAULT_CONFIG' }],
      });
    });

    test('min.insync.replicas is set for the whole cluster (KIP-966)', async () => {
      expect(await defaultEntry('min.insync.replicas')).toMatchObject({
        value: '1',
        source: 'DYNAMIC_DEFAULT_BROKER_CONFIG',
        synonyms: [{ source: 'DYNAMIC_DEFAULT_BROKER_CONFIG' }, { source: 'DEFAULT_CONFIG' }],
      });
    });

    test('every config that a topic may have is reported', async () => {
      const found = await described(await plainTopic());
      expect(found.config.map(({ name }) => name).toSorted()).toEqual(
        topicConfigDefinitions.map(({ name }) => name).toSorted(),
      );
    });

    test('an override comes first among the synonyms, the default stays', async () => {
      const name = await topic({ config: { 'delete.retention.ms': '60000' } });
      expect(await entryOf(name, 'delete.retention.ms')).toEqual({
        name: 'delete.retention.ms',
        value: '60000',
        source: 'DYNAMIC_TOPIC_CONFIG',
        synonyms: [
          { name: 'delete.retention.ms', value: '60000', source: 'DYNAMIC_TOPIC_CONFIG' },
          { name: 'log.cleaner.delete.retention.ms', value: '86400000', source: 'DEFAULT_CONFIG' },
        ],
      });
    });

    test.each([
      ['retention.ms', ' 5000 ', '5000'],
      ['min.cleanable.dirty.ratio', '1', '1.0'],
      ['cleanup.policy', 'delete,compact', 'delete,compact'],
    ])('%s = %j is reported as %j', async (config, sent, reported) => {
      const name = await topic({ config: { [config]: sent } });
      expect(await entryOf(name, config)).toMatchObject({ value: reported });
    });

    test('an override equal to the default is an override', async () => {
      const name = await topic({ config: { 'retention.ms': '604800000' } });
      expect(await entryOf(name, 'retention.ms')).toMatchObject({ source: 'DYNAMIC_TOPIC_CONFIG' });
    });

    test('altering one config leaves the others, null removes an override', async () => {
      const name = await topic({ config: { 'retention.ms': '60000', 'segment.ms': '5000' } });
      await described(name);
      await backend().alterTopicConfig(name, { 'retention.ms': null, 'max.message.bytes': '2000000' });
      await eventually(async () => {
        expect(await entryOf(name, 'retention.ms')).toMatchObject({ source: 'DEFAULT_CONFIG' });
      });
      expect(await entryOf(name, 'segment.ms')).toMatchObject({ value: '5000' });
      expect(await entryOf(name, 'max.message.bytes')).toMatchObject({ value: '2000000' });
    });

    test('removing an override that is not there changes nothing', async () => {
      const name = await topic();
      await described(name);
      await backend().alterTopicConfig(name, { 'retention.ms': null });
      expect(await entryOf(name, 'retention.ms')).toMatchObject({ source: 'DEFAULT_CONFIG' });
    });

    test('64-bit values are exact', async () => {
      const name = await topic({ config: { 'flush.ms': '9223372036854775806' } });
      expect(await entryOf(name, 'flush.ms')).toMatchObject({ value: '9223372036854775806' });
    });
  });

  describe('refusals', () => {
    test('a topic that exists', async () => {
      const name = await topic();
      await described(name);
      await refused(create({ name }), 'TOPIC_ALREADY_EXISTS', `Topic '${name}' already exists.`);
    });

    test.each([
      ['..', 'INVALID_TOPIC_EXCEPTION', "Topic name is invalid: '..' is not allowed"],
      [
        'a b',
        'INVALID_TOPIC_EXCEPTION',
        "Topic name is invalid: 'a b' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
      ],
      [
        'x'.repeat(250),
        'INVALID_TOPIC_EXCEPTION',
        `Topic name is invalid: the length of '${'x'.repeat(250)}' is longer than the max allowed length 249`,
      ],
    ])('the name %j', async (name, code, message) => {
      await refused(create({ name }), code, message);
    });

    test('a name that collides with another in metrics', async () => {
      const name = `${newName()}.a`;
      await topic({ name });
      await described(name);
      const other = name.replace('.a', '_a');
      await refused(
        create({ name: other }),
        'INVALID_TOPIC_EXCEPTION',
        `Topic '${other}' collides with existing topic: ${name}`,
      );
    });

    test('more replicas than brokers', async () => {
      const brokers = await backend().brokers();
      await refused(
        create({ replication: brokers + 1 }),
        'INVALID_REPLICATION_FACTOR',
        `Unable to replicate the partition ${brokers + 1} time(s): The target replication factor of ${brokers + 1} ` +
          `cannot be reached because only ${brokers} broker(s) are registered or some brokers have all their log ` +
          'directories cordoned.',
      );
    });

    test.each([
      [{ 'no.such.config': '1' }, 'Unknown topic config name: no.such.config'],
      [
        { 'retention.ms': 'soon' },
        'Invalid value soon for configuration retention.ms: Not a number of type LONG',
      ],
      [
        { 'retention.ms': '-5' },
        'Invalid value -5 for configuration retention.ms: Value must be at least -1',
      ],
      [
        { 'segment.bytes': '100' },
        'Invalid value 100 for configuration segment.bytes: Value must be at least 1048576',
      ],
      [
        { preallocate: 'maybe' },
        'Invalid value maybe for configuration preallocate: Expected value to be either true or false',
      ],
      [
        { 'compression.type': 'rar' },
        'Invalid value rar for configuration compression.type: String must be one of: uncompressed, zstd, lz4, snappy, gzip, producer',
      ],
      [
        { 'min.cleanable.dirty.ratio': '2' },
        'Invalid value 2.0 for configuration min.cleanable.dirty.ratio: Value must be no more than 1',
      ],
    ])('the config %j', async (config, message) => {
      await refused(create({ config }), 'INVALID_CONFIG', message);
      const name = await topic();
      await described(name);
      await refused(backend().alterTopicConfig(name, config), 'INVALID_CONFIG', message);
    });

    test('no partitions', async () => {
      await refused(
        create({ partitions: 0 }),
        'INVALID_PARTITIONS',
        'Number of partitions was set to an invalid non-positive value.',
      );
    });

    test('partitions that do not grow', async () => {
      const name = await topic({ partitions: 3 });
      await described(name);
      await refused(
        backend().createPartitions(name, 3),
        'INVALID_PARTITIONS',
        'Topic already has 3 partition(s).',
      );
      await refused(
        backend().createPartitions(name, 2),
        'INVALID_PARTITIONS',
        `The topic ${name} currently has 3 partition(s); 2 would not be an increase.`,
      );
    });

    test('a topic that is not there', async () => {
      const name = newName();
      const code = 'UNKNOWN_TOPIC_OR_PARTITION';
      await refused(backend().deleteTopic(name), code);
      await refused(backend().createPartitions(name, 2), code);
      await refused(backend().alterTopicConfig(name, { 'retention.ms': '1000' }), code);
    });
  });

  describe('ACLs', () => {
    const acl: BackendAcl = {
      principal: 'User:contract',
      host: '*',
      resourceType: 'TOPIC',
      resourceName: 'orders',
      patternType: 'PREFIXED',
      operation: 'READ',
      permission: 'ALLOW',
    };

    test('an entry is listed until it is deleted', async () => {
      await backend().createAcl(acl);
      await eventually(async () => expect(await backend().listAcls()).toContainEqual(acl));
      await backend().deleteAcl(acl);
      await eventually(async () => expect(await backend().listAcls()).not.toContainEqual(acl));
    });

    test('creating twice makes one entry', async () => {
      const own = { ...acl, resourceName: 'twice' };
      await backend().createAcl(own);
      await backend().createAcl(own);
      await eventually(async () => {
        expect((await backend().listAcls()).filter((each) => each.resourceName === 'twice')).toEqual([own]);
      });
    });

    test('host, operation and permission are part of the identity', async () => {
      const own = { ...acl, resourceName: 'many' };
      const entries: BackendAcl[] = [
        own,
        { ...own, host: '10.0.0.1' },
        { ...own, operation: 'DESCRIBE_CONFIGS' },
        { ...own, permission: 'DENY' },
        { ...own, patternType: 'LITERAL' },
        { ...own, resourceType: 'TRANSACTIONAL_ID' },
      ];
      for (const entry of entries) await backend().createAcl(entry);
      await eventually(async () => {
        const found = (await backend().listAcls()).filter((each) => each.resourceName === 'many');
        expect(new Set(found.map((each) => JSON.stringify(sorted(each))))).toEqual(
          new Set(entries.map((each) => JSON.stringify(sorted(each)))),
        );
      });
    });

    test('deleting what is not there is no error', async () => {
      await backend().deleteAcl({ ...acl, resourceName: 'never-made' });
    });

    test.each([
      [
        { resourceType: 'CLUSTER', resourceName: 'other', patternType: 'LITERAL' },
        'INVALID_REQUEST',
        'The only valid name for the CLUSTER resource is kafka-cluster',
      ],
      [
        { principal: 'alice' },
        'INVALID_REQUEST',
        'Could not parse principal from `alice` (no colon is present separating the principal type from the principal name)',
      ],
      [{ resourceName: '' }, 'INVALID_REQUEST', 'Invalid empty resource name'],
    ])('an entry with %j is refused', async (change, code, message) => {
      await refused(backend().createAcl({ ...acl, ...change }), code, message);
    });
  });

  interface TopicChange {
    readonly name?: string;
    readonly partitions?: number;
    readonly replication?: number;
    readonly config?: Readonly<Record<string, string>>;
  }

  function create(change: TopicChange): Promise<void> {
    return backend().createTopic({ name: newName(), partitions: 1, replication: 1, config: {}, ...change });
  }

  async function topic(change: TopicChange = {}): Promise<string> {
    const name = change.name ?? newName();
    await create({ ...change, name });
    return name;
  }

  /** Waits, because a broker's metadata follows the controller's. */
  async function described(name: string): Promise<BackendTopic> {
    return eventually(async () => {
      const [found] = await backend().describeTopics([name]);
      if (found === undefined) throw new Error(`${name} is not described`);
      return found;
    });
  }

  async function entryOf(name: string, config: string): Promise<BackendConfigEntry> {
    const entry = (await described(name)).config.find((each) => each.name === config);
    if (entry === undefined) throw new Error(`${name} has no config ${config}`);
    return entry;
  }

  let plain: Promise<string> | undefined;

  /** The entry of a topic without overrides; one topic serves all of these tests. */
  async function defaultEntry(config: string): Promise<BackendConfigEntry> {
    return entryOf(await plainTopic(), config);
  }

  function plainTopic(): Promise<string> {
    plain ??= topic();
    return plain;
  }
}

async function refused(call: Promise<unknown>, code: string, message?: string): Promise<void> {
  const error = await call.then(
    () => ({ code: 'accepted', message: '' }),
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject(message === undefined ? { code } : { code, message });
}

function sorted(acl: BackendAcl): readonly (readonly [string, string])[] {
  return Object.entries(acl).sort(([one], [other]) => (one < other ? -1 : 1));
}
