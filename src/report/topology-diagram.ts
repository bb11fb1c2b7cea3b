import type { Topology, TopologyFlow } from '../plan/plan.ts';
import { mermaidLabel } from './escape.ts';

/** More than this is not a picture any more. */
const mostEdges = 30;

const arrows: Readonly<Record<TopologyFlow['state'], readonly [arrow: string, word: string]>> = {
  unchanged: ['-->', ''],
  new: ['==>', 'NEW '],
  changed: ['==>', 'CHANGED '],
  removed: ['-.->', 'REMOVED '],
  unknown: ['-.->', 'NOT READ '],
};

/** The clusters and the flows between them after the merge, as Mermaid; nothing when it would not help. */
export function topologyDiagram(topology: Topology): string | undefined {
  const { flows } = topology;
  if (flows.length === 0 || flows.length > mostEdges) return undefined;
  const ends = [...new Set(flows.flatMap(({ source, target }) => [source, target]))];
  const nodes = new Map(ends.map((alias, index) => [alias, `n${index + 1}`]));
  return [
    '```mermaid',
    'flowchart LR',
    ...[...nodes].map(([alias, node]) => `  ${node}["${mermaidLabel(alias)}${kindOf(alias, topology)}"]`),
    ...flows.map((flow) => edge(flow, nodes)),
    '```',
    '',
    '<sub>thin: unchanged · thick: new or changed · dotted: removed or not read</sub>',
  ].join('\n');
}

function edge(flow: TopologyFlow, nodes: ReadonlyMap<string, string>): string {
  const [arrow, word] = arrows[flow.state];
  const paused = flow.enabled || flow.state === 'removed' ? '' : ' (paused)';
  const topics = flow.topics.map((pattern) => pattern.replaceAll('\\.', '.')).join(', ');
  const label = `${word}${mermaidLabel(flow.service)}: ${mermaidLabel(topics)}${paused}`;
  return `  ${nodes.get(flow.source)} ${arrow}|"${label}"| ${nodes.get(flow.target)}`;
}

function kindOf(alias: string, topology: Topology): string {
  const cluster = topology.clusters.find((each) => each.alias === alias);
  if (cluster === undefined) return '';
  if (!cluster.contacted) return ' (external, not contacted)';
  return cluster.type === 'external' ? ' (external)' : '';
}
