import type { Report } from '../rules/report.ts';
import { maxClusters, maxFlowPatterns, maxFlows, maxOwnedPatterns } from '../syntax/bounds.ts';
import { positionOf } from '../syntax/source-text.ts';
import type { MapNode, SourceNode } from './source-node.ts';

/** Maps and lists of which each part counts, or that count as one. */
interface Counted {
  readonly what: string;
  readonly max: number;
  readonly nodes: readonly SourceNode[];
}

/**
 * Whether the spec has no more of what is compared with each other than can be compared; if not, the report says so. Looked at
 * before anything is made of its values, whatever they are.
 */
export function checkSize(root: MapNode, report: Report): boolean {
  const tooMany = countedIn(root).flatMap((counted) => tooManyOf(counted) ?? []);
  for (const { what, max, total, node } of tooMany) {
    const message = `the spec has ${total} ${what}, more than ${max}`;
    report.add('out-of-range', positionOf(node), message, 'Split it into several specs.');
  }
  return tooMany.length === 0;
}

function countedIn(root: MapNode): readonly Counted[] {
  const clusters = valuesUnder(root, 'clusters');
  const services = valuesUnder(root, 'mirrormaker');
  const flows = services.flatMap((service) => valuesUnder(service, 'flows'));
  const manage = clusters.flatMap((cluster) => at(cluster, 'manage'));
  const patterns = (nodes: readonly SourceNode[], keys: readonly string[]) =>
    nodes.flatMap((node) => keys.flatMap((key) => at(node, key)));
  return [
    { what: 'clusters', max: maxClusters, nodes: at(root, 'clusters') },
    { what: 'flows', max: maxFlows, nodes: services.flatMap((service) => at(service, 'flows')) },
    {
      what: 'patterns under topics, topics_exclude and groups of flows',
      max: maxFlowPatterns,
      nodes: patterns(flows, ['topics', 'topics_exclude', 'groups']),
    },
    {
      what: 'patterns under scope, exclude and principals of manage',
      max: maxOwnedPatterns,
      nodes: [
        ...patterns(
          manage.flatMap((one) => at(one, 'topics')),
          ['scope', 'exclude'],
        ),
        ...patterns(
          manage.flatMap((one) => at(one, 'acls')),
          ['principals'],
        ),
      ],
    },
  ];
}

/** Undefined: there are not too many. `node`: with which they are. */
function tooManyOf({ what, max, nodes }: Counted) {
  const total = nodes.reduce((sum, node) => sum + sizeOf(node), 0);
  if (total <= max) return undefined;
  let sum = 0;
  const node = nodes.find((one) => {
    sum += sizeOf(one);
    return sum > max;
  });
  return node && { what, max, total, node };
}

function sizeOf(node: SourceNode): number {
  if (node.kind === 'list') return node.items.length;
  return node.kind === 'map' ? node.entries.size : 0;
}

/** Empty: there is no such key, or nothing that could have one. */
function at(node: SourceNode, key: string): readonly SourceNode[] {
  const entry = node.kind === 'map' ? node.entries.get(key) : undefined;
  return entry === undefined ? [] : [entry.value];
}

function valuesUnder(node: SourceNode, key: string): readonly SourceNode[] {
  return at(node, key).flatMap((one) =>
    one.kind === 'map' ? [...one.entries.values()].map(({ value }) => value) : [],
  );
}
