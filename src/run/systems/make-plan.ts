import { withLiveSettings } from '../../desired/derived/mirror-flows.ts';
import { type MirrorLogins, observedTopics } from '../../desired/derived/view.ts';
import { desiredState } from '../../desired/desired.ts';
import { noLongerEnforced } from '../../desired/earlier/no-longer-enforced.ts';
import { flowEffects } from '../../desired/effects/flow-effects.ts';
import { type ComparedTopics, topicsToCompare } from '../../desired/effects/topics-to-read.ts';
import { liveBasis } from '../../desired/live-basis.ts';
import { offsetSyncsNames } from '../../desired/offset-syncs-name.ts';
import { brokerReach } from '../../desired/preflight/broker-reach.ts';
import { clustersWithDoubtfulGroups } from '../../desired/preflight/held-globs.ts';
import { identityFindings } from '../../desired/preflight/identity.ts';
import { withoutSettled } from '../../desired/preflight/languages.ts';
import { preflightFlows } from '../../desired/preflight/preflight.ts';
import { unlistedFlows } from '../../desired/preflight/unlisted-flows.ts';
import type { SpecChecks } from '../../lint/load-spec.ts';
import type { Desired } from '../../model/desired.ts';
import type { ClusterReadRequest, Live } from '../../model/live.ts';
import { buildPlan, withFindings } from '../../plan/build-plan.ts';
import { checkSettings, type StatedSettings } from '../../plan/changes/check-settings.ts';
import { specBeforeNotRead } from '../../plan/earlier/not-read.ts';
import { keysNow } from '../../plan/earlier/renamed-clusters.ts';
import type { Plan } from '../../plan/plan.ts';
import { readRequests } from '../../plan/read-request.ts';
import type { WithheldWithout } from '../../review/range.ts';
import { effectiveSpec } from '../../spec/effective/effective-spec.ts';
import { findingsWithBasis } from '../../spec/effective/finding-basis.ts';
import { liveProbes } from '../../spec/effective/probes.ts';
import type { Spec } from '../../spec/spec.ts';
import type { Speaking } from '../session.ts';
import { noHistory, type SpecHistory } from '../spec/spec-before.ts';
import { askBrokers } from './ask-brokers.ts';
import { readClusters, readServices } from './read-live.ts';
import type { ReadSystems } from './systems.ts';
import { tryLogins } from './try-logins.ts';
import { withheldWithout } from './withheld.ts';

export interface Planned {
  readonly plan: Plan;
  /** The spec with the settings that its flows really have. */
  readonly spec: Spec;
  readonly withheldWithout: WithheldWithout;
  readonly read: WhatWasRead;
}

/** All that a plan was made of, beside the spec. */
export interface WhatWasRead {
  readonly live: Live;
  readonly logins: MirrorLogins;
}

/**
 * Reads the live state and compares. What the flows need depends on their live settings, as far as the spec does not state
 * them, so these are read first; it depends on the topics of the source as well, so the spec is derived once more with the
 * names that were read, and a cluster is read once more only if that asks for other topics there.
 */
