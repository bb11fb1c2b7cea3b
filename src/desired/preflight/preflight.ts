import { liveMatches } from '../../mirrormaker/matches.ts';
import type { FlowNeeds } from '../../mirrormaker/needs.ts';
import { needsOf } from '../../mirrormaker/needs.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { FlowMatches, FlowPreflight } from '../../model/flow-preflight.ts';
import type { Live } from '../../model/live.ts';
import { known } from '../../model/reading.ts';
import type { Spec } from '../../spec/spec.ts';
import { mirrorClusters, specFlows } from '../derived/mirror-flows.ts';
import { aclDangers } from './acls.ts';
import { deniedAccess } from './denials.ts';
import { languageFindings } from './languages.ts';
import { flowLogins, loginFindings } from './logins.ts';
import { replicaFindings } from './replicas.ts';
import { topicFindings } from './topics.ts';
import { sharedWithUnlisted } from './unlisted-sharing.ts';
import {
  type CheckedFlow,
  type MirrorLogins,
  observedTopics,
  seenHeartbeats,
  type View,
  viewOf,
} from './view.ts';

/** What each flow would do with the topics that are there today, and what would go wrong. In the order of the spec. */
export function preflightFlows(options: {
  readonly spec: Spec;
  readonly desired: Desired;
  readonly live: Live;
  readonly logins: MirrorLogins;
}): { readonly flows: readonly FlowPreflight[]; readonly findings: readonly Finding[] } {
  const { spec, desired, live, logins } = options;
  const checked = checkedFlows(spec, desired, live, logins);
  return {
    flows: checked.map(({ preflight }) => preflight),
    findings: [
      ...checked.flatMap((flow) => topicFindings(flow, checked, live, logins)),
      ...loginFindings({ spec, flows: checked, desired, live, logins }),
      ...deniedAccess(desired, live, logins),
      ...replicaFindings(checked, desired, live),
      ...aclDangers(spec, desired, live),
      ...sharedWithUnlisted(spec, live),
      ...languageFindings(spec, checked, live, logins),
    ],
  };
}

function checkedFlows(
  spec: Spec,
  desired: Desired,
  live: Live,
  logins: MirrorLogins,
): readonly CheckedFlow[] {
  const flows = specFlows(spec);
  const needs = needsOf(
    flows.map(({ flow }) => flow),
    mirrorClusters(spec, observedTopics(live, logins), seenHeartbeats(logins)),
  );
  return flows.flatMap(({ flow, spec: flowSpec }, index) => {
    const one = needs[index];
    if (one === undefined) return [];
    const { source, target, sourceCluster, service, settings } = flow;
    const view = viewOf(sourceCluster, live, logins);
    const preflight: FlowPreflight = {
      service,
      source,
      target,
      enabled: settings.enabled,
      matches: view.state === 'unknown' ? view : known(matchesOf(one, view.value, live, logins)),
      notEvaluable: liveMatches(flow, []).notEvaluable,
      logins: flowLogins({ spec, flow: flowSpec, needs: one, desired, live, logins }),
    };
    return [{ flow, spec: flowSpec, needs: one, preflight }];
  });
}

function matchesOf(
  { flow }: FlowNeeds,
  { seenBy, names, partitions }: View,
  live: Live,
  logins: MirrorLogins,
): FlowMatches {
  const { mirrored, doubtful } = liveMatches(flow, names);
  const onTarget = viewOf(flow.targetCluster, live, logins);
  const existing = onTarget.state === 'known' ? new Set(onTarget.value.names) : undefined;
  const topics = mirrored.map(({ name, remote }) => {
    const count = partitions.get(name);
    const found = existing?.has(remote) === true;
    // MirrorMaker 2's own login may be blind for what is there.
    const sure = onTarget.state === 'known' && (found || onTarget.value.seenBy === 'admin');
    return {
      name,
      ...(count === undefined ? {} : { partitions: count }),
      remote,
      onTarget: sure ? (found ? 'exists' : 'new') : 'unknown',
    } as const;
  });
  const counts = topics.map((topic) => topic.partitions);
  const all = counts.every((count) => count !== undefined);
  const total = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  return { seenBy, topics, ...(all ? { partitions: total } : {}), doubtful };
}
