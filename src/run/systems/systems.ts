import type { Aiven, AivenReader } from '../../aiven/aiven.ts';
import type { KafkaOptions } from '../../kafka/kafka.ts';
import { secretsOf } from '../../model/kafka-connection.ts';
import type { Position } from '../../model/position.ts';
import { unknown } from '../../model/reading.ts';
import type { Secret } from '../../model/secret.ts';
import { WriteGate } from '../../model/write-gate.ts';
import type { ExternalClusterSpec, Spec } from '../../spec/spec.ts';
import type { Session } from '../session.ts';
import type { Anchor } from '../spec/anchor.ts';
import { compareConnection, connectionOf, type Identity, sameConnection } from './connection.ts';
import { type ExternalAccess, leftOutOfRun, type ReadAccess } from './read-live.ts';

/** The systems that a plan is made against. */
export interface ReadSystems {
  readonly aiven: AivenReader;
  readonly external: ReadonlyMap<string, ReadAccess>;
  /** The same clusters as MirrorMaker 2 logs in to them, as far as the spec gives it a login and flows use it. */
  readonly mirrors: ReadonlyMap<string, ReadAccess>;
}

/** The same, and applied to. */
export interface Systems extends ReadSystems {
  readonly aiven: Aiven;
  readonly external: ReadonlyMap<string, ExternalAccess>;
  readonly mirrors: ReadonlyMap<string, ExternalAccess>;
  /** Every write to any of them passes it. */
  readonly writeGate: WriteGate;
  close(): Promise<void>;
}

/** What it takes to connect to them. */
interface Connecting extends Pick<Session, 'clock'> {
  readonly ports: Pick<Session['ports'], 'connectAiven' | 'connectKafka' | 'cancelled'>;
  readonly inputs: Pick<Session['inputs'], 'aivenUrl'>;
  readonly out: Pick<Session['out'], 'info' | 'debug' | 'secrecy'>;
}

export function connectSystems(
  { ports, inputs, out, clock }: Connecting,
  options: {
    readonly spec: Spec;
    readonly token: Secret;
    readonly anchor: Anchor;
    readonly purpose: KafkaOptions['purpose'];
  },
): Systems {
  const { spec, token, anchor, purpose } = options;
  const progress = (line: string) => out.info(line);
  const trace = (line: string) => out.debug(line);
  const { cancelled } = ports;
  const { secrecy } = out;
  const writeGate = new WriteGate();
  const aiven = ports.connectAiven({
    token,
    baseUrl: inputs.aivenUrl,
    ...{ clock, cancelled, writeGate, progress, trace, secrecy },
  });
  const clusters = [...spec.clusters.values()].filter((cluster) => cluster.type === 'external');
  const accessAs = (cluster: ExternalClusterSpec, identity: Identity): ExternalAccess => {
    if (spec.leftOut.has(cluster.key)) return { state: 'closed', reason: leftOutOfRun(cluster.key) };
    const connection = connectionOf(cluster, identity);
    if (connection === undefined) {
      return { state: 'closed', reason: unknown('not-managed', `the spec gives no ${identity} identity`) };
    }
    const compared = anchor.kind === 'itself' ? sameConnection : compareConnection(cluster, identity, anchor);
    if (compared.state === 'differs')
      return { state: 'closed', reason: unknown('not-contacted', compared.why) };
    // Nothing is ever written with MirrorMaker 2's login, so it connects as for a plan.
    const use = identity === 'admin' ? purpose : 'plan';
    return {
      state: 'open',
      cluster: ports.connectKafka({
        connection,
        clock,
        cancelled,
        writeGate,
        progress,
        trace,
        secrecy,
        purpose: use,
      }),
    };
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
    writeGate,
    close: async () => {
      for (const access of [...external.values(), ...mirrors.values()]) {
        if (access.state === 'open') await access.cluster.close();
      }
    },
  };
}

/**
 * Secrets that must have a value before anything is contacted, with a login that names them: those of clusters that will
 * be contacted, and of endpoints. None of clusters that are left out.
 */
export function missingSecrets(spec: Spec, systems: Systems): ReadonlyMap<string, Position> {
  const missing = new Map<string, Position>();
  for (const cluster of spec.clusters.values()) {
    if (cluster.type !== 'external' || spec.leftOut.has(cluster.key)) continue;
    const logins = [
      systems.external.get(cluster.key)?.state === 'open' ? cluster.admin : undefined,
      cluster.mirror,
    ];
    for (const login of logins) {
      if (login === undefined) continue;
      for (const secret of secretsOf(login.login)) {
        if (!secret.isKnown && !missing.has(secret.name)) missing.set(secret.name, login.position);
      }
    }
  }
  return new Map([...missing].sort(([a], [b]) => (a < b ? -1 : 1)));
}
