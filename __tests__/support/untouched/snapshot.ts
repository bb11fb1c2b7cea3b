import type { Operation } from '../../../src/model/operation.ts';
import type { Stage } from './stage.ts';

/**
 * Everything that the emulated Aiven holds: by object, and of each object by the names that a plan gives its fields. What is
 * not there is not in the map.
 */
export type Snapshot = ReadonlyMap<string, ReadonlyMap<string, string>>;

const project = 'acme';

export async function snapshotOf({ aiven, backend }: Stage): Promise<Snapshot> {
  const { world } = aiven;
  const snapshot = new Map<string, ReadonlyMap<string, string>>();
  const add = (kind: string, place: string, name: string, fields: Readonly<Record<string, unknown>>) => {
    const set = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
    snapshot.set(keyOf(kind, place, name), new Map(set.map(([key, value]) => [key, JSON.stringify(value)])));
  };

  for (const { id, name, userConfig } of world.endpoints(project))
    add('endpoint', project, name, { id, ...userConfig });
  for (const { id, source, dest, userConfig } of world.allIntegrations()) {
    const { kafka_mirrormaker: tuning, cluster_alias: alias, ...others } = userConfig;
    add('integration', dest.service, String(alias), {
      id,
      source,
      ...Object(tuning),
      ...Object.fromEntries(Object.entries(others).map(([key, value]) => [`user_config.${key}`, value])),
    });
  }
  for (const flow of world.flows(project, 'mm2')) {
    const { source_cluster: source, target_cluster: target, ...fields } = flow;
    add('flow', 'mm2', `${source} -> ${target}`, withOneExcludeList(fields));
  }
  const { records } = world.kafka(project, 'kafka-core').topics;
  const names = (await backend.listTopics()).map(({ name }) => name);
  for (const topic of await backend.describeTopics(names)) {
    const record = records.get(topic.name);
    add('topic', 'core', topic.name, {
      partitions: topic.partitionDetails.length,
      replication: topic.replication,
      description: record?.description,
      owner: record?.ownerUserGroupId,
      ...Object.fromEntries((record?.tags ?? []).map(({ key, value }) => [`tags.${key}`, value])),
      ...Object.fromEntries(topic.config.map(({ name, value }) => [`config.${name}`, value])),
    });
  }
  for (const { id, username, permission, topic } of world.aivenAcls(project, 'kafka-core'))
    add('aiven-acl', 'core', `${username} ${permission} on ${topic}`, { id });
  for (const acl of await backend.listAcls()) add('kafka-acl', 'core', aclName(acl), {});
  for (const { name, userConfig, users } of world.project(project).services.values())
    add('service', project, name, { ...userConfig, users: [...users.keys()] });
  return snapshot;
}

/** Under which of Aiven's three names the list is, and under how many, makes no difference. */
function withOneExcludeList(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { 'topics.blacklist': first, 'topics.exclude': second, topics_exclude: third, ...others } = fields;
  const lists = new Set(
    [first, second, third].filter((list) => list != null).map((list) => JSON.stringify(list)),
  );
  return lists.size === 0 ? others : { ...others, topics_exclude: [...lists].sort() };
}

/** As an operation names it. */
function aclName(acl: {
  readonly principal: string;
  readonly resourceType: string;
  readonly resourceName: string;
  readonly operation: string;
  readonly permission: string;
}): string {
  const verb = acl.permission === 'ALLOW' ? 'may' : 'must not';
  const word = (text: string) => `${text.slice(0, 1)}${text.slice(1).toLowerCase()}`;
  return `${acl.principal} ${verb} ${word(acl.operation)} ${word(acl.resourceType)} ${acl.resourceName}`;
}

/** What is another than before and no operation named. */
export function unnamedDifferences(
  before: Snapshot,
  after: Snapshot,
  operations: readonly Operation[],
): readonly string[] {
  const differences: string[] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const named = operations.filter(({ kind, place, name }) => keyOf(kind, place, name) === key);
    const [was, is] = [before.get(key), after.get(key)];
    if (was === undefined || is === undefined) {
      const action = was === undefined ? 'create' : 'delete';
      // A replacement that stopped half-way has deleted.
      if (!named.some((operation) => operation.action === action || operation.action === 'replace'))
        differences.push(`${key}: ${action}d`);
      continue;
    }
    for (const field of new Set([...was.keys(), ...is.keys()])) {
      if (was.get(field) === is.get(field) || named.some((operation) => names(operation, field))) continue;
      differences.push(`${key}: ${field} ${was.get(field)} > ${is.get(field)}`);
    }
  }
  return differences;
}

function names({ action, field }: Operation, stored: string): boolean {
  if (action === 'replace' && stored === 'id') return true;
  return stored === (field === 'replication_policy' ? 'replication_policy_class' : field);
}

function keyOf(kind: string, place: string, name: string): string {
  return `${kind} ${place}/${name}`;
}
