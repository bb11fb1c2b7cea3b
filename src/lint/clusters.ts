import type { Position } from '../model/position.ts';
import { place } from '../spec/rules/report.ts';
import type { ClusterSpec, ExternalClusterSpec, Spec } from '../spec/spec.ts';
import type { LintContext } from './context.ts';

export function lintClusters(context: LintContext): void {
  const { spec } = context;
  for (const cluster of spec.clusters.values()) {
    if (cluster.type === 'external') lintExternal(cluster, context);
    lintUse(cluster, context);
  }
  lintSharedServices(context);
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

function lintSharedServices({ spec, report }: LintContext): void {
  const seen = new Map<string, ClusterSpec>();
  for (const cluster of byPosition(spec.clusters.values())) {
    if (cluster.type !== 'aiven') {
      lintSharedBrokers(cluster, spec, report);
      continue;
    }
    const service = `${cluster.project}/${cluster.service}`;
    const earlier = seen.get(service);
    if (earlier === undefined) seen.set(service, cluster);
    else {
      const message = `the service ${cluster.service} is already ${earlier.key} at ${place(earlier.position)}`;
      report.add('cluster-twice', cluster.position, message, 'Keep one alias.');
    }
  }
}

function lintSharedBrokers(cluster: ClusterSpec, spec: Spec, report: LintContext['report']): void {
  const clusters = byPosition(spec.clusters.values()).filter(manages);
  const earlier = clusters.slice(0, Math.max(clusters.indexOf(cluster), 0));
  const same = earlier.find((one) => sharedBroker(one, cluster) !== undefined);
  if (same === undefined) return;
  const message = `${cluster.key} has the brokers of ${same.key} at ${place(same.position)}, and both have manage`;
  report.add('cluster-twice', cluster.position, message, 'Keep manage under one alias.');
}

function manages({ manage }: ClusterSpec): boolean {
  return manage.topics !== undefined || manage.acls !== undefined;
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

/** A bootstrap server that two external clusters have in common, which makes them one. */
export function sharedBroker(
  one: ClusterSpec | undefined,
  other: ClusterSpec | undefined,
): string | undefined {
  const there = new Set(brokersOf(other));
  return brokersOf(one).find((broker) => there.has(broker));
}

function brokersOf(cluster: ClusterSpec | undefined): readonly string[] {
  return cluster?.type === 'external' ? cluster.bootstrapServers.map((broker) => broker.toLowerCase()) : [];
}

export function byPosition<T extends { readonly position: Position }>(items: Iterable<T>): readonly T[] {
  return [...items].sort(({ position: a }, { position: b }) => {
    if (a.file !== b.file) return a.file < b.file ? -1 : 1;
    return a.line - b.line || a.column - b.column;
  });
}
