import type { AccessGrant } from '../../mirrormaker/union.ts';
import type { Finding } from '../../model/finding.ts';
import type { ExternalClusterSpec } from '../../spec/spec.ts';
import type { DerivedTopic } from './derived-topics.ts';

/** Commands for Kafka's own tools, for a cluster this tool cannot log in to. One command a line. */
export function byHandFinding(options: {
  readonly cluster: ExternalClusterSpec;
  readonly mode: 'manage' | 'check';
  readonly topics: readonly DerivedTopic[];
  readonly access: readonly AccessGrant[];
}): Finding {
  const { cluster, mode, topics, access } = options;
  const lacking = [
    counted(access.length, 'ACL entry', 'ACL entries'),
    counted(topics.length, 'topic', 'topics'),
  ]
    .filter((part) => part !== undefined)
    .join(' and ');
  const commands = [...topics.map((topic) => createTopic(cluster, topic)), ...addAcls(cluster, access)].join(
    '\n',
  );
  return mode === 'manage'
    ? {
        code: 'access-not-managed',
        severity: 'warning',
        message: `${cluster.key} has no admin identity: ${lacking} must be created there by hand`,
        hint: `Give ${cluster.key} an admin section, or run these and set access: off:\n${commands}`,
        position: cluster.position,
      }
    : {
        code: 'access-not-checked',
        severity: 'notice',
        message: `${cluster.key} has no admin identity: whether ${lacking} exist there cannot be checked`,
        hint: `Give ${cluster.key} an admin section, or have its owner run these:\n${commands}`,
        position: cluster.position,
      };
}

function counted(count: number, one: string, many: string): string | undefined {
  return count === 0 ? undefined : `${count} ${count === 1 ? one : many}`;
}

function createTopic(cluster: ExternalClusterSpec, topic: DerivedTopic): string {
  const replication = topic.replication ?? (topic.internal ? 3 : undefined);
  return [
    ...tool('kafka-topics.sh', cluster),
    '--create',
    `--topic ${quoted(topic.name)}`,
    `--partitions ${topic.partitions}`,
    ...(replication === undefined ? [] : [`--replication-factor ${replication}`]),
    ...[...topic.config].map(([key, value]) => `--config ${quoted(`${key}=${value}`)}`),
  ].join(' ');
}

/** One command per resource, with all its operations. */
function addAcls(cluster: ExternalClusterSpec, access: readonly AccessGrant[]): readonly string[] {
  const operations = new Map<string, string[]>();
  for (const { principal, entry } of access) {
    const command = [
      ...tool('kafka-acls.sh', cluster),
      '--add',
      `--allow-principal ${quoted(principal)}`,
      ...resource(entry),
    ].join(' ');
    operations.set(command, [...(operations.get(command) ?? []), `--operation ${entry.operation}`]);
  }
  return [...operations].map(([command, options]) => `${command} ${options.join(' ')}`);
}

function tool(script: string, { bootstrapServers }: ExternalClusterSpec): readonly string[] {
  return [
    script,
    `--bootstrap-server ${quoted(bootstrapServers.join(','))}`,
    '--command-config admin.properties',
  ];
}

function resource({ resourceType, resourceName, patternType }: AccessGrant['entry']): readonly string[] {
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
    default:
      throw new Error(`no flow needs a right on ${resourceType}`);
  }
}

/** For a POSIX shell. */
function quoted(word: string): string {
  return /^[A-Za-z0-9._:,=/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
