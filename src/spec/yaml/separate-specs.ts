import { place, type Report, show } from '../rules/report.ts';
import { positionOf } from '../syntax/source-text.ts';
import type { MapEntry, MapNode } from './source-node.ts';

/** Whether the files are more than one spec, by the names and projects that they state. Each that is another is reported. */
export function reportSeparateSpecs(files: readonly MapNode[], report: Report): boolean {
  const names = othersBy('name', files);
  for (const { first, other } of names) {
    const message = `${value(other)} is another spec than ${value(first)} at ${place(positionOf(first))}, and a run is about one`;
    report.add('separate-specs', positionOf(other), message, howToRun);
  }
  if (names.length > 0) return true;
  const projects = othersBy('project', files);
  for (const { first, other } of projects) {
    const message = `the spec has another project at ${place(positionOf(first))}: ${value(first)}, not ${value(other)}`;
    const hint = `If these are two specs, give each a name of its own. ${howToRun} If they are one, set project: at the cluster or service that lies in the other project.`;
    report.add('separate-specs', positionOf(other), message, hint);
  }
  return projects.length > 0;
}

const howToRun =
  'Run the action once for each, with an input `spec` that names its files and those that it shares: a matrix does that, see examples/workflows/monorepo.yml.';

/** The entries of a key that say something else than the first that there is. */
function othersBy(key: string, files: readonly MapNode[]) {
  const [first, ...rest] = files.flatMap(({ entries }) => entries.get(key) ?? []);
  if (first === undefined) return [];
  const others = rest.filter((other) => value(other) !== value(first));
  return others.map((other) => ({ first, other }));
}

function value({ value: node }: MapEntry): string {
  return node.kind === 'scalar' ? show(node.value) : `a ${node.kind}`;
}
