import { specFlows } from '../../desired/derived/mirror-flows.ts';
import type { MirrorFlow } from '../../mirrormaker/mirror-flow.ts';
import type { Change } from '../../model/change.ts';
import type { Clock } from '../../model/clock.ts';
import { flowName } from '../../model/flow.ts';
import { placeOf, placeTypeOf } from '../../model/resource.ts';
import type { FlowVerdict } from '../../plan/flows/flow-state.ts';
import { flowVerdict } from '../../plan/flows/flow-verdict.ts';
import type { FlowLook } from '../../plan/flows/topic-movement.ts';
import type { Plan } from '../../plan/plan.ts';
import { flowVerdictLine } from '../../report/words/flow-verdict-line.ts';
import { isLeftOutFlow } from '../../spec/leave-out.ts';
import type { Spec } from '../../spec/spec.ts';
import { type LookedAtSystems, lookAtFlows } from './flow-looks.ts';
import { watchedFlow } from './watched-flow.ts';

/** What may still change with time is waited for; the others end the watch. */
const patienceMs = {
  /** For two looks, when nothing was changed. */
  steady: 15_000,
  /** A restart of MirrorMaker 2 takes some ten seconds, and Aiven's own report may lag behind it. */
  starting: 30_000,
  /** Longer where it seems not to come up, as that fails the run. */
  notComingUp: 60_000,
  /** Before an empty source is believed to be one. */
  silent: 3_000,
  /** The same after a change: a login that is refused shows only some seconds after the start. */
  silentStart: 10_000,
} as const;

export interface FlowWatchOptions {
  readonly spec: Spec;
  readonly plan: Plan;
  readonly systems: LookedAtSystems;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

/** Answers one verdict per enabled flow; one line of each for `progress` too. `after`: the plan that was made last. */
export type FlowWatch = (after: Plan) => Promise<readonly FlowVerdict[]>;

/**
 * To be called before the first write. What reaches the topics of a flow that the plan creates or enables came with it,
 * so for such a flow the count begins here; for all others after the writes, because until then the old settings were
 * at work.
 */
export async function beginFlowWatch(options: FlowWatchOptions): Promise<FlowWatch> {
  const { spec, plan, systems, clock } = options;
  const flows = specFlows(spec)
    .map(({ flow }) => flow)
    .filter((flow) => flow.settings.enabled && !isLeftOutFlow(spec, flow));
  const start = clock.monotonic();
  const looks = new Map<MirrorFlow, readonly FlowLook[]>();
  const look = async (some: readonly MirrorFlow[]): Promise<void> => {
    const seconds = (clock.monotonic() - start) / 1000;
    for (const [flow, seen] of await lookAtFlows(spec, systems, some, seconds)) {
      looks.set(flow, [...(looks.get(flow) ?? []), seen]);
    }
  };
  await look(flows.filter((flow) => begins(plan, flow)));
  return (after) => watch({ ...options, after, flows, look, looksOf: (flow) => looks.get(flow) ?? [] });
}

/** For a run that changes nothing: two looks, and no longer than a quarter of a minute between them. */
export async function lookWhetherFlowsRun(options: FlowWatchOptions): Promise<readonly FlowVerdict[]> {
  const watchFlows = await beginFlowWatch(options);
  return watchFlows(options.plan);
}

async function watch(
  options: FlowWatchOptions & {
    readonly after: Plan;
    readonly flows: readonly MirrorFlow[];
    readonly look: (flows: readonly MirrorFlow[]) => Promise<void>;
    readonly looksOf: (flow: MirrorFlow) => readonly FlowLook[];
  },
): Promise<readonly FlowVerdict[]> {
  const { flows, look, looksOf, clock, signal, progress } = options;
  if (flows.length === 0) return [];
  await look(flows.filter((flow) => looksOf(flow).length === 0));
  const start = clock.monotonic();
  let pause = 1000;
  for (;;) {
    if (!signal.aborted) await clock.sleep(pause);
    await look(flows);
    const verdicts = await judge(options);
    const waited = clock.monotonic() - start;
    const left = Math.max(
      ...verdicts.map((each) => (each.isLasting ? 0 : worthWaiting(each.verdict, each.isStarting) - waited)),
    );
    if (left > 0 && !signal.aborted) {
      // The last look is at the end of what is worth waiting for, not after it.
      pause = Math.min(pause * 2, 5000, left);
      continue;
    }
    for (const { verdict } of verdicts) progress(flowVerdictLine(verdict));
    return verdicts.map(({ verdict }) => verdict);
  }
}

async function judge({
  spec,
  plan,
  after,
  flows,
  looksOf,
  systems,
}: Parameters<typeof watch>[0]): Promise<
  readonly { readonly verdict: FlowVerdict; readonly isStarting: boolean; readonly isLasting: boolean }[]
> {
  const byService = Map.groupBy(flows, ({ service }) => service);
  const all = [...byService].map(async ([service, some]) => {
    const project = spec.mirrormakers.get(service)?.project ?? spec.project;
    const live = await systems.aiven.readMirrorMaker({ project, service });
    // Aiven does not answer any more: looking again tells nothing else.
    const isLasting = [live.integrations, live.flows].some(
      (reading) => reading.state === 'unknown' && reading.isLasting === true,
    );
    return some.map((flow) => {
      const looks = looksOf(flow);
      const isStarting = plan.changes.some((change) => concerns(change, flow));
      const subject = watchedFlow({ spec, flow, looks, plan: after, isStarting });
      return { verdict: flowVerdict(subject, live, looks), isStarting, isLasting };
    });
  });
  return (await Promise.all(all)).flat();
}

/** Milliseconds after which a later look is not expected to tell more. */
function worthWaiting({ state }: FlowVerdict, isStarting: boolean): number {
  switch (state) {
    case 'copies':
    case 'caught-up':
      return 0;
    case 'silent':
      return isStarting ? patienceMs.silentStart : patienceMs.silent;
    case 'cannot-tell':
      return isStarting ? patienceMs.starting : patienceMs.steady;
    // A failed integration may be one that this apply has repaired: Aiven's report is behind MirrorMaker 2's restart.
    case 'does-not-run':
    case 'partly':
      return isStarting ? patienceMs.notComingUp : patienceMs.steady;
  }
}

/** Any change of its service restarts MirrorMaker 2, and an endpoint is in use by whatever is attached to it. */
function concerns({ kind, id, provenance }: Change, flow: MirrorFlow): boolean {
  const place = placeTypeOf(kind);
  if (place === 'project') return true;
  if (place === 'mirrormaker') return placeOf(id) === flow.service;
  return provenance.origin === 'derived' && provenance.flows.includes(`${flow.source} -> ${flow.target}`);
}

function begins(plan: Plan, flow: MirrorFlow): boolean {
  return plan.changes.some(
    (change) =>
      change.kind === 'flow' &&
      change.id.service === flow.service &&
      flowName(change.id) === `${flow.source} -> ${flow.target}` &&
      (change.action === 'create' || change.live?.settings.enabled === false),
  );
}
