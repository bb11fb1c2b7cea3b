import type { Aiven } from '../../aiven/aiven.ts';
import { withLiveSettings } from '../../desired/derived/mirror-flows.ts';
import { desiredState } from '../../desired/desired.ts';
import { liveBasis } from '../../desired/live-basis.ts';
import { brokerReach } from '../../desired/preflight/broker-reach.ts';
import { identityFindings } from '../../desired/preflight/identity.ts';
import { preflightFlows } from '../../desired/preflight/preflight.ts';
import { unlistedFlows } from '../../desired/preflight/unlisted-flows.ts';
import { observedTopics } from '../../desired/preflight/view.ts';
import type { KafkaOptions } from '../../kafka/kafka.ts';
import type { SpecChecks } from '../../lint/load-spec.ts';
import type { ClusterReadRequest, Live } from '../../model/live.ts';
import type { Position } from '../../model/position.ts';
import { unknown } from '../../model/reading.ts';
import type { Secret } from '../../model/secret.ts';
import { buildPlan, withFindings } from '../../plan/build-plan.ts';
import { checkSettings, type StatedSettings } from '../../plan/changes/check-settings.ts';
import type { LeftName, Plan } from '../../plan/plan.ts';
import { readRequests } from '../../plan/read-request.ts';
import { effectiveSpec } from '../../spec/effective/effective-spec.ts';
import { findingsWithBasis } from '../../spec/effective/finding-basis.ts';
import { liveProbes } from '../../spec/effective/probes.ts';
import type { ExternalClusterSpec, Spec } from '../../spec/spec.ts';
import type { Session } from '../session.ts';
import { askBrokers } from './ask-brokers.ts';
import { connectionChange, connectionOf, type Identity } from './connection.ts';
import { type ExternalAccess, readClusters, readServices } from './read-live.ts';
import { tryLogins } from './try-logins.ts';

/** The systems that a plan is made against and applied to. */
export interface Systems {
  readonly aiven: Aiven;
  readonly external: ReadonlyMap<string, ExternalAccess>;
  /** The same clusters as MirrorMaker 2 logs in to them, as far as the spec gives it a login and flows use it. */
  readonly mirrors: ReadonlyMap<string, ExternalAccess>;
  close(): Promise<void>;
}

/** What the connections of the spec are held against before any credential is sent. */
export type Anchor =
  /** The spec is on the default branch: it is the anchor itself. */
  { readonly kind: 'itself' } | { readonly kind: 'default-branch'; readonly spec: Spec | undefined };

export function connectSystems(
  session: Session,
  spec: Spec,
  token: Secret,
  anchor: Anchor,
  purpose: KafkaOptions['purpose'],
): Systems {
  const { ports, inputs, out } = session;
  const progress = (line: string) => out.info(line);
  const aiven = ports.connectAiven({ token, baseUrl: inputs.aivenUrl, clock: ports.clock, progress });
  const clusters = [...spec.clusters.values()].filter((cluster) => cluster.type === 'external');
  const accessAs = (cluster: ExternalClusterSpec, identity: Identity): ExternalAccess => {
    const connection = connectionOf(cluster, identity);
    if (connection === undefined) {
      return { state: 'closed', reason: unknown('not-managed', `the spec gives no ${identity} identity`) };
    }
    const change =
      anchor.kind === 'default-branch' ? connectionChange(cluster, identity, anchor.spec) : undefined;
    if (change !== undefined) return { state: 'closed', reason: unknown('not-contacted', change) };
    const { clock } = ports;
    // MirrorMaker 2's login is only ever tried.
    const use = identity === 'admin' ? purpose : 'plan';
    return { state: 'open', cluster: ports.connectKafka({ connection, clock, progress, purpose: use }) };
  };
  const external = new Map(clusters.map((cluster) => [cluster.key, accessAs(cluster, 'admin')]));
  const mirrors = new Map(
    clusters
      .filter(({ mirror }) => mirror !== undefined)
      .map((cluster) => [cluster.key, accessAs(cluster, 'mirror')]),
  );
  return {
    aiven,
    external,
    mirrors,
    close: async () => {
      for (const access of [...external.values(), ...mirrors.values()]) {
        if (access.state === 'open') await access.cluster.close();
      }
    },
  };
}

/**
 * Secrets that must have a value before anything is contacted, with a login that names them: those of clusters that will
 * be contacted, and of endpoints.
 */
