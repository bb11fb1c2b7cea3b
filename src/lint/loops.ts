import { isCycle, remotePrefix, remoteTopic } from '../mirrormaker/names.ts';
import { mayMatchUnder, overlap } from '../mirrormaker/pattern-under-prefix.ts';
import { exactNames, type TopicPattern } from '../mirrormaker/patterns.ts';
import { sampleOf } from '../mirrormaker/sample-name.ts';
import { excludesAll, mayMirror, topicFilter } from '../mirrormaker/topic-filter.ts';
import { clusterKey } from '../spec/cluster-of.ts';
import { place } from '../spec/rules/report.ts';
import type { LintContext } from './context.ts';
import { type ServiceFlow, serviceFlows } from './flows.ts';

/**
 * Records that come back to where they were written. The default policy marks every topic with its source and
 * MirrorSourceConnector.isCycle sees it, if the cluster goes by the same alias there; under the identity policy nothing
 * does.
 */
export function lintLoops(context: LintContext): void {
  const edges = serviceFlows(context)
    .filter(({ settings }) => settings.enabled)
    .map((flow) => edgeOf(flow, context))
    .filter(({ from, to }) => from !== to);
  const certain = reportCertainLoops(edges, context);
  reportPossibleLoops(edges, certain, context);
}

interface Edge {
  readonly flow: ServiceFlow;
  /** Keys of its clusters: two aliases of one cluster close a circle. */
  readonly from: string;
  readonly to: string;
  readonly isIdentity: boolean;
  readonly selects: (name: string) => boolean;
  /** True also where that cannot be told. */
  readonly maySelect: (name: string) => boolean;
  readonly include: readonly TopicPattern[];
  readonly exclude: readonly TopicPattern[];
}

function edgeOf(flow: ServiceFlow, { spec }: LintContext): Edge {
  const { settings } = flow;
  const { include, exclude, verdict } = topicFilter(flow);
  return {
    flow,
    from: clusterKey(spec, flow.source),
    to: clusterKey(spec, flow.target),
    isIdentity: settings.replication_policy === 'identity',
    selects: (name) => verdict(name) === 'mirrored',
    maySelect: mayMirror(flow),
    include,
    exclude,
  };
}

/** More names than this are not tried; what they would show is then only possible. */
const maxCandidates = 2_000;

/** A name that every flow of a circle selects proves the loop. */
function reportCertainLoops(edges: readonly Edge[], { report }: LintContext): ReadonlySet<Edge> {
  const identity = edges.filter((edge) => edge.isIdentity);
  const candidates = new Set(identity.flatMap(({ include }) => include.flatMap(candidateNames)));
  const found = new Set<Edge>();
  for (const name of [...candidates].slice(0, maxCandidates)) {
    const circle = findCircle(identity.filter((edge) => !found.has(edge) && edge.selects(name)));
    const [first] = circle;
    if (first === undefined) continue;
    for (const edge of circle) found.add(edge);
    const message = `a topic such as ${name} would be copied round in a circle: ${route(circle)}`;
    const hint = 'Make the topics of the flows disjoint, or use replication_policy: default.';
    report.add('replication-loop', first.flow.position, message, hint);
  }
  return found;
}

function candidateNames(pattern: TopicPattern): readonly string[] {
  const certain = pattern.kind === 'open' ? pattern.certain.names : exactNames(pattern);
  return [...certain, ...prefixesOf(pattern).map((prefix) => `${prefix}x`)];
}

/** What every other match starts with. */
function prefixesOf(pattern: TopicPattern): readonly string[] {
  switch (pattern.kind) {
    case 'exact':
      return pattern.prefixes;
    case 'open':
      return [pattern.head];
    case 'everything':
    case 'not-evaluable':
      return [''];
  }
}

function route(circle: readonly Edge[]): string {
  return [...circle.map(({ from }) => from), circle.at(-1)?.to].join(' -> ');
}

/** Flows that lead back to their start, or none; linear in the flows. */
function findCircle(edges: readonly Edge[]): readonly Edge[] {
  const done = new Set<string>();
  for (const { from } of edges) {
    const circle = walk(from, [], edges, done);
    if (circle.length > 0) return circle;
  }
  return [];
}

