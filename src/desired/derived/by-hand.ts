import type { AccessGrant } from '../../mirrormaker/union.ts';
import type { Finding } from '../../model/finding.ts';
import { addAclCommands, createTopicCommand } from '../../model/kafka-commands.ts';
import type { ExternalClusterSpec } from '../../spec/spec.ts';
import type { DerivedTopic } from './derived-topics.ts';

/** Commands for Kafka's own tools, for a cluster this tool cannot log in to. */
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
  const commands = byHandCommands(cluster, topics, access);
  return mode === 'manage'
    ? {
        code: 'access-not-managed',
        severity: 'warning',
        message: `${cluster.key} has no admin identity: ${lacking} must be created there by hand`,
        hint: `Give ${cluster.key} an admin section, or run these commands and set access: off.`,
        commands,
        position: cluster.position,
      }
    : {
        code: 'access-not-checked',
        severity: 'notice',
        message: `${cluster.key} has no admin identity: whether ${lacking} exist there cannot be checked`,
        hint: `Give ${cluster.key} an admin section, or ask its owner to run these commands.`,
        commands,
        position: cluster.position,
      };
}

/** What its owner runs: topics first, then rights, one command a line. */
export function byHandCommands(
  cluster: Pick<ExternalClusterSpec, 'bootstrapServers'>,
  topics: readonly DerivedTopic[],
  access: readonly AccessGrant[],
): readonly string[] {
  return [
    ...topics.map(({ name, partitions, replication, internal, config }) =>
      createTopicCommand(cluster.bootstrapServers, {
        name,
        partitions,
        replication: replication ?? (internal ? 3 : undefined),
        config,
      }),
    ),
    ...addAclCommands(
      cluster.bootstrapServers,
      access.map(({ principal, entry }) => ({ principal, ...entry })),
    ),
  ];
}

function counted(count: number, one: string, many: string): string | undefined {
  return count === 0 ? undefined : `${count} ${count === 1 ? one : many}`;
}
