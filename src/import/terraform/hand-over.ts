import { aclPath } from '../draft/draft-acls.ts';
import { type DraftPath, type LeftOutItem, pathKey } from '../left-out.ts';
import type { ClusterDraft, SpecDraft } from '../spec-draft.ts';
import { aclClaim } from './acl-claim.ts';
import type { StateResource } from './state.ts';

/** What Terraform can forget, because the spec says it, and what it cannot. */
export interface HandOver {
  /** Addresses of resources of which every instance is in the spec, sorted. */
  readonly covered: readonly string[];
  readonly kept: readonly { readonly address: string; readonly why: string }[];
  /** Topics whose `termination_protection` ends with Terraform, `cluster/topic`, sorted. */
  readonly protectedTopics: readonly string[];
  /** Resources that are no business of this action: services, users, and those of other providers. */
  readonly others: number;
}

/** Where a resource stands in the spec; `unclear`: the state does not tell which object it is. */
type Claim =
  | { readonly is: 'path'; readonly path: DraftPath; readonly isThere: boolean }
  | { readonly is: 'unclear'; readonly why: string }
  | { readonly is: 'other' };

/** Holds a state against the spec that an import wrote. A resource with one instance that is not in the spec stays as a whole. */
export function handOver(
  resources: readonly StateResource[],
  draft: SpecDraft,
  leftOut: readonly LeftOutItem[],
): HandOver {
  const reasons = new Map(leftOut.map(({ path, why }) => [pathKey(path), why]));
  const covered: string[] = [];
  const kept: { address: string; why: string }[] = [];
  const protectedTopics = new Set<string>();
  let others = 0;
  for (const [address, instances] of Map.groupBy(resources, (resource) => resource.address)) {
    const claims = instances.map((instance) => claimOf(instance, draft));
    if (claims.every(({ is }) => is === 'other')) {
      others++;
      continue;
    }
    const whys = claims.flatMap((claim) => whyKept(claim, reasons));
    if (whys.length > 0) kept.push({ address, why: [...new Set(whys)].slice(0, 3).join('; ') });
    else covered.push(address);
    for (const [index, claim] of claims.entries()) {
      const isProtected = instances[index]?.values['termination_protection'] === true;
      if (claim.is === 'path' && isProtected) protectedTopics.add(`${claim.path[1]}/${claim.path[3]}`);
    }
  }
  const byAddress = (a: { readonly address: string }, b: { readonly address: string }) =>
    a.address < b.address ? -1 : 1;
  return {
    covered: covered.sort(),
    kept: kept.sort(byAddress),
    protectedTopics: [...protectedTopics].sort(),
    others,
  };
}

function whyKept(claim: Claim, reasons: ReadonlyMap<string, string>): readonly string[] {
  if (claim.is === 'other') return ['it is not of a kind that a spec holds'];
  if (claim.is === 'unclear') return [claim.why];
  if (claim.isThere) return [];
  for (let length = claim.path.length; length > 0; length--) {
    const why = reasons.get(pathKey(claim.path.slice(0, length)));
    if (why !== undefined) return [why];
  }
  return ['the import did not find it in the project'];
}

function claimOf({ type, values }: StateResource, draft: SpecDraft): Claim {
  const text = (key: string): string => {
    const value = values[key];
    return typeof value === 'string' ? value : '';
  };
  const [project, service] = [text('project'), text('service_name')];
  switch (type) {
    case 'aiven_kafka_topic':
      return inCluster(draft, project, service, (cluster) => {
        const name = text('topic_name');
        return {
          path: ['clusters', cluster.key, 'topics', name],
          isThere: cluster.topics.some((topic) => topic.name === name),
        };
      });
    case 'aiven_kafka_acl':
    case 'aiven_kafka_native_acl':
      return inCluster(draft, project, service, (cluster) => {
        const id = aclClaim(type, text, cluster.key);
        const path = aclPath(id);
        const all = id.kind === 'kafka-acl' ? cluster.kafkaAcls : cluster.aivenAcls;
        const isThere = all.some(({ ids }) => ids.some((one) => pathKey(aclPath(one)) === pathKey(path)));
        return { path, isThere };
      });
    case 'aiven_mirrormaker_replication_flow': {
      const name = `${text('source_cluster')} -> ${text('target_cluster')}`;
      const there = project === draft.project ? flowsOf(draft, service) : [];
      return { is: 'path', path: ['mirrormaker', service, 'flows', name], isThere: there.includes(name) };
    }
    case 'aiven_service_integration_endpoint':
      return text('endpoint_type') === 'external_kafka'
        ? endpointClaim(draft, project, text('endpoint_name'))
        : { is: 'other' };
    case 'aiven_service_integration':
      return text('integration_type') === 'kafka_mirrormaker'
        ? integrationClaim(draft, values, text('destination_service_name'))
        : { is: 'other' };
    default:
      return { is: 'other' };
  }
}

function inCluster(
  draft: SpecDraft,
  project: string,
  service: string,
  claim: (cluster: ClusterDraft) => { readonly path: DraftPath; readonly isThere: boolean },
): Claim {
  const cluster = draft.clusters.find(
    ({ connection }) =>
      connection.get('service') === service && (connection.get('project') ?? draft.project) === project,
  );
  if (cluster === undefined)
    return { is: 'unclear', why: `the spec has no service ${service} of project ${project}` };
  return { is: 'path', ...claim(cluster) };
}

function flowsOf({ mirrormakers }: SpecDraft, service: string): readonly string[] {
  return mirrormakers.find((one) => one.service === service)?.flows.map(({ name }) => name) ?? [];
}

function endpointClaim({ clusters, project: own }: SpecDraft, project: string, name: string): Claim {
  const isThere =
    project === own && clusters.some(({ connection }) => endpointsOf(connection).includes(name));
  return { is: 'path', path: ['clusters', `*endpoint ${name}`], isThere };
}

function endpointsOf(connection: ClusterDraft['connection']): readonly unknown[] {
  const aliases = connection.get('aliases');
  const parts = [connection.get('mirror'), ...(aliases instanceof Map ? aliases.values() : [])];
  return parts.flatMap((part) => (part instanceof Map ? [part.get('endpoint')] : []));
}

/** An integration follows from a flow, or from tuning, that names its alias. */
function integrationClaim(draft: SpecDraft, values: StateResource['values'], service: string): Claim {
  const config: unknown = Array.isArray(values['kafka_mirrormaker_user_config'])
    ? values['kafka_mirrormaker_user_config'][0]
    : undefined;
  const alias: unknown =
    typeof config === 'object' && config !== null && 'cluster_alias' in config
      ? config.cluster_alias
      : undefined;
  if (typeof alias !== 'string' || alias === '') return { is: 'unclear', why: 'it has no cluster_alias' };
  const named = flowsOf(draft, service).some((name) => name.split(' -> ').includes(alias));
  const tuned = draft.mirrormakers.some((one) => one.service === service && one.tuning.has(alias));
  const isThere = named || tuned;
  if (!isThere) return { is: 'unclear', why: `no flow of the spec uses ${alias} in ${service}` };
  return { is: 'path', path: ['mirrormaker', service, 'clusters', alias], isThere };
}
