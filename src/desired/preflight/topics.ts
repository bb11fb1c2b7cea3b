import { internalBefore4, liveMatches, takenForHeartbeats } from '../../mirrormaker/matches.ts';
import { mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import { isHeartbeatsTopic, originalNames } from '../../mirrormaker/names.ts';
import { readTopicPattern } from '../../mirrormaker/patterns.ts';
import { liveSettings, takenBefore } from '../../mirrormaker/taken-topics.ts';
import { defaultExclude, topicFilter } from '../../mirrormaker/topic-filter.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import type { FlowMatches, FlowTopic } from '../../model/flow-preflight.ts';
import type { Live } from '../../model/live.ts';
import { collisionKey, maxTopicLength } from '../../model/topic-name.ts';
import { unreadHint } from '../../model/unread-hint.ts';
import { type CheckedFlow, type MirrorLogins, viewOf } from './view.ts';

/** What would go wrong with the topics that are on the source and the target of a flow today. */
export function topicFindings(
  checked: CheckedFlow,
  all: readonly CheckedFlow[],
  live: Live,
  logins: MirrorLogins,
): readonly Finding[] {
  const { matches } = checked.preflight;
  if (matches.state === 'unknown') {
    const { sourceCluster } = checked.flow;
    const hint = unreadHint(sourceCluster, matches, {
      identity: 'an identity that may list its topics',
      otherwise: 'count them there',
    });
    return expectationUnknown(checked, matches.message, hint);
  }
  return [
    ...expectation(checked, matches.value),
    ...tooLong(checked, matches.value),
    ...collisions(checked, matches.value, live),
    ...smallTargets(checked, matches.value, live),
    ...mixed(checked, matches.value, live),
    ...sharedTargets(checked, matches.value, all),
    ...takenNames(checked, all, live, logins),
    ...oddNames(checked, matches.value, live),
    ...noLongerExcluded(checked, matches.value),
  ];
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

/** Kafka refuses names that differ only in dots and underscores (`ReplicationControlManager`). */
function collisions(checked: CheckedFlow, { topics }: FlowMatches, live: Live): readonly Finding[] {
  const names = live.clusters.get(checked.flow.targetCluster)?.topicNames;
  if (names?.state !== 'known') return [];
  const taken = new Map(names.value.map((name) => [collisionKey(name), name]));
  const there = new Set(names.value);
  const colliding = topics.filter(({ remote }) => !there.has(remote) && taken.has(collisionKey(remote)));
  return told(checked, colliding, {
    code: 'mirrored-topic-collides',
    severity: 'error',
    says: (shown) => {
      const others = colliding.slice(0, 5).map(({ remote }) => taken.get(collisionKey(remote)) ?? '');
      const are = colliding.length === 1 ? 'is' : 'are';
      return `${shown} cannot be created on ${checked.flow.targetCluster}, where ${others.join(', ')}${colliding.length > 5 ? ' and others' : ''} ${are} and Kafka takes dots and underscores for the same`;
    },
    hint: 'Exclude the topic with topics_exclude, or rename one of them.',
  });
}

/** MirrorMaker 2 adds partitions where it may; elsewhere its producer waits for the missing one for ever. */
function smallTargets(checked: CheckedFlow, { topics }: FlowMatches, live: Live): readonly Finding[] {
  const { flow, spec, needs } = checked;
  const counts = live.clusters.get(flow.targetCluster)?.partitionCounts;
  const small = topics.filter(
    ({ remote, partitions }) => partitions !== undefined && (counts?.get(remote) ?? partitions) < partitions,
  );
  const onExternal = needs.target.length > 0;
  if (!onExternal || (flow.mirroredTopics !== 'ahead' && spec.access === 'manage')) return [];
  return told(checked, small, {
    code: 'mirrored-topic-too-small',
    severity: flow.mirroredTopics === 'ahead' ? 'error' : 'warning',
    says: (shown) =>
      `${shown} on ${flow.targetCluster} ${small.length === 1 ? 'has' : 'have'} fewer partitions than on ${flow.sourceCluster}: without Alter on it MirrorMaker 2 waits for the others for ever`,
    hint: `Raise the partitions on ${flow.targetCluster} to those on ${flow.sourceCluster}.`,
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
  return earlier.flatMap(({ flow, preflight }) => {
    if (preflight.matches.state === 'unknown') return [];
    const written = new Set(preflight.matches.value.topics.map(({ remote }) => remote));
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
function noLongerExcluded(checked: CheckedFlow, { topics }: FlowMatches): readonly Finding[] {
  const { flow } = checked;
  if (flow.settings.topics_exclude === undefined) return [];
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

interface Told {
  readonly code: string;
  readonly severity: Severity;
  readonly says: (names: string) => string;
  readonly hint: string;
}

/** One finding for all topics with the same problem, with the first few names. */
function told(
  { flow, spec }: CheckedFlow,
  topics: readonly FlowTopic[],
  { code, severity, says, hint }: Told,
): readonly Finding[] {
  if (topics.length === 0) return [];
  const shown = topics.slice(0, 5).map(({ remote }) => remote);
  const more = topics.length - shown.length;
  const names = more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
  return [
    { code, severity, message: `${mirrorFlowName(flow)}: ${says(names)}`, hint, position: spec.position },
  ];
}
