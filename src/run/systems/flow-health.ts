import type { Aiven } from '../../aiven/aiven.ts';
import { specFlows } from '../../desired/derived/mirror-flows.ts';
import type { MirrorFlow } from '../../mirrormaker/mirror-flow.ts';
import { mirroredBy } from '../../mirrormaker/written-topics.ts';
import type { Clock } from '../../model/clock.ts';
import type { FlowId } from '../../model/flow.ts';
import { type Reading, unknown } from '../../model/reading.ts';
import { keyOf } from '../../model/resource.ts';
import { type Arrivals, arrivalsBetween } from '../../plan/flows/flow-arrivals.ts';
import { type FlowHealth, flowHealth } from '../../plan/flows/flow-health.ts';
import type { Plan } from '../../plan/plan.ts';
import { flowHealthLine } from '../../report/words/flow-health-line.ts';
import { clusterOf } from '../../spec/cluster-of.ts';
import type { Spec } from '../../spec/spec.ts';

/** A restart of MirrorMaker 2 takes some ten seconds; Aiven's own report may lag behind it. */
const patience = 30_000;
/** A flow that Aiven calls running is waited for no longer than this: its source may be silent. */
const longestSilence = 15_000;

/** After the writes: one line per enabled flow, for `progress` too. */
export type FlowWatch = () => Promise<readonly FlowHealth[]>;

/**
 * To be called before the first write. What reaches the topics of a flow that the plan creates or enables came with it,
 * so for such a flow the count begins here; for all others after the writes, because until then the old settings were
 * at work. The watch looks until it is clear for every flow whether it runs, or half a minute has passed. It waits for
 * records only where the plan changes something of MirrorMaker 2.
 */
export async function beginFlowWatch(options: {
  readonly spec: Spec;
  readonly plan: Plan;
  readonly aiven: Aiven;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}): Promise<FlowWatch> {
  const { spec, plan, aiven, clock, signal, progress } = options;
  const flows = specFlows(spec).flatMap(({ flow }) => (flow.settings.enabled ? [flow] : []));
  const before = new Map<MirrorFlow, EndOffsets>();
  const count = async (some: readonly MirrorFlow[]): Promise<void> => {
    for (const [flow, offsets] of await readAll(spec, aiven, some)) before.set(flow, offsets);
  };
  const patienceForRecords = concernsMirrorMaker(plan) ? longestSilence : 0;
  await count(flows.filter((flow) => startsWith(plan, idOf(spec, flow))));
  return async () => {
    await count(flows.filter((flow) => !before.has(flow)));
    const start = clock.monotonic();
    for (let pause = 1000; ; pause = Math.min(pause * 2, 5000)) {
      const waited = clock.monotonic() - start;
      const now = await readAll(spec, aiven, flows);
      const looks = await look(spec, aiven, flows, (flow) =>
        arrivals(flow, before.get(flow), now.get(flow), Math.round(waited / 1000)),
      );
      if (
        looks.every((one) => isClear(one, waited >= patienceForRecords)) ||
        signal.aborted ||
        waited >= patience
      ) {
        for (const { health } of looks) progress(flowHealthLine(health));
        return looks.map(({ health }) => health);
      }
      await clock.sleep(pause);
    }
  };
}

/** By topic, of those on the target that no other flow writes. */
type EndOffsets = Reading<ReadonlyMap<string, number | undefined>>;

interface Look {
  readonly health: FlowHealth;
  readonly arrived: Arrivals;
}

async function look(
  spec: Spec,
  aiven: Aiven,
  flows: readonly MirrorFlow[],
  arrivalsOf: (flow: MirrorFlow) => Arrivals,
): Promise<readonly Look[]> {
  const byService = Map.groupBy(flows, ({ service }) => service);
  const all = [...byService].map(async ([service, some]) => {
    const project = projectOf(spec, service);
    const live = await aiven.readMirrorMaker({ project, service });
    return some.map((flow): Look => {
      const arrived = arrivalsOf(flow);
      return { health: flowHealth(idOf(spec, flow), live, arrived), arrived };
    });
  });
  return (await Promise.all(all)).flat();
}

function isClear({ health, arrived }: Look, enough: boolean): boolean {
  // A failed integration may be one that this apply has mended: Aiven's report is behind MirrorMaker 2's restart.
  if (health.state === 'failed' || health.state === 'starting') return false;
  return enough || arrived.state !== 'none';
}

async function readAll(
  spec: Spec,
  aiven: Aiven,
  flows: readonly MirrorFlow[],
): Promise<ReadonlyMap<MirrorFlow, EndOffsets>> {
  return new Map(
    await Promise.all(flows.map(async (flow) => [flow, await readOffsets(spec, aiven, flow)] as const)),
  );
}

/** An external cluster tells end offsets only at the leader of each partition, at addresses that it advertises. */
async function readOffsets(spec: Spec, aiven: Aiven, flow: MirrorFlow): Promise<EndOffsets> {
  const target = clusterOf(spec, flow.target);
  if (target?.type !== 'aiven') {
    return unknown('not-managed', 'only Aiven services tell how many there are');
  }
  return aiven.readEndOffsets({ project: target.project, service: target.service }, mirroredBy(flow));
}

function arrivals(
  { targetCluster }: MirrorFlow,
  before: EndOffsets | undefined,
  now: EndOffsets | undefined,
  seconds: number,
): Arrivals {
  for (const reading of [before, now]) {
    if (reading?.state === 'unknown') {
      return {
        state: 'unknown',
        because: `records on ${targetCluster} cannot be counted: ${reading.message}`,
      };
    }
  }
  if (before?.state !== 'known' || now?.state !== 'known') return { state: 'none', seconds };
  return arrivalsBetween(before.value, now.value, seconds);
}

function concernsMirrorMaker({ changes }: Plan): boolean {
  return changes.some(
    ({ kind, provenance }) =>
      kind === 'endpoint' || kind === 'integration' || kind === 'flow' || provenance.origin === 'derived',
  );
}

function startsWith(plan: Plan, id: FlowId): boolean {
  return plan.changes.some(
    (change) =>
      change.kind === 'flow' &&
      keyOf(change.id) === keyOf(id) &&
      (change.action === 'create' || change.live?.settings.enabled === false),
  );
}

function idOf(spec: Spec, { service, source, target }: MirrorFlow): FlowId {
  return { kind: 'flow', project: projectOf(spec, service), service, source, target };
}

function projectOf(spec: Spec, service: string): string {
  return spec.mirrormakers.get(service)?.project ?? spec.project;
}
