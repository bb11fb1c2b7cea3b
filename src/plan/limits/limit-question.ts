import type { Finding } from '../../model/finding.ts';
import type { LiveCluster } from '../../model/live.ts';
import type { LiveTopic, Topic } from '../../model/topic.ts';

export interface LimitQuestion {
  readonly topic: Topic;
  /** Undefined: it is to be created. */
  readonly live: LiveTopic | undefined;
  readonly cluster: LiveCluster;
  readonly clusterType: 'aiven' | 'external';
  /** A topic of the cluster whose name differs only in dots and underscores; undefined: there is none. */
  readonly lookalike?: string | undefined;
}

/** The value once the plan is applied; undefined: not known. */
export function after({ topic, live, cluster }: LimitQuestion, key: string): string | undefined {
  const stated = topic.config.get(key);
  const there = live?.config.get(key);
  if (stated !== undefined && stated !== null) return stated;
  if (live === undefined) return clusterDefault(cluster, key);
  const isReset = stated === null || (topic.unlistedConfig === 'reset' && there?.overridden === true);
  return (isReset ? there?.inherited : there?.value) ?? undefined;
}

/** What a new topic gets on the cluster, as its other topics show it; undefined: none of them does. */
function clusterDefault({ topics }: LiveCluster, key: string): string | undefined {
  const known = defaults.get(topics) ?? defaultsShown(topics);
  defaults.set(topics, known);
  return known.get(key);
}

const defaults = new WeakMap<LiveCluster['topics'], ReadonlyMap<string, string>>();

function defaultsShown(topics: LiveCluster['topics']): ReadonlyMap<string, string> {
  const shown = new Map<string, string>();
  for (const reading of topics.values()) {
    if (reading.state === 'unknown') continue;
    for (const [key, { value, inherited, overridden }] of reading.value?.config ?? []) {
      const below = inherited ?? (overridden ? undefined : value);
      if (below != null && !shown.has(key)) shown.set(key, below);
    }
  }
  return shown;
}

export function isDiskless(question: LimitQuestion): boolean {
  return after(question, 'diskless.enable') === 'true';
}

export function problem(
  { topic }: LimitQuestion,
  {
    field,
    ...told
  }: Pick<Finding, 'code' | 'message' | 'hint'> & {
    readonly severity?: Finding['severity'];
    readonly field: string;
  },
): Finding {
  const position = topic.positions?.get(field) ?? topic.provenance.position;
  return { severity: 'error', ...told, position, about: topic.id };
}
