import type { InternalTopic } from '../../mirrormaker/mirror-flow.ts';
import type { FlowReference } from '../../mirrormaker/union.ts';
import { compareText } from '../../model/text-order.ts';

export interface DerivedTopic extends InternalTopic {
  /** MirrorMaker 2's own; otherwise a mirrored one. */
  readonly internal: boolean;
  readonly config: ReadonlyMap<string, string>;
  /** Sorted by name, then place. */
  readonly flows: readonly FlowReference[];
}

/**
 * One topic per name and cluster. Flows that share it may state different replication factors: the largest one
 * counts, and a stated one more than Kafka's default.
 */
export function mergeTopics(topics: readonly DerivedTopic[]): readonly DerivedTopic[] {
  const merged = new Map<string, DerivedTopic>();
  for (const topic of [...topics].sort(byRule)) {
    const key = JSON.stringify([topic.cluster, topic.name]);
    const other = merged.get(key);
    merged.set(key, other === undefined ? topic : both(other, topic));
  }
  return [...merged].sort(([a], [b]) => compareText(a, b)).map(([, topic]) => topic);
}

function both(one: DerivedTopic, other: DerivedTopic): DerivedTopic {
  const stated = [one.replication, other.replication].filter((replication) => replication !== undefined);
  const flows = new Map([...one.flows, ...other.flows].map((flow) => [flowKey(flow), flow]));
  return {
    ...one,
    partitions: Math.max(one.partitions, other.partitions),
    ...(stated.length === 0 ? {} : { replication: Math.max(...stated) }),
    flows: [...flows].sort(([a], [b]) => compareText(a, b)).map(([, flow]) => flow),
  };
}

function byRule(a: DerivedTopic, b: DerivedTopic): number {
  const flows = ({ flows }: DerivedTopic): string => flows.map(flowKey).join('\n');
  return compareText(a.rule.id, b.rule.id) || compareText(flows(a), flows(b));
}

function flowKey({ name, position }: FlowReference): string {
  return JSON.stringify([name, position.file, position.line, position.column]);
}
