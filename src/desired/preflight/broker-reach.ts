import { mayMirror } from '../../mirrormaker/topic-filter.ts';
import { writtenTopics } from '../../mirrormaker/written-topics.ts';
import { canonicalHost, formatBroker } from '../../model/broker-address.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { BrokerOutOfReach, BrokerReach, Live } from '../../model/live.ts';
import type { ExternalClusterSpec, Spec } from '../../spec/spec.ts';
import { specFlows } from '../derived/mirror-flows.ts';

/**
 * What the list of brokers that this action may contact covers of each external cluster, and where it lacks one that is
 * needed: the controller, where brokers do not pass on what is for it, and those that lead mirrored topics.
 */
export function brokerReach(spec: Spec, desired: Desired, live: Live): readonly Finding[] {
  return [...spec.clusters.values()].flatMap((cluster) => {
    if (cluster.type === 'aiven' || spec.leftOut.has(cluster.key)) return [];
    const reach = live.clusters.get(cluster.key)?.reach;
    if (reach === undefined) return coverage(cluster, reach);
    return [
      ...coverage(cluster, reach),
      ...missingController(cluster, reach, desired),
      ...missingLeaders(cluster, reach, spec),
    ];
  });
}

function coverage({ key, brokers }: ExternalClusterSpec, reach: BrokerReach | undefined): readonly Finding[] {
  if (brokers === undefined) return [];
  const allowed = brokers.patterns.map(({ text }) => text).join(', ');
  return [
    {
      code: 'brokers-allowed',
      severity: 'notice',
      message: `for ${key} this action may contact ${allowed}: ${coveredWords(reach)}`,
      hint: 'Check that only brokers of this cluster can have such an address: the login is sent there.',
      position: brokers.position,
    },
  ];
}

function coveredWords(reach: BrokerReach | undefined): string {
  if (reach === undefined) return 'which of its brokers that covers is not known before they are asked';
  const { brokers, outOfReach } = reach;
  if (outOfReach.length === 0) return brokers === 1 ? 'its one broker' : `all of its ${brokers} brokers`;
  return `${brokers - outOfReach.length} of its ${brokers} brokers, not ${named(outOfReach)}`;
}

function missingController(
  cluster: ExternalClusterSpec,
  { outOfReach, controllerOnly }: BrokerReach,
  desired: Desired,
): readonly Finding[] {
  const controller = outOfReach.find(({ isController }) => isController);
  if (!controllerOnly || controller === undefined || !changesTopics(cluster, desired)) return [];
  return [
    {
      code: 'controller-not-allowed',
      severity: 'warning',
      message: `the controller of ${cluster.key} is ${formatBroker(controller.address)}, which this action may not contact: it cannot create, grow or delete topics there`,
      hint: hintFor(cluster, [controller]),
      position: positionOf(cluster),
    },
  ];
}

function changesTopics({ key }: ExternalClusterSpec, { topics, tombstones }: Desired): boolean {
  return [...topics, ...tombstones].some(({ id }) => id.kind === 'topic' && id.cluster === key);
}

/** Only the leader of a partition knows how many records it holds, so without it nobody can say whether they arrive. */
function missingLeaders(
  cluster: ExternalClusterSpec,
  { outOfReach }: BrokerReach,
  spec: Spec,
): readonly Finding[] {
  return specFlows(spec).flatMap(({ flow }): readonly Finding[] => {
    if (!flow.settings.enabled || (flow.sourceCluster !== cluster.key && flow.targetCluster !== cluster.key))
      return [];
    const writes = writtenTopics([flow]);
    const concerns =
      flow.sourceCluster === cluster.key ? mayMirror(flow) : (name: string) => writes(cluster.key, name);
    const missing = outOfReach.filter(({ leads }) => leads.some(concerns));
    if (missing.length === 0) return [];
    const topics = new Set(missing.flatMap(({ leads }) => leads.filter(concerns)));
    const [first = ''] = topics;
    const what = topics.size === 1 ? `topic ${first}` : `${topics.size} topics, ${first} among them,`;
    const verb = missing.length === 1 ? 'leads' : 'lead';
    return [
      {
        code: 'leader-not-allowed',
        severity: 'warning',
        message: `${named(missing)} of ${cluster.key} ${verb} ${what} of the flow ${flow.source} -> ${flow.target}, and this action may not contact ${missing.length === 1 ? 'it' : 'them'}: it cannot tell whether records arrive`,
        hint: hintFor(cluster, missing),
        position: positionOf(cluster),
      },
    ];
  });
}

const maxShownBrokers = 5;

function named(brokers: readonly BrokerOutOfReach[]): string {
  const all = brokers.map(({ address }) => formatBroker(address));
  if (all.length <= maxShownBrokers) return all.join(', ');
  return `${all.slice(0, maxShownBrokers).join(', ')} and ${all.length - maxShownBrokers} more`;
}

/** The lines to add. Without a list yet, the hosts of the bootstrap servers stand in it, which are allowed so far. */
function hintFor(cluster: ExternalClusterSpec, missing: readonly BrokerOutOfReach[]): string {
  const odd = missing.find(({ address }) => canonicalHost(address.host) === undefined);
  if (odd !== undefined) {
    return `Correct advertised.listeners of that broker: ${JSON.stringify(odd.address.host)} is neither a host name nor an address.`;
  }
  const lines = missing.map(({ address }) => `'${formatBroker(address)}'`);
  if (cluster.brokers !== undefined) {
    return `If they belong to the cluster, add to brokers of ${cluster.key}: ${lines.join(', ')}.`;
  }
  const sofar = cluster.bootstrapServers.map((server) =>
    provesItsBrokers(cluster) ? `'${server.replace(/\d+$/, '*')}'` : `'${server}'`,
  );
  const list = [...new Set(sofar), ...lines].join(', ');
  return `If they belong to the cluster, add to ${cluster.key}: brokers: [${list}].`;
}

/** Elsewhere a port has to be written out. */
function provesItsBrokers({
  securityProtocol,
  sslEndpointIdentificationAlgorithm: check,
}: ExternalClusterSpec): boolean {
  return check === 'https' && (securityProtocol === 'SSL' || securityProtocol === 'SASL_SSL');
}

function positionOf({ brokers, position }: ExternalClusterSpec) {
  return brokers?.position ?? position;
}
