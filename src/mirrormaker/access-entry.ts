import type { ResourcePattern } from '../model/acl-coverage.ts';
import type { AclOperation } from '../model/kafka-acl.ts';
import type { AccessEntry, Rule } from './mirror-flow.ts';
import { connectTopics } from './names.ts';

export function literal(name: string): ResourcePattern {
  return { name, patternType: 'LITERAL' };
}

export function prefixed(name: string): ResourcePattern {
  return { name, patternType: 'PREFIXED' };
}

/** The topics in which the worker of the flows from `source` keeps its configs, positions and states, on their target. */
export function workerStorage(source: string): readonly ResourcePattern[] {
  const { configs, offsets, status } = connectTopics(source);
  return [configs, offsets, status].map(literal);
}

export function allowTopics(
  rule: Rule,
  topics: readonly ResourcePattern[],
  ...operations: readonly AclOperation[]
): readonly AccessEntry[] {
  return topics.flatMap((topic) => operations.map((operation) => entry(rule, 'Topic', topic, operation)));
}

export function allowGroups(
  rule: Rule,
  groups: readonly ResourcePattern[],
  operation: AclOperation,
): readonly AccessEntry[] {
  return groups.map((group) => entry(rule, 'Group', group, operation));
}

export function allowTransactionalIds(
  rule: Rule,
  ids: { readonly leader: string; readonly taskPrefixes: readonly string[] },
): readonly AccessEntry[] {
  return [literal(ids.leader), ...ids.taskPrefixes.map(prefixed)].map((id) =>
    entry(rule, 'TransactionalId', id, 'Write'),
  );
}

/** `ResourcePattern`'s name for the one Cluster resource. */
export function allowCluster(rule: Rule, operation: AclOperation): readonly AccessEntry[] {
  return [entry(rule, 'Cluster', literal('kafka-cluster'), operation)];
}

function entry(
  rule: Rule,
  resourceType: AccessEntry['resourceType'],
  resource: ResourcePattern,
  operation: AclOperation,
): AccessEntry {
  return { resourceType, resourceName: resource.name, patternType: resource.patternType, operation, rule };
}
