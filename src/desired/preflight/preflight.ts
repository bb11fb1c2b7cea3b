import { liveMatches } from '../../mirrormaker/matches.ts';
import { needsOf } from '../../mirrormaker/needs.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { FlowPreflight, ServiceSettingInForce } from '../../model/flow-preflight.ts';
import type { Live } from '../../model/live.ts';
import { serviceDefaults, serviceSettingNames } from '../../model/service-defaults.ts';
import { isLeftOutFlow } from '../../spec/leave-out.ts';
import type { Spec } from '../../spec/spec.ts';
import { type TopicsAfter, topicsAfter } from '../derived/after-plan.ts';
import { mirrorClusters, specFlows } from '../derived/mirror-flows.ts';
import { type NewSource, newSources, unseenTakeovers } from '../derived/new-sources.ts';
import { shownByHand } from '../derived/shown-by-hand.ts';
import {
  type CheckedFlow,
  flowMatches,
  lookedAt,
  type MirrorLogins,
  observedTopics,
  seenHeartbeats,
} from '../derived/view.ts';
import { aclDangers } from './acls.ts';
import { deniedAccess } from './denials.ts';
import { languageFindings } from './languages.ts';
import { flowLogins, loginFindings } from './logins.ts';
import { replicaFindings } from './replicas.ts';
import { topicFindings } from './topics.ts';
import { sharedWithUnlisted } from './unlisted-sharing.ts';

/** What each flow would do with the topics that are there today, and what would go wrong. In the order of the spec. */
export function preflightFlows(options: {
  readonly spec: Spec;
  readonly desired: Desired;
  readonly live: Live;
  readonly logins: MirrorLogins;
}): { readonly flows: readonly FlowPreflight[]; readonly findings: readonly Finding[] } {
  const { spec, desired, live, logins } = options;
  const after = topicsAfter(options);
  const checked = checkedFlows(options, after);
  const inRun = checked.filter(({ flow }) => !isLeftOutFlow(spec, flow));
  return {
    flows: inRun.map(({ preflight }) => preflight),
    findings: [
      ...inRun.flatMap((flow) => topicFindings(flow, checked, { spec, desired, live, logins, after })),
      ...inRun.flatMap(({ flow, spec: { position }, created }) => unseenTakeovers(flow, created, position)),
      ...loginFindings({ spec, flows: inRun, desired, live, logins }),
      ...deniedAccess(desired, live, logins),
      ...replicaFindings(inRun, options),
      ...aclDangers(spec, desired, live),
      ...sharedWithUnlisted(spec, live),
      ...shownByHand(options),
      ...languageFindings(spec, inRun, live, logins),
    ],
  };
}

function checkedFlows(
  { spec, desired, live, logins }: Parameters<typeof preflightFlows>[0],
  after: TopicsAfter,
): readonly (CheckedFlow & { readonly created: readonly NewSource[] })[] {
  const flows = specFlows(spec);
  const aliases = new Set([
    ...spec.aliases.keys(),
    ...flows.flatMap(({ flow }) => [flow.source, flow.target]),
  ]);
  const needs = needsOf(
    flows.map(({ flow }) => flow),
    mirrorClusters(spec, observedTopics(live, logins), seenHeartbeats(logins)),
  );
  return flows.flatMap(({ flow, spec: flowSpec }, index) => {
    const one = needs[index];
    if (one === undefined) return [];
    const { source, target, service, settings } = flow;
    const looked = { live, logins, aliases };
    const matches = flowMatches(flow, looked);
    const matchesAfter = flowMatches(flow, looked, after.mirrored(flow.sourceCluster));
    const created = newSources(flow, desired, lookedAt(live, logins));
    const preflight: FlowPreflight = {
      service,
      source,
      target,
      enabled: settings.enabled,
      ...settingsInForce(flow),
      matches,
      notEvaluable: liveMatches(flow, []).notEvaluable,
      logins: flowLogins({ spec, flow: flowSpec, needs: one, desired, live, logins }),
    };
    return [{ flow, spec: flowSpec, needs: one, preflight, created, matchesAfter }];
  });
}

function settingsInForce({ serviceSettings }: CheckedFlow['flow']): Pick<FlowPreflight, 'serviceSettings'> {
  const set = serviceSettingNames.flatMap((name): ServiceSettingInForce[] => {
    const { value, basis } = serviceSettings[name];
    const [shown, usual] = [value, serviceDefaults[name]].map(inWords);
    if (shown === undefined || shown === usual || (basis !== 'stated' && basis !== 'live')) return [];
    return [{ name, value: shown, basis }];
  });
  return set.length === 0 ? {} : { serviceSettings: set };
}

function inWords(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
