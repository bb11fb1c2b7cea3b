import { type EstateDraft, type KafkaAclDraft, plainTopic, type TopicDraft } from './estate-draft.ts';

/** A project together with the shortest spec that a person would write of it. */
export interface KnownOptimum {
  readonly estate: EstateDraft;
  readonly text: string;
}

interface Family {
  /** Also what its topics begin with. */
  readonly name: string;
  readonly partitions: number;
  /** Kafka's values, and as people write them. */
  readonly config: Readonly<Record<string, readonly [kafka: string, written: string]>>;
}

const families: readonly Family[] = [
  {
    name: 'orders',
    partitions: 6,
    config: { 'retention.ms': ['1209600000', '14d'], 'min.insync.replicas': ['2', '2'] },
  },
  {
    name: 'snapshots',
    partitions: 12,
    config: { 'cleanup.policy': ['compact', 'compact'], 'segment.ms': ['3600000', '1h'] },
  },
  {
    name: 'audit',
    partitions: 3,
    config: { 'retention.ms': ['-1', '-1'], 'max.message.bytes': ['2097152', '2MiB'] },
  },
  {
    name: 'metrics',
    partitions: 24,
    config: { 'retention.ms': ['86400000', '1d'], 'compression.type': ['zstd', 'zstd'] },
  },
];

/** `odd`: every so many topics have a setting of their own over their profile. */
export function knownOptimum(shape: {
  readonly families: number;
  readonly topics: number;
  readonly principals: number;
  readonly odd: number;
}): KnownOptimum {
  const used = families.slice(0, shape.families);
  const topics: TopicDraft[] = [];
  const topicLines: string[] = [];
  for (let index = 0; index < shape.topics; index++) {
    const family = used[index % used.length] ?? families[0];
    if (family === undefined) continue;
    const name = `${family.name}.${String(index).padStart(5, '0')}`;
    const isOdd = shape.odd > 0 && index % shape.odd === 0;
    const config = Object.fromEntries(Object.entries(family.config).map(([key, [kafka]]) => [key, kafka]));
    topics.push({
      ...plainTopic,
      name,
      partitions: family.partitions,
      config: isOdd ? { ...config, 'segment.bytes': '67108864' } : config,
    });
    topicLines.push(
      `      ${name}: { profile: ${family.name}${isOdd ? ', config: { segment.bytes: 64MiB }' : ''} }`,
    );
  }
  const acls: KafkaAclDraft[] = [];
  const principalsOf = new Map<string, string[]>();
  for (let index = 0; index < shape.principals; index++) {
    const principal = `User:svc-${String(index).padStart(5, '0')}`;
    const resourceName = used[index % used.length]?.name ?? '';
    for (const operation of ['READ', 'DESCRIBE'])
      acls.push({
        ...{
          principal,
          host: '*',
          resourceType: 'TOPIC',
          resourceName: `${resourceName}.`,
          patternType: 'PREFIXED',
        },
        ...{ operation, permission: 'ALLOW' },
      });
    principalsOf.set(resourceName, [...(principalsOf.get(resourceName) ?? []), principal]);
  }
  const aclLines = [...principalsOf].map(
    ([prefix, principals]) =>
      `        - { principal: [${principals.join(', ')}], topic: { prefix: ${prefix}. }, allow: [Read, Describe] }`,
  );
  const profileLines = used.map(({ name, partitions, config }) => {
    const written = Object.entries(config).map(([key, [, human]]) => `${key}: ${human}`);
    return `  ${name}: { partitions: ${partitions}, replication: 3, config: { ${written.join(', ')} } }`;
  });
  return {
    estate: {
      endpoints: [],
      mirrormakers: [],
      kafka: [{ name: 'kafka-core', topics, kafkaAcls: acls, aivenAcls: [] }],
    },
    text: [
      ...['version: 1', 'name: acme-prod', 'project: acme-prod', 'topic_profiles:', ...profileLines],
      ...['clusters:', '  kafka-core:', '    service: kafka-core', '    topics:', ...topicLines],
      ...['    acls:', '      kafka:', ...aclLines, ''],
    ].join('\n'),
  };
}
