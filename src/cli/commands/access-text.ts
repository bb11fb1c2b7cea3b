import type { ClusterAccess } from '../../desired/derived/access-of-flows.ts';
import { compareText } from '../../model/text-order.ts';
import { aligned } from '../../report/texts/log.ts';
import { plural } from '../../report/words/resource-words.ts';
import type { FlowSpec, Spec } from '../../spec/spec.ts';

/** For a terminal and for a mail: one part per external cluster, its commands at the end. */
export function accessText(spec: Spec, clusters: readonly ClusterAccess[]): string {
  const aiven = [...spec.clusters.values()].filter(({ type }) => type === 'aiven').map(({ key }) => key);
  const nothing =
    aiven.length === 0 ? [] : [`${aiven.join(', ')}: on Aiven services MirrorMaker 2 has every right.`];
  if (clusters.length === 0) {
    return [`${spec.name}: no flow has an external cluster, so nothing has to be granted.`, ...nothing].join(
      '\n',
    );
  }
  return [
    [`${spec.name}: what the flows need of external clusters. No system was asked.`, ...nothing].join('\n'),
    ...clusters.map(clusterText),
  ].join('\n\n');
}

function clusterText(access: ClusterAccess): string {
  const { cluster, flows, topics, rights, moreWithout, commands } = access;
  const principal = cluster.mirror?.principal;
  return [
    `${cluster.key} (${cluster.bootstrapServers.join(', ')})`,
    ...flows.map(
      (flow) => `  ${flow.source} -> ${flow.target}: ${accessWords(flow, cluster.admin !== undefined)}`,
    ),
    `  MirrorMaker 2 logs in as ${principal ?? 'somebody that the spec does not tell: set mirror.principal'}`,
    ...part('Topics', topicRows(access)),
    ...part('Rights', rightRows(access)),
    ...part('Why', reasonRows(access)),
    ...(topics.length + rights.length === 0 ? ['', '  Nothing is needed here.'] : []),
    ...(moreWithout.length === 0
      ? []
      : [
          '',
          `  Assumed: ${moreWithout.join(', ')}. Where a live flow has another value, more may be needed: state it in the spec.`,
        ]),
    ...(commands.length === 0
      ? []
      : ['', `  For the owner of ${cluster.key}:`, ...commands.map((line) => `    ${line}`)]),
  ].join('\n');
}

function accessWords({ access }: FlowSpec, hasAdmin: boolean): string {
  switch (access) {
    case 'manage':
      return hasAdmin
        ? 'access: manage, so the action sets this up'
        : 'access: manage without an admin identity, so the owner sets this up';
    case 'check':
      return 'access: check, so the owner sets this up';
    case 'off':
      return 'access: off, so the owner sets this up';
  }
}

type Rows = readonly (readonly string[])[];

function part(title: string, rows: Rows): readonly string[] {
  return rows.length === 0 ? [] : ['', `  ${title}`, ...aligned(rows).map((row) => `    ${row}`)];
}

function topicRows({ topics, flows }: ClusterAccess): Rows {
  return topics.map(({ name, partitions, replication, internal, config, rule, flows: its, assumed }) => [
    name,
    [
      plural(partitions, 'partition'),
      ...(replication === undefined && !internal ? [] : [plural(replication ?? 3, 'replica')]),
      ...[...config].map(([key, value]) => `${key}=${value}`),
    ].join(', '),
    `(${rule.id})`,
    ...flowsCell(flows, its),
    assumedWords(assumed),
  ]);
}

/** One row per resource, with all operations there. */
function rightRows({ rights, flows }: ClusterAccess): Rows {
  const resources = Map.groupBy(rights, ({ entry }) =>
    JSON.stringify([entry.resourceType, entry.resourceName, entry.patternType]),
  );
  return [...resources.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return [
      [
        resourceWords(first.entry),
        same.map(({ entry }) => `${entry.operation} (${entry.rule.id})`).join(', '),
        ...flowsCell(
          flows,
          same.flatMap((right) => right.flows),
        ),
        assumedWords(same.flatMap(({ assumed }) => assumed)),
      ],
    ];
  });
}

/** Which flows need it, where there are several. */
function flowsCell(all: readonly FlowSpec[], its: readonly { readonly name: string }[]): readonly string[] {
  return all.length < 2 ? [] : [[...new Set(its.map(({ name }) => name))].join(', ')];
}

function reasonRows({ topics, rights }: ClusterAccess): Rows {
  const rules = [...topics.map(({ rule }) => rule), ...rights.map(({ entry }) => entry.rule)];
  const byId = new Map(rules.map((rule) => [rule.id, rule.why]));
  return [...byId].sort(([a], [b]) => compareText(inOrder(a), inOrder(b)));
}

/** `S2` before `S10`. */
function inOrder(id: string): string {
  return `${id.charAt(0)}${id.slice(1).padStart(4, '0')}`;
}

function assumedWords(assumed: readonly string[]): string {
  return assumed.length === 0 ? '' : `assumed: ${[...new Set(assumed)].join(', ')}`;
}

function resourceWords(entry: ClusterAccess['rights'][number]['entry']): string {
  const { resourceType, resourceName, patternType } = entry;
  if (resourceType === 'Cluster') return 'Cluster';
  return `${resourceType} ${patternType === 'PREFIXED' ? 'prefix ' : ''}${resourceName}`;
}
