import type { Aiven } from '../aiven/aiven.ts';
import { type DesiredState, desiredState } from '../desired/desired.ts';
import type { Finding } from '../model/finding.ts';
import type { Live } from '../model/live.ts';
import { unknown } from '../model/reading.ts';
import type { Secret } from '../model/secret.ts';
import { buildPlan } from '../plan/build-plan.ts';
import { checkSettings, type StatedSettings } from '../plan/check-settings.ts';
import type { Plan } from '../plan/plan.ts';
import { readRequests } from '../plan/read-request.ts';
import type { Spec } from '../spec/spec.ts';
import { adminConnection, connectionChange } from './connection.ts';
import { type ExternalAccess, readLive } from './read-live.ts';
import type { Session } from './session.ts';

/** The systems that a plan is made against and applied to. */
export interface Systems {
  readonly aiven: Aiven;
  readonly external: ReadonlyMap<string, ExternalAccess>;
  close(): Promise<void>;
}

/** What the connections of the spec are held against before any credential is sent. */
export type Anchor =
  /** The spec is on the default branch: it is the anchor itself. */
  { readonly kind: 'itself' } | { readonly kind: 'default-branch'; readonly spec: Spec | undefined };

export function connectSystems(session: Session, spec: Spec, token: Secret, anchor: Anchor): Systems {
  const { ports, inputs, out } = session;
  const progress = (line: string) => out.info(line);
  const aiven = ports.connectAiven({ token, baseUrl: inputs.aivenUrl, clock: ports.clock, progress });
  const external = new Map<string, ExternalAccess>();
  for (const cluster of spec.clusters.values()) {
    if (cluster.type !== 'external') continue;
    const connection = adminConnection(cluster);
    const change = anchor.kind === 'default-branch' ? connectionChange(cluster, anchor.spec) : undefined;
    if (connection === undefined) {
      external.set(cluster.alias, {
        state: 'closed',
        reason: unknown('not-managed', 'the spec gives no admin identity'),
      });
    } else if (change !== undefined) {
      external.set(cluster.alias, { state: 'closed', reason: unknown('not-contacted', change) });
    } else {
      external.set(cluster.alias, {
        state: 'open',
        cluster: ports.connectKafka({ connection, clock: ports.clock, progress }),
      });
    }
  }
  return {
    aiven,
    external,
    close: async () => {
      for (const access of external.values()) if (access.state === 'open') await access.cluster.close();
    },
  };
}

/** Secrets that must have a value before anything is contacted: logins of clusters that will be contacted, and endpoints. */
export function missingSecrets(spec: Spec, systems: Systems): readonly string[] {
  const missing = new Set<string>();
  for (const cluster of spec.clusters.values()) {
    if (cluster.type !== 'external') continue;
    const logins = [
      systems.external.get(cluster.alias)?.state === 'open' ? cluster.admin : undefined,
      cluster.mirror,
    ];
    for (const login of logins) {
      for (const secret of [login?.password, login?.clientCert, login?.clientKey]) {
        if (secret !== undefined && !secret.isKnown) missing.add(secret.name);
      }
    }
  }
  return [...missing].sort();
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
): Promise<Plan> {
  const read = (state: DesiredState) =>
    readLive({ spec, desired: state.desired, ...systems, progress: (line) => session.out.info(line) });
  const first = desiredState(spec);
  let live = await read(first);
  const state = desiredState(spec, observedTopics(live));
  if (requestText(state) !== requestText(first)) live = await read(state);
  const findings = [...loadFindings, ...state.findings, ...checkSettings(statedSettings(spec), live)];
  return buildPlan({ desired: state.desired, live, findings });
}

function observedTopics(live: Live): ReadonlyMap<string, readonly string[]> {
  const observed = new Map<string, readonly string[]>();
  for (const [alias, { topicNames }] of live.clusters) {
    if (topicNames.state === 'known') observed.set(alias, topicNames.value);
  }
  return observed;
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
