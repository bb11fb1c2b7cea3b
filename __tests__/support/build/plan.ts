import { assessRisks } from '../../../src/plan/assess-risks.ts';
import { buildPlan } from '../../../src/plan/build-plan.ts';
import { planDigest, sortedOperations } from '../../../src/plan/digest.ts';
import { orderSteps } from '../../../src/plan/order.ts';
import type { Plan, Risk, Topology } from '../../../src/plan/plan.ts';
import { desiredWorld } from './desired.ts';
import { liveCluster, liveTopic, liveWorld } from './live.ts';
import { topic } from './resources.ts';

/** A spec without clusters: nobody can tell what names of places stand for. */
export const noTopology: Topology = { clusters: [], flows: [] };

/**
 * A plan of these changes, in this order: its steps, operations, digest and risks are the planner's, and what is not given
 * is empty. For tests of what reads a plan; a sample that people look at comes from the planner itself.
 */
export function planOf(parts: Partial<Plan> = {}): Plan {
  const { changes = [] } = parts;
  const name = parts.name ?? 'prod';
  const operations = sortedOperations(changes);
  const topology = parts.topology ?? noTopology;
  return {
    name,
    changes,
    steps: orderSteps(changes),
    risks: parts.risks ?? assessRisks(changes),
    findings: [],
    unread: [],
    pending: [],
    leftAlone: [],
    leftRunning: [],
    leftNames: [],
    leftUnnamed: 0,
    unchanged: 0,
    topology,
    flows: [],
    effects: [],
    operations,
    leftOut: [],
    digest: planDigest({ name, changes, operations, topology, leftOut: parts.leftOut ?? [] }),
    ...parts,
  };
}

type Parts = Parameters<typeof topic>[2];
type LiveParts = Parameters<typeof liveTopic>[2];

/** `value`, or `[value, inherited]` where the system tells what is below the topic's own value. */
export type ConfigValues = Readonly<Record<string, string | readonly [value: string, inherited: string]>>;

/** The plan that brings topic `ledger` of `onprem` from one state to another; `config` is what the spec states. */
export function topicPlan(options: {
  readonly cluster?: 'core' | 'onprem';
  readonly live?: Omit<NonNullable<LiveParts>, 'config'> & { readonly config?: ConfigValues };
  readonly desired?: Omit<NonNullable<Parts>, 'config'> & {
    readonly config?: Readonly<Record<string, string | null>>;
  };
}): Plan {
  const { cluster = 'onprem', live = {}, desired = {} } = options;
  const config = Object.entries(live.config ?? {}).map(([key, told]) => {
    const [value, inherited] = typeof told === 'string' ? [told, undefined] : told;
    return [key, { value, overridden: true, ...(inherited === undefined ? {} : { inherited }) }] as const;
  });
  const there = liveTopic(cluster, 'ledger', { ...live, config: new Map(config) });
  const wanted = topic(cluster, 'ledger', {
    ...desired,
    config: new Map(Object.entries(desired.config ?? {})),
  });
  return buildPlan({
    desired: desiredWorld({ topics: [wanted] }),
    live: liveWorld({ clusters: new Map([[cluster, liveCluster(cluster, [there])]]) }),
    findings: [],
  });
}

/** `high data-loss`; `*` where the alert names it because records can go. */
export function shortRisks(risks: readonly Risk[]): readonly string[] {
  return risks.map(({ level, code, concerns }) => `${level} ${code}${concerns === 'records' ? '*' : ''}`);
}