function walk(
  key: string,
  behind: readonly Edge[],
  edges: readonly Edge[],
  done: Set<string>,
): readonly Edge[] {
  const start = behind.findIndex(({ from }) => from === key);
  if (start >= 0) return behind.slice(start);
  if (done.has(key)) return [];
  for (const edge of edges.filter(({ from }) => from === key)) {
    const circle = walk(edge.to, [...behind, edge], edges, done);
    if (circle.length > 0) return circle;
  }
  done.add(key);
  return [];
}

/** Circles that MirrorMaker 2 does not see, and in which each flow might hand its topics to the next. */
function reportPossibleLoops(edges: readonly Edge[], certain: ReadonlySet<Edge>, context: LintContext): void {
  const { report } = context;
  const next = new Map(edges.map((edge) => [edge, edges.filter((other) => mayFollow(edge, other))]));
  const reachable = new Map(edges.map((edge) => [edge, reach(edge, next)]));
  const reported = new Set<Edge>(certain);
  for (const edge of edges) {
    const forward = reachable.get(edge);
    if (!forward?.has(edge)) continue;
    const all = edges.filter((other) => forward.has(other) && reachable.get(other)?.has(edge));
    if (all.some((other) => reported.has(other))) continue;
    const circle = all.some(({ isIdentity }) => isIdentity) ? all : findUnseen(all, next);
    if (circle === undefined) continue;
    for (const other of all) reported.add(other);
    const flows = named(circle);
    const otherwise = circle.some(({ isIdentity }) => isIdentity)
      ? `use replication_policy: default in ${named(circle.filter(({ isIdentity }) => isIdentity))}`
      : 'name each cluster by the same alias in both directions';
    const name = circlingName(circle, context);
    if (name === undefined) {
      const message = `topics might be copied round in a circle by ${flows}`;
      const hint = `Write the patterns as names and prefixes that do not overlap, or ${otherwise}.`;
      report.add('replication-loop-possible', edge.flow.position, message, hint);
    } else {
      const message = `a topic such as ${name} would be copied round in a circle by ${flows}, under a longer name each time`;
      const hint = `${howToExclude(circle)}, or ${otherwise}.`;
      report.add('replication-loop', edge.flow.position, message, hint);
    }
  }
  reportReturns(reachable, reported, report);
}

/** A name that comes through one of the flows for the third time, and so for ever; undefined: none was found. */
function circlingName(circle: readonly Edge[], { spec }: LintContext): string | undefined {
  if (circle.every(({ isIdentity }) => isIdentity)) return undefined; // the name stays, and is looked for apart
  const candidates = new Set([
    ...circle.flatMap(({ include }) => include.flatMap(candidateNames)),
    ...circle.flatMap(({ flow }) => flow.settings.topics.flatMap((pattern) => sampleOf(pattern) ?? [])),
    ...circle.flatMap(({ from }) => [...(spec.clusters.get(from)?.topics.keys() ?? [])].slice(0, maxTried)),
  ]);
  return [...candidates]
    .slice(0, maxTried)
    .find((name) => circle.some((edge) => circles(name, edge, circle)));
}

const maxTried = 100;

/** What the only flow with the default policy has brought begins with the alias of its source when it comes round. */
function howToExclude(circle: readonly Edge[]): string {
  const [first, ...others] = circle.filter(({ isIdentity }) => !isIdentity);
  if (first === undefined || others.length > 0) {
    return 'Exclude in one of them what it brought before with topics_exclude';
  }
  const alias = first.flow.source.replaceAll('.', '\\.');
  return `Add ${alias}\\..* to topics_exclude of ${named([first])}`;
}

function named(edges: readonly Edge[]): string {
  return edges.map(({ flow }) => `${flow.source} -> ${flow.target}`).join(', ');
}

function circles(start: string, first: Edge, circle: readonly Edge[]): boolean {
  let [name, edge]: [string, Edge | undefined] = [start, first];
  for (let step = 0; step < 3 * circle.length; step++) {
    if (edge === undefined || !edge.selects(name)) return false;
    const { flow, to }: Edge = edge;
    name = remoteTopic(flow.settings.replication_policy, flow.source, name);
    edge = circle.find((next) => next.from === to && next.selects(name));
  }
  return edge !== undefined;
}

/** More steps than this are not tried; the circle then counts as one. */
const maxSteps = 20_000;

