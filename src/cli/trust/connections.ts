import { secretsOf } from '../../model/kafka-connection.ts';
import { suggest } from '../../model/suggest.ts';
import type { Anchor } from '../../run/spec/anchor.ts';
import { compareConnection, type Identity } from '../../run/systems/connection.ts';
import type { ExternalClusterSpec, LoginSpec, Spec } from '../../spec/spec.ts';
import type { BranchSpec } from '../clone/default-branch.ts';

/** A cluster whose credentials the default branch does not send where this spec would. */
export interface Unvouched {
  readonly cluster: ExternalClusterSpec;
  /** As what it would be logged in to. */
  readonly identities: readonly Identity[];
  /** Completes "the connection of onprem". */
  readonly why: string;
}

/** In the order of the spec, without clusters that are left out, and logins of which the environment lacks a secret. */
export function unvouched(spec: Spec, trusted: BranchSpec): readonly Unvouched[] {
  const anchor = anchorOf(trusted, spec, []);
  return [...spec.clusters.values()].flatMap((cluster): Unvouched[] => {
    if (cluster.type !== 'external' || spec.leftOut.has(cluster.key)) return [];
    const identities = (['admin', 'mirror'] as const).filter(
      (identity) =>
        canLogIn(cluster[identity]) && compareConnection(cluster, identity, anchor).state === 'differs',
    );
    if (identities.length === 0) return [];
    const before = trusted.state === 'known' ? trusted.spec.clusters.get(cluster.key) : undefined;
    return [{ cluster, identities, why: whyOf(trusted, before !== undefined) }];
  });
}

function canLogIn(identity: LoginSpec | undefined): boolean {
  return identity !== undefined && secretsOf(identity.login).every(({ isKnown }) => isKnown);
}

function whyOf(trusted: BranchSpec, isThere: boolean): string {
  if (trusted.state === 'known')
    return isThere ? `is not that of ${trusted.branch}` : `is not on ${trusted.branch}`;
  return `cannot be compared with that of ${trusted.branch}: ${trusted.because}`;
}

/** What connections are held against: the default branch, and this spec for the clusters that somebody vouches for. */
export function anchorOf(
  trusted: BranchSpec,
  spec: Spec,
  vouchedFor: readonly string[],
): Exclude<Anchor, { readonly kind: 'itself' }> {
  const clusters = new Map(trusted.state === 'known' ? trusted.spec.clusters : []);
  for (const key of vouchedFor) {
    const own = spec.clusters.get(key);
    if (own !== undefined) clusters.set(key, own);
  }
  return { kind: 'default-branch', spec: { ...spec, clusters } };
}

/** Keys of clusters, or what is wrong with the names. An alias of a cluster names it, too. */
export function keysOf(
  { clusters, aliases }: Spec,
  names: readonly string[],
): { readonly keys: readonly string[]; readonly problems: readonly string[] } {
  const keys: string[] = [];
  const problems: string[] = [];
  for (const name of names) {
    const key = clusters.has(name) ? name : aliases.get(name);
    const type = key === undefined ? undefined : clusters.get(key)?.type;
    if (key !== undefined && type === 'external') keys.push(key);
    else if (type === 'aiven')
      problems.push(`${name} is an Aiven service, which is asked through the Aiven API`);
    else {
      const meant = suggest(name, clusters.keys());
      problems.push(
        `the spec has no cluster ${name}${meant === undefined ? '' : `; did you mean ${meant}?`}`,
      );
    }
  }
  return { keys, problems };
}

/** Where credentials would go, how they are protected, and which: what somebody has to know who vouches for it. */
export function connectionWords({ cluster, identities }: Unvouched): readonly string[] {
  const { bootstrapServers, brokers, securityProtocol } = cluster;
  return [
    `brokers   ${bootstrapServers.join(', ')}`,
    ...(brokers === undefined
      ? []
      : [`          and what matches ${brokers.patterns.map(({ text }) => text).join(', ')}`]),
    `protocol  ${protocolWords(cluster, securityProtocol)}`,
    ...identities.map((identity) => `${identity.padEnd(8)}  ${loginWords(cluster[identity])}`),
  ];
}

function protocolWords(cluster: ExternalClusterSpec, protocol: string): string {
  if (protocol === 'PLAINTEXT' || protocol === 'SASL_PLAINTEXT') return `${protocol}, not encrypted`;
  const ca = cluster.sslCaCert === undefined ? 'certificates of the system' : 'the CA of the spec';
  const host = cluster.sslEndpointIdentificationAlgorithm === 'https' ? '' : ', whatever host name they have';
  return `${protocol}, checked with ${ca}${host}`;
}

function loginWords(identity: LoginSpec | undefined): string {
  if (identity === undefined) return 'none';
  const { login } = identity;
  const secrets = secretsOf(login).map(({ name }) => `KAFKA_SECRET_${name}`);
  switch (login.kind) {
    case 'none':
      return 'no login';
    case 'sasl':
      return `user ${login.username} by ${login.mechanism} with ${secrets.join(', ')}`;
    case 'certificate':
      return `client certificate ${secrets.join(', ')}`;
  }
}
