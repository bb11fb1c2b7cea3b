import type { KafkaAclId } from './kafka-acl.ts';

/** What the scripts of Apache Kafka are told to do, for somebody who may; for a POSIX shell, one command a line. */
export interface TopicByHand {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number | undefined;
  readonly config: ReadonlyMap<string, string | null>;
}

type AclByHand = Pick<
  KafkaAclId,
  'principal' | 'resourceType' | 'resourceName' | 'patternType' | 'operation'
>;

export function createTopicCommand(bootstrapServers: readonly string[], topic: TopicByHand): string {
  const config = [...topic.config].flatMap(([key, value]) => (value === null ? [] : [`${key}=${value}`]));
  return [
    ...tool('kafka-topics.sh', bootstrapServers),
    '--create',
    `--topic ${quoted(topic.name)}`,
    `--partitions ${topic.partitions}`,
    ...(topic.replication === undefined ? [] : [`--replication-factor ${topic.replication}`]),
    ...config.map((entry) => `--config ${quoted(entry)}`),
  ].join(' ');
}

/** One command per principal and resource, with all its operations. */
export function addAclCommands(
  bootstrapServers: readonly string[],
  acls: readonly AclByHand[],
): readonly string[] {
  return joinOperations(
    acls.map((acl) =>
      [
        ...tool('kafka-acls.sh', bootstrapServers),
        '--add',
        `--allow-principal ${quoted(acl.principal)}`,
        ...resource(acl),
        `--operation ${acl.operation}`,
      ].join(' '),
    ),
  );
}

/** Commands that differ in their operations only become one. */
export function joinOperations(commands: readonly string[]): readonly string[] {
  const operations = new Map<string, Set<string>>();
  for (const command of commands) {
    const [head = '', ...rest] = command.split(' --operation ');
    operations.set(head, new Set([...(operations.get(head) ?? []), ...rest]));
  }
  return [...operations].map(([head, some]) => [head, ...some].join(' --operation '));
}

function tool(script: string, bootstrapServers: readonly string[]): readonly string[] {
  return [
    script,
    `--bootstrap-server ${quoted(bootstrapServers.join(','))}`,
    '--command-config admin.properties',
  ];
}

function resource({ resourceType, resourceName, patternType }: AclByHand): readonly string[] {
  const prefixed = patternType === 'PREFIXED' ? ['--resource-pattern-type prefixed'] : [];
  switch (resourceType) {
    case 'Topic':
      return [`--topic ${quoted(resourceName)}`, ...prefixed];
    case 'Group':
      return [`--group ${quoted(resourceName)}`, ...prefixed];
    case 'TransactionalId':
      return [`--transactional-id ${quoted(resourceName)}`, ...prefixed];
    case 'Cluster':
      return ['--cluster'];
    case 'DelegationToken':
      return [`--delegation-token ${quoted(resourceName)}`, ...prefixed];
    case 'User':
      return [`--user-principal ${quoted(resourceName)}`];
  }
}

function quoted(word: string): string {
  return /^[A-Za-z0-9._:,=/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
