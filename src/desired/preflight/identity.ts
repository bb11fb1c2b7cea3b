import { sharedAddress } from '../../model/broker-address.ts';
import type { Finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import { oneClusterHint } from '../../spec/one-cluster.ts';
import type { ClusterSpec, ExternalClusterSpec, Spec } from '../../spec/spec.ts';
import type { MirrorLogins } from '../derived/view.ts';

/**
 * Clusters of the spec that turn out to be one once they were contacted: each would be changed under two names, and lose
 * under one what it needs under the other. What could not be contacted is looked at when it is, at the latest before the
 * first write.
 */
export function identityFindings(spec: Spec, live: Live, logins: MirrorLogins): readonly Finding[] {
  const clusters = [...spec.clusters.values()].filter((cluster) => cluster.type === 'external');
  return [
    ...sameIds(clusters, live, logins),
    ...clusters.flatMap((cluster) => ofAiven(cluster, spec, live)),
    ...notLookedAt(clusters, live),
  ];
}

function sameIds(
  clusters: readonly ExternalClusterSpec[],
  live: Live,
  logins: MirrorLogins,
): readonly Finding[] {
  const groups = new Map<string, ExternalClusterSpec[]>();
  for (const cluster of clusters) {
    for (const id of idsOf(cluster, live, logins)) groups.set(id, [...(groups.get(id) ?? []), cluster]);
  }
  return [...groups].flatMap(([id, [first, ...others]]) =>
    others.flatMap((cluster) =>
      first === undefined
        ? []
        : [
            {
              code: 'cluster-twice',
              severity: 'error',
              message: `${cluster.key} is the cluster ${first.key}: the brokers of both call it ${id}`,
              hint: oneClusterHint(first, others),
              position: cluster.position,
            } as const,
          ],
    ),
  );
}

/** Of either login, as one of them may be all that was let in. */
function idsOf({ key }: ClusterSpec, live: Live, logins: MirrorLogins): ReadonlySet<string> {
  const login = logins.get(key);
  const reading = live.clusters.get(key)?.clusterId;
  return new Set([
    ...(reading?.state === 'known' ? [reading.value] : []),
    ...(login?.state === 'known' && login.value.clusterId !== undefined ? [login.value.clusterId] : []),
  ]);
}

function ofAiven(cluster: ExternalClusterSpec, spec: Spec, live: Live): readonly Finding[] {
  for (const [project, reading] of live.projects) {
    if (reading.state === 'unknown') continue;
    for (const [service, listeners] of reading.value.listeners) {
      const shared = sharedAddress(cluster.bootstrapServers, listeners);
      if (shared === undefined) continue;
      return [
        {
          code: 'external-is-aiven',
          severity: 'error',
          message: `${cluster.key} is the Aiven service ${service} of project ${project}, which listens at ${shared}`,
          hint: howToName(cluster, project, service, spec),
          position: cluster.position,
        },
      ];
    }
  }
  return [];
}

function howToName(
  { key, aliases }: ExternalClusterSpec,
  project: string,
  service: string,
  spec: Spec,
): string {
  const there = [...spec.clusters.values()].find(
    (cluster) => cluster.type === 'aiven' && cluster.project === project && cluster.service === service,
  );
  if (there === undefined) {
    const where = project === spec.project ? '' : `, project: ${project}`;
    return `Write ${key}: { service: ${service}${where} } and remove bootstrap_servers, security_protocol, mirror, admin and what belongs to them.`;
  }
  const names = [...there.aliases.keys(), ...aliases.keys()].map((alias) => `${alias}: {}`);
  return `Remove ${key}, move its manage, topics, acls and removed into ${there.key}, and add to that: aliases: { ${names.join(', ')} }. Flows stay as they are.`;
}

/** Unknown is not "no". */
function notLookedAt(clusters: readonly ExternalClusterSpec[], live: Live): readonly Finding[] {
  const [first] = clusters;
  if (first === undefined) return [];
  return [...live.projects].flatMap(([project, reading]) =>
    reading.state === 'known'
      ? []
      : [
          {
            code: 'identity-not-checked',
            severity: 'notice',
            message: `whether an external cluster is an Aiven service of project ${project} could not be checked: ${reading.message}`,
            hint: 'Give the token the permission project:services:read to have it checked.',
            position: first.position,
          } as const,
        ],
  );
}
