import type { MirrorFlow } from '../../mirrormaker/mirror-flow.ts';
import type { Desired } from '../../model/desired.ts';
import { type FlowId, flowName, type LiveFlow } from '../../model/flow.ts';
import { foundIn, type Listing, type Live } from '../../model/live.ts';
import { unknown } from '../../model/reading.ts';
import type { ResourceId } from '../../model/resource.ts';
import { isLeftOutFlow } from '../../spec/leave-out.ts';
import type { MirrorMakerSpec, Spec } from '../../spec/spec.ts';
import { mayGrow } from '../derived/after-plan.ts';
import { type Attachment, attachments } from '../derived/attachments.ts';
import { liveMirrorFlow, type SpecFlow, specFlows } from '../derived/mirror-flows.ts';

/** A flow that runs while the plan is applied, or from then on. */
export interface RunningFlow {
  readonly id: FlowId;
  /** As it runs until the plan changes it; left out: it does not. */
  readonly runsNow?: MirrorFlow;
  /** As it runs once the plan is applied; left out: it does not. */
  readonly runsThen?: MirrorFlow;
  readonly isListed: boolean;
  /** The change that makes it take topics which it does not take now. */
  readonly begins: ResourceId;
  /** Whether its source alias stands for another cluster from then on: what is on the target came from the one before. */
  readonly isOtherSource: boolean;
  /** Why nobody can say how it runs, as a clause; left out: it is known. */
  readonly unclear?: string;
  /** Whether MirrorMaker 2 may add partitions on its target. */
  readonly mayGrow: boolean;
}

/**
 * All flows that run at some moment of the apply, of the services that the spec names: those of the spec, those that are not in
 * it, and those that the plan stops. A flow from or to a cluster that the run leaves out stays as it is.
 */
export function runningFlows(
  spec: Spec,
  desired: Pick<Desired, 'integrations' | 'endpoints'>,
  live: Pick<Live, 'mirrormakers' | 'endpoints'>,
): readonly RunningFlow[] {
  const attached = attachments(spec, desired, live);
  const listed = specFlows(spec);
  return [...spec.mirrormakers.values()]
    .flatMap((mirrormaker) => {
      const flows = live.mirrormakers.get(mirrormaker.service)?.flows;
      const own = listed.filter(({ flow }) => flow.service === mirrormaker.service);
      return [
        ...own.map((one) => listedFlow({ spec, mirrormaker, one, flows, attached })),
        ...unlistedFlows({ spec, mirrormaker, flows, attached }),
      ];
    })
    .filter(({ runsNow, runsThen }) => runsNow !== undefined || runsThen !== undefined);
}

interface InService {
  readonly spec: Spec;
  readonly mirrormaker: MirrorMakerSpec;
  readonly flows: Listing<'flow'> | undefined;
  readonly attached: (service: string, alias: string) => Attachment;
}

function listedFlow({
  spec,
  mirrormaker,
  one,
  flows,
  attached,
}: InService & { readonly one: SpecFlow }): RunningFlow {
  const { flow, spec: asked } = one;
  const { project, service } = mirrormaker;
  const id: FlowId = { kind: 'flow', project, service, source: flow.source, target: flow.target };
  const ends = endsOf(id, attached);
  const reading = flows === undefined ? unknown('incomplete', `${service} was not read`) : foundIn(flows, id);
  // Of one that could not be read, nobody knows more than what the spec says.
  const runsNow =
    reading.state === 'known' ? setUpNow(spec, mirrormaker, reading.value, ends) : atNow(flow, ends);
  const planned = flow.settings.enabled ? atPlanned(flow, ends) : undefined;
  return flowOf({
    id,
    ends,
    runsNow,
    runsThen: isLeftOutFlow(spec, id) ? runsNow : planned,
    unclear: reading.state === 'known' ? untoldOf(reading.value) : reading.message,
    isListed: true,
    mayGrow: mayGrow(spec, flow, asked.access),
  });
}

function unlistedFlows({ spec, mirrormaker, flows, attached }: InService): readonly RunningFlow[] {
  if (flows?.state !== 'known') return [];
  const named = new Set(mirrormaker.flows.map(flowName));
  return othersOf(flows)
    .filter(({ id }) => !named.has(flowName(id)))
    .map(({ flow, id, unclear }) => {
      const ends = endsOf(id, attached);
      const runsNow = setUpNow(spec, mirrormaker, flow, ends);
      const goes = mirrormaker.removedFlows.has(flowName(id)) && !isLeftOutFlow(spec, id);
      const runsThen = goes ? undefined : runsNow && atPlanned(runsNow, ends);
      return flowOf({ id, ends, runsNow, runsThen, unclear, isListed: false, mayGrow: true });
    });
}

/** With why nobody can say how one of them runs. */
function othersOf(flows: Extract<Listing<'flow'>, { readonly state: 'known' }>) {
  return [
    ...flows.value.map((flow) => ({ flow, id: flow.id, unclear: untoldOf(flow) })),
    ...(flows.unreadable ?? []).flatMap(({ id, reason }) =>
      id === undefined ? [] : [{ flow: { id, settings: {} }, id, unclear: reason.message }],
    ),
  ];
}

interface Ends {
  readonly source: Attachment;
  readonly target: Attachment;
}

function endsOf(
  { service, source, target }: FlowId,
  attached: (service: string, alias: string) => Attachment,
): Ends {
  return { source: attached(service, source), target: attached(service, target) };
}

function setUpNow(
  spec: Spec,
  mirrormaker: MirrorMakerSpec,
  flow: LiveFlow | undefined,
  ends: Ends,
): MirrorFlow | undefined {
  if (flow === undefined || flow.settings.enabled === false) return undefined;
  return atNow(liveMirrorFlow(spec, mirrormaker, flow), ends);
}

function atNow(flow: MirrorFlow, { source, target }: Ends): MirrorFlow {
  return { ...flow, sourceCluster: source.at, targetCluster: target.at };
}

function atPlanned(flow: MirrorFlow, { source, target }: Ends): MirrorFlow {
  return { ...flow, sourceCluster: source.movesTo, targetCluster: target.movesTo };
}

/** The settings that decide what a flow takes, and what it copies of it. */
const deciding = [
  'enabled',
  'topics',
  'topics_exclude',
  'replication_policy',
  'config_properties_exclude',
] as const;

function untoldOf(flow: LiveFlow | undefined): string | undefined {
  const [first] = deciding.flatMap((field) => {
    const why = flow?.untold?.get(field);
    return why === undefined ? [] : [`Aiven does not tell ${field}, because ${why}`];
  });
  return first;
}

interface Parts {
  readonly id: FlowId;
  readonly ends: Ends;
  readonly runsNow: MirrorFlow | undefined;
  readonly runsThen: MirrorFlow | undefined;
  readonly unclear: string | undefined;
  readonly isListed: boolean;
  readonly mayGrow: boolean;
}

function flowOf({ id, ends, runsNow, runsThen, unclear, isListed, mayGrow }: Parts): RunningFlow {
  const moved = [ends.source, ends.target].flatMap(({ movedBy }) => movedBy ?? []);
  return {
    id,
    isListed,
    begins: moved[0] ?? id,
    isOtherSource: ends.source.at !== ends.source.movesTo,
    mayGrow,
    ...(runsNow === undefined ? {} : { runsNow }),
    ...(runsThen === undefined ? {} : { runsThen }),
    ...(unclear === undefined ? {} : { unclear }),
  };
}
