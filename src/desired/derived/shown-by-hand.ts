import { flowProblems } from '../../mirrormaker/flow-problems.ts';
import type { MirrorFlow } from '../../mirrormaker/mirror-flow.ts';
import { needsOf } from '../../mirrormaker/needs.ts';
import { groupsShownByHand } from '../../mirrormaker/together/group-problems.ts';
import { loginGroups } from '../../mirrormaker/together/visible-groups.ts';
import type { ResourcePattern } from '../../model/acl-coverage.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { Live } from '../../model/live.ts';
import { keyOf } from '../../model/resource.ts';
import { unlistedAcl } from '../../model/unlisted-acl.ts';
import { isLeftOutFlow } from '../../spec/leave-out.ts';
import type { Spec } from '../../spec/spec.ts';
import { isOf, mirrorClusters, showsTopics, specFlows } from './mirror-flows.ts';
import { type MirrorLogins, observedTopics } from './view.ts';

/**
 * What a login of MirrorMaker 2 sees through entries that somebody gave it, or everybody, by hand: MirrorMaker 2 takes all groups
 * and topics that it sees, whatever the spec says of whom. Of entries in the spec the check of the spec tells.
 */
export function shownByHand(options: {
  readonly spec: Spec;
  readonly desired: Desired;
  readonly live: Live;
  readonly logins: MirrorLogins;
}): readonly Finding[] {
  const { spec, live, logins } = options;
  const groups = givenByHand(options, 'Group');
  const topics = givenByHand(options, 'Topic');
  if (groups.size === 0 && topics.size === 0) return [];
  const flows = specFlows(spec).filter(({ spec: flow }) => !isLeftOutFlow(spec, flow));
  const positions = new Map(flows.map(({ flow, spec: { position } }) => [flow, position]));
  const mirrorFlows = flows.map(({ flow }) => flow);
  const clusters = mirrorClusters(spec, observedTopics(live, logins));
  const model = { flows: mirrorFlows, groups: loginGroups(mirrorFlows, clusters) };
  const problems = [
    ...groupsShownByHand(model, groups),
    ...(topics.size === 0 ? [] : topicProblems(mirrorFlows, clusters, topics)),
  ];
  return problems.flatMap(({ flow, finding }): Finding[] => {
    const position = positions.get(flow);
    return position === undefined ? [] : [{ ...finding, position }];
  });
}

function topicProblems(
  flows: readonly MirrorFlow[],
  clusters: ReturnType<typeof mirrorClusters>,
  topics: ReadonlyMap<string, readonly ResourcePattern[]>,
) {
  const shown = new Map(
    [...clusters].map(([key, cluster]) => [
      key,
      { ...cluster, alsoVisible: [...cluster.alsoVisible, ...(topics.get(key) ?? [])] },
    ]),
  );
  const notGranted = (all: typeof clusters) =>
    flowProblems(needsOf(flows, all)).filter(({ finding }) => finding.code === 'visible-not-granted');
  const known = new Set(notGranted(clusters).map(({ finding }) => finding.message));
  return notGranted(shown).filter(({ finding }) => !known.has(finding.message));
}

/** By key of the external cluster: what entries that the plan leaves there, and that the spec does not have, show the login. */
function givenByHand(
  { spec, desired, live }: Parameters<typeof shownByHand>[0],
  resourceType: 'Group' | 'Topic',
): ReadonlyMap<string, readonly ResourcePattern[]> {
  const listed = new Set(desired.kafkaAcls.map(({ id }) => keyOf(id)));
  const derived = new Set(
    [...desired.checked.kafkaAcls, ...desired.checked.neededElsewhere].map(({ id }) => keyOf(id)),
  );
  const given = [...spec.clusters.values()].flatMap((cluster): [string, readonly ResourcePattern[]][] => {
    const reading = live.clusters.get(cluster.key)?.kafkaAcls;
    if (cluster.type !== 'external' || reading?.state !== 'known') return [];
    const patterns = reading.value
      .filter((acl) => unlistedAcl(desired, cluster.key, acl).kind === 'stays')
      .map(({ id }) => id)
      .filter((id) => id.resourceType === resourceType && id.permission === 'ALLOW')
      .filter((id) => showsTopics.has(id.operation) && isOf(id.principal, cluster.mirror?.principal))
      .filter((id) => !listed.has(keyOf(id)) && !derived.has(keyOf(id)))
      .map(({ resourceName: name, patternType }) => ({ name, patternType }));
    return patterns.length === 0 ? [] : [[cluster.key, patterns]];
  });
  return new Map(given);
}