/**
 * A circle of flows with the default policy that copies for ever. Each flow adds the alias of its source to the name, and
 * one whose target goes by an alias that is in the name refuses the topic; where no target's alias is a source's, none does.
 */
function findUnseen(
  circle: readonly Edge[],
  next: ReadonlyMap<Edge, readonly Edge[]>,
): readonly Edge[] | undefined {
  const inside = new Set(circle);
  let steps = 0;
  const walkOn = (path: readonly Edge[], last: Edge): readonly Edge[] | undefined => {
    if (++steps > maxSteps) return circle;
    const sources = new Set(path.map(({ flow }) => flow.source));
    if (path.some(({ flow }) => sources.has(flow.target))) return undefined;
    const following = (next.get(last) ?? []).filter((edge) => inside.has(edge));
    if (path[0] !== undefined && following.includes(path[0])) return path;
    for (const edge of following.filter((one) => !path.includes(one))) {
      const found = walkOn([...path, edge], edge);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const edge of circle) {
    const found = walkOn([edge], edge);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Records that come back once, under a name of their own, because their cluster goes by another alias there. */
function reportReturns(
  reachable: ReadonlyMap<Edge, ReadonlySet<Edge>>,
  loops: ReadonlySet<Edge>,
  report: LintContext['report'],
): void {
  const reported = new Set<Edge>(loops);
  for (const [out, forward] of reachable) {
    for (const back of forward) {
      const [here, there] = [out.flow.source, back.flow.target];
      if (back.to !== out.from || here === there || back.isIdentity || reported.has(back)) continue;
      reported.add(back);
      const name = `${back.flow.source} -> ${there}`;
      const message = `what ${out.flow.source} -> ${out.flow.target}, at ${place(out.flow.position)}, copies from ${out.from} comes back to it: MirrorMaker 2 does not know that ${here} and ${there} are one cluster`;
      const hint = `Use the alias ${here} in both directions, or exclude ${here}\\..* from ${name}.`;
      report.add('replication-returns', back.flow.position, message, hint);
    }
  }
}

function reach(edge: Edge, next: ReadonlyMap<Edge, readonly Edge[]>): ReadonlySet<Edge> {
  const reached = new Set<Edge>();
  const open = [...(next.get(edge) ?? [])];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (reached.has(one)) continue;
    reached.add(one);
    open.push(...(next.get(one) ?? []));
  }
  return reached;
}

/** Pairs beyond this are not compared one by one. */
const maxPairs = 100_000;

/** Whether the second flow may mirror what the first one writes; true when it cannot be told. */
function mayFollow(first: Edge, second: Edge): boolean {
  if (first.to !== second.from) return false;
  if (first.include.length * second.include.length > maxPairs) return true;
  const { source, settings } = first.flow;
  const policy = settings.replication_policy;
  return first.include.some(
    (written) =>
      exactNames(written).some(
        (name) => first.maySelect(name) && second.maySelect(remoteTopic(policy, source, name)),
      ) ||
      prefixesOf(written).some(
        (prefix) =>
          !excludesAll(first.exclude, prefix) &&
          mayTakeUnder(first, second, remotePrefix(policy, source, prefix)),
      ),
  );
}

/** Whether the second flow may take something of what the first one writes under this prefix. */
function mayTakeUnder(first: Edge, second: Edge, arriving: string): boolean {
  const { target, settings } = second.flow;
  if (isCycle(settings.replication_policy, target, `${arriving}x`)) return false;
  if (excludesAll(second.exclude, arriving)) return false;
  return second.include.some((wanted) => {
    if (wanted.kind !== 'exact') return mayMatchUnder(wanted, arriving);
    const named = wanted.names.some((name) => name.startsWith(arriving) && second.maySelect(name));
    return named || wanted.prefixes.some((prefix) => mayMeet(first, second, arriving, prefix));
  });
}

/** Whether both flows leave something of what both prefixes begin. */
function mayMeet(first: Edge, second: Edge, arriving: string, wanted: string): boolean {
  if (!overlap(arriving, wanted)) return false;
  const both = arriving.length > wanted.length ? arriving : wanted;
  return !excludesAll(second.exclude, both) && !(first.isIdentity && excludesAll(first.exclude, both));
}
