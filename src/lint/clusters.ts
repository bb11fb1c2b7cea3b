import { brokerAddress } from '../model/broker-address.ts';
import type { Position } from '../model/position.ts';
import { oneClusterHint } from '../spec/one-cluster.ts';
import { place } from '../spec/rules/report.ts';
import type { ClusterSpec, ExternalClusterSpec } from '../spec/spec.ts';
import type { LintContext } from './context.ts';

export function lintClusters(context: LintContext): void {
  const { spec } = context;
  for (const cluster of spec.clusters.values()) {
    if (cluster.type === 'external') lintExternal(cluster, context);
    lintUse(cluster, context);
  }
  lintSameClusters(context);
  lintSharedEndpoints(context);
}

function lintExternal(cluster: ExternalClusterSpec, { locator, report }: LintContext): void {
  const path = ['clusters', cluster.key];
  const protocol = locator.value([...path, 'security_protocol']);
  const hint = 'Use SASL_SSL or SSL.';
  if (cluster.securityProtocol === 'SASL_PLAINTEXT') {
    report.add(
      'plaintext-credentials',
      protocol,
      `the passwords for ${cluster.key} travel without encryption`,
      hint,
    );
  }
  if (cluster.securityProtocol === 'PLAINTEXT') {
    report.add('unencrypted', protocol, `${cluster.key} is reached without encryption`, hint);
  }
  const algorithm = [...path, 'ssl_endpoint_identification_algorithm'];
  if (cluster.sslEndpointIdentificationAlgorithm === '' && cluster.securityProtocol.endsWith('SSL')) {
    const message = `the host names of ${cluster.key} are not checked`;
    report.add(
      'hostname-check-off',
      locator.value(algorithm),
      message,
      'Remove the line; https is the default.',
    );
  }
  if (cluster.admin !== undefined) return;
  for (const section of ['manage', 'topics', 'removed', 'acls']) {
    if (locator.node([...path, section]) === undefined) continue;
    const message = `${cluster.key} has ${section}, and no admin to log in with`;
    report.add(
      'no-admin',
      locator.key([...path, section]),
      message,
      'Add admin: with a login, or remove the section.',
    );
  }
}

function lintUse(cluster: ClusterSpec, { spec, locator, report }: LintContext): void {
  const sections = ['manage', 'topics', 'removed', 'acls', 'admin', 'mirror'];
  if (sections.some((section) => locator.node(['clusters', cluster.key, section]) !== undefined)) return;
  const flows = [...spec.mirrormakers.values()].flatMap(({ flows }) => flows);
  if (flows.some(({ source, target }) => cluster.aliases.has(source) || cluster.aliases.has(target))) return;
  const message = `nothing uses the cluster ${cluster.key}`;
  report.add('cluster-unused', cluster.position, message, 'Add topics, ACLs or a flow, or remove it.');
}

/** By the service, a broker or the pinned id: two clusters would each undo what the other does. */
function lintSameClusters({ spec, report }: LintContext): void {
  const seen = new Map<string, { readonly owner: ClusterSpec; readonly first: ClusterSpec }>();
  const same: {
    readonly cluster: ClusterSpec;
    readonly owner: ClusterSpec;
    readonly first: ClusterSpec;
    readonly shared: string;
  }[] = [];
  for (const cluster of byPosition(spec.clusters.values())) {
    const marks = marksOf(cluster);
    const shared = marks.find((mark) => seen.has(mark));
    const { owner, first } = seen.get(shared ?? '') ?? { owner: cluster, first: cluster };
    for (const mark of marks) if (!seen.has(mark)) seen.set(mark, { owner: cluster, first });
    if (shared !== undefined) same.push({ cluster, owner, first, shared });
  }
  for (const { cluster, owner, first, shared } of same) {
    const others = same.filter((one) => one.first === first).map((one) => one.cluster);
    const message = `${cluster.key} is the cluster ${owner.key} at ${place(owner.position)}: both have ${shared}`;
    report.add('cluster-twice', cluster.position, message, oneClusterHint(first, others));
  }
}

/** What only one cluster can have. */
function marksOf(cluster: ClusterSpec): readonly string[] {
  if (cluster.type === 'aiven') return [`the service ${cluster.service} in project ${cluster.project}`];
  const { bootstrapServers, clusterId } = cluster;
  return [
    ...new Set(bootstrapServers.map((server) => `the broker ${brokerAddress(server)}`)),
    ...(clusterId === undefined ? [] : [`the cluster_id ${clusterId}`]),
  ];
}

function lintSharedEndpoints({ spec, report, locator }: LintContext): void {
  const seen = new Map<string, { readonly key: string; readonly position: Position }>();
  for (const cluster of byPosition(spec.clusters.values())) {
    if (cluster.type !== 'external' || cluster.mirror === undefined) continue;
    const path = ['clusters', cluster.key];
    for (const [alias, { endpoint: own }] of cluster.aliases) {
      const endpoint = own ?? cluster.mirror.endpoint;
      const position = locator.value(
        own === undefined ? [...path, 'mirror', 'endpoint'] : [...path, 'aliases', alias, 'endpoint'],
      );
      const earlier = seen.get(endpoint);
      if (earlier === undefined) seen.set(endpoint, { key: cluster.key, position });
      else if (earlier.key !== cluster.key) {
        const message = `the endpoint ${endpoint} is already used at ${place(earlier.position)}`;
        report.add('endpoint-twice', position, message, 'Give each cluster an endpoint of its own.');
        break;
      }
    }
  }
}

export function byPosition<T extends { readonly position: Position }>(items: Iterable<T>): readonly T[] {
  return [...items].sort(({ position: a }, { position: b }) => {
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return a.line - b.line || a.column - b.column;
  });
}