export function missingSecrets(spec: Spec, systems: Systems): ReadonlyMap<string, Position> {
  const missing = new Map<string, Position>();
  for (const cluster of spec.clusters.values()) {
    if (cluster.type !== 'external') continue;
    const logins = [
      systems.external.get(cluster.key)?.state === 'open' ? cluster.admin : undefined,
      cluster.mirror,
    ];
    for (const login of logins) {
      for (const secret of [login?.password, login?.clientCert, login?.clientKey]) {
        if (login === undefined || secret === undefined || secret.isKnown || missing.has(secret.name))
          continue;
        missing.set(secret.name, login.position);
      }
    }
  }
  return new Map([...missing].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What came before the spec that is planned, as far as it can be had: nothing of it is planned, it is told. */
export interface SpecHistory {
  readonly before?: Spec | undefined;
  /** Left running by earlier changes, as the last apply recorded it. */
  readonly carried?: readonly LeftName[];
}

export interface Planned {
  readonly plan: Plan;
  /** The spec with the settings that its flows really have. */
  readonly spec: Spec;
}

/**
 * Reads the live state and compares. What the flows need depends on their live settings, as far as the spec does not state
 * them, so these are read first; it depends on the topics of the source as well, so the spec is derived once more with the
 * names that were read, and a cluster is read once more only if that asks for other topics there.
 */
export async function makePlan(
  session: Session,
  spec: Spec,
  systems: Systems,
  checks: SpecChecks,
  history: SpecHistory = {},
): Promise<Planned> {
  const { before, carried = [] } = history;
  const progress = (line: string) => session.out.info(line);
  const services = await readServices({ spec, aiven: systems.aiven, progress });
  const effective = asItIs(spec, services);
  const read = (requests: readonly ClusterReadRequest[]) =>
    readClusters({ spec, ...systems, requests, progress });
  const first = readRequests(desiredState(effective).desired);
  let live: Live = { ...services, clusters: await read(first) };
  const logins = await tryLogins(effective, systems.mirrors, live);
  const observed = observedTopics(live, logins);
  const derive = oncePerSpec((probed) => desiredState(probed, observed));
  const flowProbes = liveProbes(effective);
  const state = derive(effective);
  const again = changedRequests(first, readRequests(state.desired));
  if (again.length > 0) {
    live = { ...live, clusters: new Map([...live.clusters, ...(await read(again))]) };
  }
  const preflight = preflightFlows({ spec: effective, desired: state.desired, live, logins });
  const derived = findingsWithBasis(effective, (probed) => derive(probed).findings, flowProbes);
  const findings = [
    ...checks.findings,
    ...checks.lint(effective),
    ...derived.map(({ finding }) => finding),
    ...preflight.findings,
    ...brokerReach(effective, state.desired, live),
    ...identityFindings(effective, live, logins),
    ...unlistedFlows(effective, live),
    ...checkSettings(statedSettings(spec), live),
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
    before: before && desiredState(asItIs(before, services), observed).desired,
    carried,
  });
  return { plan: withFindings(plan, await askBrokers(spec, plan, systems.external)), spec: effective };
}

/** The spec with what its flows and their services really have, for what it does not state itself. */
function asItIs(spec: Spec, services: Pick<Live, 'endpoints' | 'mirrormakers'>): Spec {
  return withLiveSettings(effectiveSpec(spec, services), services);
}

/** Deriving takes a while in a large spec, and several want to know. */
function oncePerSpec<T>(derive: (spec: Spec) => T): (spec: Spec) => T {
  const derived = new Map<Spec, T>();
  return (spec) => {
    const known = derived.get(spec) ?? derive(spec);
    derived.set(spec, known);
    return known;
  };
}

function changedRequests(
  before: readonly ClusterReadRequest[],
  after: readonly ClusterReadRequest[],
): readonly ClusterReadRequest[] {
  const text = ({ cluster, topics }: ClusterReadRequest) => JSON.stringify([cluster, topics]);
  const asked = new Set(before.map(text));
  return after.filter((request) => !asked.has(text(request)));
}

function statedSettings(spec: Spec): readonly StatedSettings[] {
  return [...spec.mirrormakers.values()].map(({ service, settings, position }) => ({
    service,
    position: settings.position ?? position,
    settings: Object.fromEntries([...settings.stated].map((key) => [key, settings[key]])),
  }));
}
