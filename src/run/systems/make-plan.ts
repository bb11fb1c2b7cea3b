import type { Aiven } from '../../aiven/aiven.ts';
import { withLiveSettings } from '../../desired/derived/mirror-flows.ts';
import { type DesiredState, desiredState } from '../../desired/desired.ts';
import { brokerReach } from '../../desired/preflight/broker-reach.ts';
import { identityFindings } from '../../desired/preflight/identity.ts';
import { preflightFlows } from '../../desired/preflight/preflight.ts';
import { unlistedFlows } from '../../desired/preflight/unlisted-flows.ts';
import { observedTopics } from '../../desired/preflight/view.ts';
import type { KafkaOptions } from '../../kafka/kafka.ts';
import type { Finding } from '../../model/finding.ts';
import type { Position } from '../../model/position.ts';
import { unknown } from '../../model/reading.ts';
import type { Secret } from '../../model/secret.ts';
import { buildPlan, withFindings } from '../../plan/build-plan.ts';
import { checkSettings, type StatedSettings } from '../../plan/changes/check-settings.ts';
import type { LeftName, Plan } from '../../plan/plan.ts';
import { readRequests } from '../../plan/read-request.ts';
import type { ExternalClusterSpec, Spec } from '../../spec/spec.ts';
import type { Session } from '../session.ts';
import { askBrokers } from './ask-brokers.ts';
import { connectionChange, connectionOf, type Identity } from './connection.ts';
import { type ExternalAccess, readLive } from './read-live.ts';
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

/**
 * Reads the live state and compares. Which topics exist on a source decides what a flow needs, so the spec is
 * derived once more with the names that were read; a second read follows only if that asks for other topics.
 */
export async function makePlan(
  session: Session,
  spec: Spec,
  systems: Systems,
  loadFindings: readonly Finding[],
  history: SpecHistory = {},
): Promise<Plan> {
  const { before, carried = [] } = history;
  const read = (state: DesiredState) =>
    readLive({ spec, desired: state.desired, ...systems, progress: (line) => session.out.info(line) });
  const first = desiredState(spec);
  let live = await read(first);
  const effective = withLiveSettings(spec, live);
  const logins = await tryLogins(effective, systems.mirrors, live);
  const observed = observedTopics(live, logins);
  const state = desiredState(effective, observed);
  if (requestText(state) !== requestText(first)) live = await read(state);
  const preflight = preflightFlows({ spec: effective, desired: state.desired, live, logins });
  const findings = [
    ...loadFindings,
    ...state.findings,
    ...preflight.findings,
    ...brokerReach(spec, state.desired, live),
    ...identityFindings(spec, live, logins),
    ...unlistedFlows(spec, live),
    ...checkSettings(statedSettings(spec), live),
  ];
  const plan = buildPlan({
    desired: state.desired,
    live,
    findings,
    flows: preflight.flows,
    before: before && desiredState(withLiveSettings(before, live), observed).desired,
    carried,
  });
  return withFindings(plan, await askBrokers(spec, plan, systems.external));
}

function requestText({ desired }: DesiredState): string {
  return JSON.stringify(readRequests(desired).map(({ cluster, topics }) => [cluster, topics]));
}

function statedSettings(spec: Spec): readonly StatedSettings[] {
  return [...spec.mirrormakers.values()].map(({ service, settings, position }) => ({
    service,
    position: settings.position ?? position,
    settings: Object.fromEntries([...settings.stated].map((key) => [key, settings[key]])),
  }));
}
