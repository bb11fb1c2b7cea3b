import { secretsOf } from '../../model/kafka-connection.ts';
import { unknown } from '../../model/reading.ts';
import type { Secret } from '../../model/secret.ts';
import type { Outlet } from '../../run/runner/outlet.ts';
import type { Identity } from '../../run/systems/connection.ts';
import type { ReadAccess } from '../../run/systems/read-live.ts';
import { connectSystems, type ReadSystems } from '../../run/systems/systems.ts';
import type { Spec } from '../../spec/spec.ts';
import type { BranchSpec } from '../clone/default-branch.ts';
import type { CliPorts } from '../ports.ts';
import { anchorOf, type Unvouched } from './connections.ts';

export interface ReadOnlySystems extends ReadSystems {
  close(): Promise<void>;
}

/**
 * The systems of a plan that nobody applies. A cluster is contacted if its connection is that of the default branch or somebody vouches for
 * it, and if the environment has the secrets of its login.
 */
export function readSystems(
  ports: CliPorts,
  out: Outlet,
  options: {
    readonly spec: Spec;
    readonly token: Secret;
    readonly aivenUrl: string;
    readonly trusted: BranchSpec;
    readonly open: readonly Unvouched[];
    readonly vouchedFor: readonly string[];
  },
): ReadOnlySystems {
  const { spec, token, aivenUrl, trusted, open, vouchedFor } = options;
  const whys = new Map(open.map(({ cluster, why }) => [cluster.key, why]));
  const anchor = anchorOf(trusted, spec, vouchedFor);
  const { clock } = ports;
  const connected = connectSystems(
    { ports, inputs: { aivenUrl }, out, clock },
    { spec, token, anchor, purpose: 'plan' },
  );
  const accessAs = (identity: Identity, key: string, access: ReadAccess): ReadAccess => {
    const unset = unsetSecrets(spec, key, identity);
    if (access.state === 'open' && unset.length > 0) {
      const why = `${unset.join(' and ')} ${unset.length === 1 ? 'is' : 'are'} not set here, so nobody can log in as ${identity}`;
      return { state: 'closed', reason: unknown('not-contacted', why) };
    }
    if (access.state === 'open' || access.reason.code !== 'not-contacted') return access;
    const why = `the connection of ${key} ${whys.get(key) ?? 'is not that of the default branch'}. --connect ${key} contacts it all the same`;
    return { state: 'closed', reason: unknown('not-contacted', why) };
  };
  const as = (identity: Identity, all: ReadSystems['external']): ReadSystems['external'] =>
    new Map([...all].map(([key, access]) => [key, accessAs(identity, key, access)]));
  return {
    aiven: connected.aiven,
    external: as('admin', connected.external),
    mirrors: as('mirror', connected.mirrors),
    close: () => connected.close(),
  };
}

function unsetSecrets(spec: Spec, key: string, identity: Identity): readonly string[] {
  const cluster = spec.clusters.get(key);
  const login = cluster?.type === 'external' ? cluster[identity]?.login : undefined;
  return (login === undefined ? [] : secretsOf(login))
    .filter(({ isKnown }) => !isKnown)
    .map(({ name }) => `KAFKA_SECRET_${name}`);
}
