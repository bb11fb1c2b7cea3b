import { internalBefore4, liveMatches, takenForHeartbeats } from '../../mirrormaker/matches.ts';
import { mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import { isHeartbeatsTopic, originalNames } from '../../mirrormaker/names.ts';
import { readTopicPattern } from '../../mirrormaker/patterns.ts';
import { liveSettings, takenBefore } from '../../mirrormaker/taken-topics.ts';
import { defaultExclude, excludedByEmptyList, topicFilter } from '../../mirrormaker/topic-filter.ts';
import type { Finding } from '../../model/finding.ts';
import type { FlowMatches } from '../../model/flow-preflight.ts';
import type { Live } from '../../model/live.ts';
import { maxTopicLength } from '../../model/topic-name.ts';
import { unreadHint } from '../../model/unread-hint.ts';
import { type CheckedFlow, type MirrorLogins, viewOf } from '../derived/view.ts';
import { deletedTopics } from '../tombstones.ts';
import { told } from './told-topics.ts';
import { type TopicWorld, topicFits } from './topic-fits.ts';

/** What would go wrong with the topics that are on the source and the target of a flow once the plan is applied. */
export function topicFindings(
  checked: CheckedFlow,
  all: readonly CheckedFlow[],
  world: TopicWorld,
): readonly Finding[] {
  const { live, logins } = world;
  const { matchesAfter: matches } = checked;
  if (matches.state === 'unknown') {
    const { sourceCluster } = checked.flow;
    const hint = unreadHint(sourceCluster, matches, {
      identity: 'an identity that may list its topics',
      otherwise: 'count them there',
    });
    return expectationUnknown(checked, matches.message, hint);
  }
  return [
    ...expectation(checked, withoutDeleted(checked, matches.value, world)),
    ...tooLong(checked, matches.value),
    ...topicFits(checked, matches.value, world),
    ...mixed(checked, matches.value, live),
    ...sharedTargets(checked, matches.value, all),
    ...takenNames(checked, all, live, logins),
    ...oddNames(checked, matches.value, live),
    ...noLongerExcluded(checked, matches.value),
  ];
}

/** What the spec deletes on the source in this plan no longer matches after it. */
function withoutDeleted({ flow }: CheckedFlow, matches: FlowMatches, { desired }: TopicWorld): FlowMatches {
  const isGoing = deletedTopics(desired, flow.sourceCluster);
  const stays = (name: string) => !isGoing(name);
  return {
    ...matches,
    topics: matches.topics.filter(({ name }) => stays(name)),
    doubtful: matches.doubtful.filter(stays),
  };
}

function expectation(checked: CheckedFlow, { seenBy, topics, doubtful }: FlowMatches): readonly Finding[] {
  const { expectTopics } = checked.spec;
  if (expectTopics === undefined) return [];
  const { atLeast = 0, atMost = Number.POSITIVE_INFINITY, position } = expectTopics;
  const { maybeMore } = liveMatches(checked.flow, []);
  const maxMatching = maybeMore ? Number.POSITIVE_INFINITY : topics.length + doubtful.length;
  const { sourceCluster: source } = checked.flow;
  const counted = topics.length === 1 ? '1 topic' : `${topics.length} topics`;
  const seen = seenBy === 'mirror' ? ' that the login of MirrorMaker 2 sees' : '';
  const violated = (limit: string): Finding => ({
    code: 'expect-topics-violated',
    severity: 'error',
    message: `${mirrorFlowName(checked.flow)}: ${counted} of ${source}${seen} ${topics.length === 1 ? 'matches' : 'match'}, and expect_topics says ${limit}`,
    hint: `Correct the patterns of the flow, or expect_topics${seenBy === 'mirror' ? ', or the rights of the login' : ''}.`,
    position,
  });
  if (maxMatching < atLeast) return [violated(`at_least ${atLeast}`)];
  if (topics.length > atMost) return [violated(`at_most ${atMost}`)];
  if (topics.length >= atLeast && maxMatching <= atMost) return [];
  const hint = 'Write the pattern without what cannot be evaluated, or count the topics there.';
  return expectationUnknown(checked, 'a pattern cannot be evaluated here', hint);
}

/** Unknown is not 0. */
function expectationUnknown({ flow, spec }: CheckedFlow, why: string, hint: string): readonly Finding[] {
  if (spec.expectTopics === undefined) return [];
  return [
    {
      code: 'expect-topics-unknown',
      severity: 'notice',
      message: `${mirrorFlowName(flow)}: how many topics of ${flow.sourceCluster} match is unknown, so expect_topics was not checked: ${why}`,
      hint,
      position: spec.expectTopics.position,
    },
  ];
}

function tooLong(checked: CheckedFlow, { topics }: FlowMatches): readonly Finding[] {
  const long = topics.filter(({ remote }) => remote.length > maxTopicLength);
  return told(checked, long, {
    code: 'mirrored-name-too-long',
    severity: 'error',
    says: (names) =>
      `${names} would have more than ${maxTopicLength} characters on ${checked.flow.targetCluster}, so MirrorMaker 2 cannot create them`,
    hint: 'Exclude them with topics_exclude, or shorten the alias of the source.',
  });
}

/**
 * Under the identity policy nothing tells mirrored records from those that are already there. What the live flow takes
 * already was said when it began to.
 */
function mixed(checked: CheckedFlow, { topics }: FlowMatches, live: Live): readonly Finding[] {
  const { flow } = checked;
  if (flow.settings.replication_policy !== 'identity') return [];
  const flows = live.mirrormakers.get(flow.service)?.flows;
  if (flows?.state !== 'known') return [];
  const isWritten = takenBefore(flow, liveSettings(flow, flows.value));
  return told(
    checked,
    topics.filter(({ name, onTarget }) => onTarget === 'exists' && !isWritten(name)),
    {
      code: 'writes-into-existing',
      severity: 'warning',
      says: (shown) =>
        `${shown} is on ${flow.targetCluster} already, and the flow, which does not write there now, would add the records of ${flow.sourceCluster} to it`,
      hint: 'Make sure that this is meant, exclude the topics, or use replication_policy: default.',
    },
  );
}

function sharedTargets(
  checked: CheckedFlow,
  { topics }: FlowMatches,
  all: readonly CheckedFlow[],
): readonly Finding[] {
  const earlier = all
    .slice(0, all.indexOf(checked))
    .filter(({ flow }) => flow.targetCluster === checked.flow.targetCluster);
  return earlier.flatMap(({ flow, matchesAfter }) => {
    if (matchesAfter.state === 'unknown') return [];
    const written = new Set(matchesAfter.value.topics.map(({ remote }) => remote));
    const shared = topics.filter(({ remote }) => written.has(remote));
    return told(checked, shared, {
      code: 'mirrored-topics-shared',
      severity: 'warning',
      says: (shown) => `${shown} on ${flow.targetCluster} is also written by ${mirrorFlowName(flow)}`,
      hint: 'Make the topics of the two flows disjoint, or use replication_policy: default.',
    });
  });
}

/** MirrorMaker 2 does not take topics that it may not see. */
function takenNames(
  checked: CheckedFlow,
  all: readonly CheckedFlow[],
  live: Live,
  logins: MirrorLogins,
): readonly Finding[] {
  const { flow, needs } = checked;
  const view = viewOf(flow.sourceCluster, live, logins);
  const login = logins.get(flow.sourceCluster);
  const shown = new Set([
    ...needs.heartbeats,
    ...(login?.state === 'known' ? login.value.topics.keys() : []),
  ]);
  const seen = view.state === 'known' ? view.value.names.filter((name) => shown.has(name)) : [];
  const aliases = new Set(all.flatMap((one) => [one.flow.source, one.flow.target]));
  const taken = takenForHeartbeats(flow, seen, aliases);
  return told(
    checked,
    taken.map((name) => ({ name, remote: name, onTarget: 'unknown' })),
    {
      code: 'taken-for-heartbeats',
      severity: 'warning',
      says: (names) =>
        `${names} ${taken.length === 1 ? 'is' : 'are'} mirrored whatever the patterns say, because of the .heartbeats at the end`,
      hint: 'Rename the topic, or take the rights on it away, if its records must not leave the source.',
    },
  );
}

function oddNames(checked: CheckedFlow, { topics }: FlowMatches, live: Live): readonly Finding[] {
  const internal = topics.filter(({ name }) => internalBefore4(name));
  return [
    ...told(checked, internal, {
      code: 'internal-before-4',
      severity: 'warning',
      says: (shown) =>
        `${shown} is mirrored by MirrorMaker 2 4.0 and later only, earlier ones take it for internal`,
      hint: 'Rename the topic, or exclude it so that both behave alike.',
    }),
    ...strays(checked, live),
  ];
}

/** `topics_exclude` replaces MirrorMaker 2's own list. A topic that the flow names is meant. */
function noLongerExcluded(checked: CheckedFlow, { topics, doubtful }: FlowMatches): readonly Finding[] {
  const { flow } = checked;
  if (flow.settings.topics_exclude === undefined) return [];
  if (flow.settings.topics_exclude.length === 0) {
    const mayBeExcluded = doubtful.filter(excludedByEmptyList(flow.settings));
    return told(
      checked,
      mayBeExcluded.map((name) => ({ name, remote: name, onTarget: 'unknown' })),
      {
        code: 'exclude-list-untold',
        severity: 'warning',
        says: (shown) =>
          `nobody can tell whether ${shown} is mirrored: Aiven reads an empty topics_exclude back like one that was never set, and then MirrorMaker 2's own list may hold (${defaultExclude.join(', ')})`,
        hint: `Write a pattern that no topic can match, topics_exclude: ['\\.'], if nothing is to be excluded, or that list if it is to hold.`,
      },
    );
  }
  const { include } = topicFilter(flow);
  const named = new Set(include.flatMap((pattern) => (pattern.kind === 'exact' ? pattern.names : [])));
  const excluded = defaultExclude.map(readTopicPattern);
  const taken = topics.filter(
    ({ name }) =>
      !named.has(name) &&
      excluded.some((pattern) => pattern.kind !== 'not-evaluable' && pattern.matches(name)),
  );
  return told(checked, taken, {
    code: 'exclude-list-replaced',
    severity: 'notice',
    says: (shown) =>
      `${shown} is mirrored, because topics_exclude replaces MirrorMaker 2's own list (${defaultExclude.join(', ')})`,
    hint: `Add what is not to be mirrored to topics_exclude of the flow.`,
  });
}

/** Topics of the target's own that carry the source's prefix: other flows and tools take them for mirrored ones. */
function strays(checked: CheckedFlow, live: Live): readonly Finding[] {
  const { flow } = checked;
  const source = live.clusters.get(flow.sourceCluster)?.topicNames;
  const target = live.clusters.get(flow.targetCluster)?.topicNames;
  if (flow.settings.replication_policy !== 'default') return [];
  if (source?.state !== 'known' || target?.state !== 'known') return [];
  const originals = new Set(source.value);
  const found = target.value.filter((name) => {
    const from = originalNames('default', flow.source, name);
    return (
      from.length > 0 &&
      !from.some((one) => originals.has(one)) &&
      !name.endsWith('.internal') &&
      !isHeartbeatsTopic(name)
    );
  });
  return told(
    checked,
    found.map((name) => ({ name, remote: name, onTarget: 'exists' })),
    {
      code: 'named-like-mirrored',
      severity: 'notice',
      says: (shown) =>
        `${shown} on ${flow.targetCluster} is named as if it came from ${flow.source}, which has no such topic`,
      hint: 'It may be left of a topic that is gone; a flow back takes it for mirrored and skips it.',
    },
  );
}
