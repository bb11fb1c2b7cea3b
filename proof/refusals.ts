import type { AuthorizerDecision } from '../sandbox/kafka/sandbox-kafka.ts';
import type { Derived, DerivedEntry } from './derive.ts';
import { type GrantedClusters, upperCase } from './grant.ts';

/** What the authorizers of the external clusters refused to this run's user, by key. */
export async function refusals(
  clusters: GrantedClusters,
  user: string,
): Promise<ReadonlyMap<string, readonly AuthorizerDecision[]>> {
  const found = new Map<string, readonly AuthorizerDecision[]>();
  for (const [key, { kafka, type }] of clusters) {
    if (type === 'service') continue;
    const decisions = await kafka.authorizerLog(`User:${user} is Denied`);
    found.set(key, distinct(decisions));
  }
  return found;
}

/**
 * Refusals that MirrorMaker 2 provokes and takes no harm from:
 *
 * - At every start it tries to create its own topics, `heartbeats` even where none are emitted. Of topics that are there it
 *   takes the refusal for "they exist". Brokers ask for Create on the cluster first, and on the topic only after that.
 * - At every start its workers ask how their storage topics are cleaned up, and go on without an answer.
 */
export function isHarmless(
  { request, resourceType, resourceName }: AuthorizerDecision,
  ownAhead: ReadonlySet<string>,
): boolean {
  if (request === 'CreateTopics') {
    return resourceType === 'CLUSTER' || resourceName === 'heartbeats' || ownAhead.has(resourceName);
  }
  return request === 'DescribeConfigs' && /^mm2-(configs|offsets|status)\./.test(resourceName);
}

/** Topics of MirrorMaker 2's own that are there before it starts. Those of mirrored heartbeats count as mirrored ones. */
export function ownTopicsAhead({ topics }: Derived, key: string): ReadonlySet<string> {
  const own = topics.filter(({ id, provenance }) => {
    if (id.cluster !== key) return false;
    if (provenance.origin !== 'derived') return id.name.startsWith('mm2-offset-syncs.');
    return !['I9', 'M1'].includes(provenance.rule);
  });
  return new Set(own.map(({ id }) => id.name));
}

/** Whether this is what happens for want of the right. Whoever lacks Read is refused Describe as well. */
export function isFor({ acl }: DerivedEntry, decision: AuthorizerDecision): boolean {
  const { resourceType, resourceName, patternType } = acl;
  if (decision.resourceType !== upperCase(resourceType)) return false;
  if (acl.operation === 'Create' && decision.operation !== 'CREATE') return false;
  return patternType === 'PREFIXED'
    ? decision.resourceName.startsWith(resourceName)
    : decision.resourceName === resourceName;
}

export function refusalInWords(
  { operation, resourceType, resourceName, request }: AuthorizerDecision,
  key: string,
): string {
  return `${operation} on ${resourceType} ${resourceName} of ${key} was refused for ${request}`;
}

function distinct(decisions: readonly AuthorizerDecision[]): readonly AuthorizerDecision[] {
  const all = new Map(decisions.map((decision) => [JSON.stringify({ ...decision, host: '' }), decision]));
  return [...all.values()];
}
