import type { Topology, TopologyFlow } from '../../plan/plan.ts';
import { mermaidLabel } from '../words/escape.ts';
import { plural } from '../words/resource-words.ts';

/** More than this is not a picture any more. */
const maxEdges = 30;

interface Arrow {
  readonly line: string;
  readonly word: string;
  /** Mermaid's style of the line. Readable on light and on dark, and the label says the same in words. */
  readonly style?: string;
}

const arrows: Readonly<Record<TopologyFlow['state'], Arrow>> = {
  unchanged: { line: '-->', word: '' },
  new: { line: '==>', word: 'NEW', style: 'stroke:#2da44e,stroke-width:3px' },
  changed: { line: '==>', word: 'CHANGED', style: 'stroke:#bf8700,stroke-width:3px' },
  removed: { line: '-.->', word: 'REMOVED', style: 'stroke:#cf222e,stroke-width:2px' },
  left: { line: '-.->', word: 'NOT IN SPEC', style: 'stroke:#57606a,stroke-width:2px' },
  'left-out': { line: '-.->', word: 'LEFT OUT', style: 'stroke:#57606a,stroke-width:2px' },
  unknown: { line: '-.->', word: 'NOT READ', style: 'stroke:#8250df,stroke-width:2px' },
};

/** The clusters and the flows between them after the merge, as Mermaid; undefined when it would not help. */
export function topologyDiagram(topology: Topology): string | undefined {
  const { flows } = topology;
  if (flows.length === 0 || flows.length > maxEdges) return undefined;
  const clusters = new Map(
    topology.clusters.flatMap(({ key, aliases }) => aliases.map((alias) => [alias, key] as const)),
  );
  const clusterOf = (alias: string): string => clusters.get(alias) ?? alias;
  const ends = [...new Set(flows.flatMap(({ source, target }) => [clusterOf(source), clusterOf(target)]))];
  const nodes = new Map(ends.map((key, index) => [key, `n${index + 1}`]));
  const nodeOf = (alias: string): string => nodes.get(clusterOf(alias)) ?? '';
  const services = new Set(flows.map(({ service }) => service));
  const styles = flows.flatMap(({ state }, index) => {
    const { style } = arrows[state];
    return style === undefined ? [] : [`  linkStyle ${index} ${style}`];
  });
  return [
    '```mermaid',
    'flowchart LR',
    ...[...nodes].map(([key, node]) => `  ${node}["${mermaidLabel(key)}${kindOf(key, topology)}"]`),
    ...flows.map((flow) => edge(flow, nodeOf, services.size > 1)),
    ...styles,
    '```',
    ...legend(flows),
  ].join('\n');
}

function edge(flow: TopologyFlow, nodeOf: (alias: string) => string, namesService: boolean): string {
  const { line, word } = arrows[flow.state];
  const paused = flow.enabled || flow.state === 'removed' ? '' : 'paused';
  const service = namesService ? mermaidLabel(flow.service) : '';
  const first = [word, service, paused].filter((text) => text !== '').join(' ');
  const label = [...(first === '' ? [] : [first]), topicLabel(flow.topics)].join('<br/>');
  return `  ${nodeOf(flow.source)} ${line}|"${label}"| ${nodeOf(flow.target)}`;
}

/** Patterns that read as globs, so many as there is room for; the tables have them as they are. */
function topicLabel(patterns: readonly string[]): string {
  const globs = patterns.map(globOf);
  if (globs.some((glob) => glob === undefined) || globs.join(', ').length > 60) {
    const [first] = globs;
    if (patterns.length === 1 || first === undefined) return plural(patterns.length, 'topic pattern');
    return `${mermaidLabel(first)} and ${patterns.length - 1} more`;
  }
  return mermaidLabel(globs.join(', '), 60);
}

/** `edge\.alerts\..*` is `edge.alerts.*`; undefined for a pattern that says more than a glob can. */
function globOf(pattern: string): string | undefined {
  const glob = pattern.replaceAll('.*', '*').replaceAll('\\.', '.');
  return /^[A-Za-z0-9._*-]+$/.test(glob) && !glob.includes('**') ? glob : undefined;
}

const legendWords: Readonly<Record<TopologyFlow['state'], string>> = {
  unchanged: 'thin: unchanged',
  new: 'thick green: new',
  changed: 'thick yellow: changed',
  removed: 'dotted red: removed',
  left: 'dotted grey: runs, not in the spec',
  'left-out': 'dotted grey: left out',
  unknown: 'dotted purple: not read',
};

/** Only what the picture has. */
function legend(flows: readonly TopologyFlow[]): readonly string[] {
  const states = new Set(flows.map(({ state }) => state));
  const words = Object.entries(legendWords).flatMap(([state, text]) =>
    [...states].some((each) => each === state) ? [text] : [],
  );
  return ['', `<sub>${words.join(' · ')}</sub>`];
}

function kindOf(key: string, topology: Topology): string {
  const cluster = topology.clusters.find((each) => each.key === key);
  if (cluster === undefined) return '';
  const { aliases, contacted, leftOut, type } = cluster;
  const where = type === 'external' ? 'external' : 'Aiven';
  const kind = leftOut ? `${where}, left out` : contacted ? where : 'external, not contacted';
  const named = aliases.length === 1 && aliases[0] === key ? [] : [mermaidLabel(`as ${aliases.join(', ')}`)];
  return ['', kind, ...named].join('<br/>');
}