export async function makePlan(
  { out }: { readonly out: Pick<Speaking['out'], 'info'> },
  spec: Spec,
  systems: ReadSystems,
  checks: SpecChecks,
  { before, carried }: SpecHistory = noHistory,
): Promise<Planned> {
  const progress = (line: string) => out.info(line);
  const services = await readServices({ spec, aiven: systems.aiven, progress });
  const effective = asItIs(spec, services);
  const read = (requests: readonly ClusterReadRequest[]) =>
    readClusters({ spec, ...systems, requests, progress });
  const doubtful = clustersWithDoubtfulGroups(effective);
  const requestsFor = (desired: Desired, more: ReadonlyMap<string, ComparedTopics> = new Map()) =>
    readRequests(desired).map((request) => ({
      ...withCompared(request, more.get(request.cluster)),
      consumerGroups: doubtful.has(request.cluster),
    }));
  const first = requestsFor(desiredState(effective).desired);
  let live: Live = { ...services, clusters: await read(first) };
  const logins = await tryLogins(effective, systems.mirrors, live);
  const observed = observedTopics(live, logins);
  const derive = oncePerSpec((probed) => desiredState(probed, observed));
  const flowProbes = liveProbes(effective);
  const state = derive(effective);
  const again = changedRequests(
    first,
    requestsFor(state.desired, topicsToCompare({ spec: effective, desired: state.desired, live, logins })),
  );
  if (again.length > 0) {
    live = { ...live, clusters: new Map([...live.clusters, ...(await read(again))]) };
  }
  const earlier =
    before.state === 'known'
      ? { spec: before.spec, desired: desiredState(asItIs(before.spec, services), observed).desired }
      : undefined;
  const preflight = preflightFlows({ spec: effective, desired: state.desired, live, logins });
  const derived = findingsWithBasis(effective, (probed) => derive(probed).findings, flowProbes);
  const findings = [
    ...checks.findings,
    ...withoutSettled(checks.lint(effective), preflight.findings),
    ...withoutSettled(
      derived.map(({ finding }) => finding),
      preflight.findings,
    ),
    ...preflight.findings,
    ...brokerReach(effective, state.desired, live),
    ...identityFindings(effective, live, logins),
    ...unlistedFlows(effective, live),
    ...offsetSyncsNames(effective, live),
    ...checkSettings(statedSettings(spec), live),
    ...(earlier === undefined
      ? []
      : noLongerEnforced({
          before: earlier.spec,
          now: effective,
          keysNow: keysNow(earlier.desired, state.desired),
        })),
  ];
  const plan = buildPlan({
    desired: state.desired,
    live,
    findings,
    restsOn: liveBasis({
      spec: effective,
      desired: state.desired,
      derive: (probed) => derive(probed).desired,
      flowProbes,
    }),
    flows: preflight.flows,
    effects: flowEffects({ spec: effective, desired: state.desired, live, logins }),
    before: earlier?.desired,
    carried,
  });
  return {
    plan: withFindings(plan, [
      ...(await askBrokers(spec, plan, systems.external)),
      ...(before.state === 'unknown' ? [specBeforeNotRead(before, plan)] : []),
    ]),
    spec: effective,
    read: { live, logins },
    withheldWithout: (clusters) => withheldWithout(clusters, { plan, spec: effective, live, logins }),
  };
}

/** The spec with what its flows and their services really have, for what it does not state itself. */
function asItIs(spec: Spec, services: Pick<Live, 'endpoints' | 'mirrormakers'>): Spec {
  return withLiveSettings(effectiveSpec(spec, services), services);
}

/** Derives each spec once: that takes a while in a large one, and several steps of the plan need the result. */
function oncePerSpec<T>(derive: (spec: Spec) => T): (spec: Spec) => T {
  const derived = new Map<Spec, T>();
  return (spec) => {
    const known = derived.get(spec) ?? derive(spec);
    derived.set(spec, known);
    return known;
  };
}

function withCompared(request: ClusterReadRequest, compared: ComparedTopics | undefined): ClusterReadRequest {
  const { topics, countedTopics } = request;
  if (compared === undefined) return request;
  return {
    ...request,
    topics: sortedUnion(topics, compared.topics),
    ...(countedTopics && { countedTopics: sortedUnion(countedTopics, compared.countedTopics) }),
  };
}

function sortedUnion(some: readonly string[], others: readonly string[]): readonly string[] {
  return [...new Set([...some, ...others])].sort();
}

function changedRequests(
  before: readonly ClusterReadRequest[],
  after: readonly ClusterReadRequest[],
): readonly ClusterReadRequest[] {
  const text = ({ cluster, topics, countedTopics }: ClusterReadRequest) =>
    JSON.stringify([cluster, topics, countedTopics]);
  const asked = new Set(before.map(text));
  return after.filter((request) => !asked.has(text(request)));
}

function statedSettings(spec: Spec): readonly StatedSettings[] {
  return [...spec.mirrormakers.values()].map(({ service, settings, position }) => ({
    service,
    position: settings.position ?? position,
    settings: {
      ...settings.others,
      ...Object.fromEntries([...settings.stated].map((key) => [key, settings[key]])),
    },
  }));
}
