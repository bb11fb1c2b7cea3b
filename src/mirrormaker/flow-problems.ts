import type { Finding } from '../model/finding.ts';
import { someNames } from '../model/some-names.ts';
import { groupGrant } from './groups.ts';
import { type MirrorFlow, mirrorFlowName } from './mirror-flow.ts';
import { heartbeatsTopic, isHeartbeatsTopic, remoteTopic } from './names.ts';
import type { FlowNeeds } from './needs.ts';
import type { BlindSpot } from './selection.ts';

/** A finding about one flow; whoever knows the spec adds the place. */
export interface FlowProblem {
  readonly flow: MirrorFlow;
  readonly finding: Omit<Finding, 'position'>;
  /** The item of a list of the flow that it is about; left out: the flow as a whole. */
  readonly item?: FlowItem;
}

export interface FlowItem {
  readonly list: 'groups' | 'topics' | 'topics_exclude' | 'config_properties_exclude';
  readonly text: string;
}

/** In one message. */
const maxNames = 5;

/** What a flow cannot do with the rights that can be derived, and what MirrorMaker 2 leaves out without an error. In the order of the flows. */
export function flowProblems(needs: readonly FlowNeeds[]): readonly FlowProblem[] {
  return needs.flatMap((one) => [
    ...ofGroups(one.flow),
    ...ofPatterns(one),
    ...neverMirrored(one),
    ...renamed(one),
  ]);
}

function ofGroups(flow: MirrorFlow): readonly FlowProblem[] {
  const name = mirrorFlowName(flow);
  const problems = flow.groups
    .filter((glob) => groupGrant(glob) === undefined)
    .map((glob) =>
      problem(
        flow,
        'group-not-grantable',
        `${name}: no ACL can say the group pattern ${glob}, so it grants nothing`,
        'Write whole group names, or a * at the end only.',
        { list: 'groups', text: glob },
      ),
    );
  if (flow.settings.sync_group_offsets_enabled && flow.emitCheckpoints && flow.groups.includes('*')) {
    problems.push(
      problem(
        flow,
        'offsets-of-all-groups',
        `${name}: with groups: ['*'] MirrorMaker 2 may commit offsets for every group of ${flow.target}`,
        'List the groups that move to the target.',
        { list: 'groups', text: '*' },
      ),
    );
  }
  return problems;
}

/** Only where rights are granted at all: on Aiven's services MirrorMaker 2 has every right. */
function ofPatterns({ flow, selection, seesAll, source, target }: FlowNeeds): readonly FlowProblem[] {
  if (source.length + target.length === 0) return [];
  const name = mirrorFlowName(flow);
  const unread = selection.notEvaluable.map(({ pattern, because }) =>
    problem(
      flow,
      'pattern-not-evaluable',
      `${name}: ${pattern} cannot be evaluated here: ${because}`,
      'Write the pattern without it, so that the topics it needs rights on can be told.',
      listOf(flow, pattern),
    ),
  );
  const seen = seesAll
    ? `; MirrorMaker 2 sees every topic of ${flow.source}, so a new one that matches is tried, refused on ${flow.target}, and holds up others of the flow until the next plan is applied`
    : '';
  const shown =
    selection.shown.length === 0
      ? ''
      : `; in advance for ${someNames(
          selection.shown.map((one) => `${one}*`),
          maxNames,
        )} only`;
  const late = selection.notAhead.map(({ pattern, because, names }) =>
    problem(
      flow,
      'pattern-not-ahead',
      `${name}: rights for new topics of ${pattern} cannot be granted in advance, because ${because}${seen}${shown}; ${granted(names)}`,
      'Write prefixes such as orders\\..* or whole names with escaped dots, or plan again when topics are added.',
      { list: 'topics', text: pattern },
    ),
  );
  return [...unread, ...late, ...(seesAll ? [] : blindSpots(flow, selection.blind))];
}

/** One finding for each pattern and reason. */
function blindSpots(flow: MirrorFlow, blind: readonly BlindSpot[]): readonly FlowProblem[] {
  const groups = Map.groupBy(blind, ({ pattern, because }) => JSON.stringify([pattern, because]));
  return [...groups.values()].flatMap((spots) => {
    const [first] = spots;
    if (first === undefined) return [];
    const { pattern, by, because } = first;
    const names = someNames(
      spots.map(({ prefix }) => `${prefix}*`),
      maxNames,
    );
    return [
      problem(
        flow,
        'visible-not-granted',
        `${mirrorFlowName(flow)}: MirrorMaker 2 sees new topics ${names} of ${flow.source} and ${pattern} may match them, but rights on them cannot be granted in advance, because ${because}: such a topic is not mirrored, and may keep every new topic of the flow from being mirrored`,
        by === 'hand'
          ? `Take the right that shows ${names} on ${flow.source} away, or write ${pattern} as prefixes and whole names.`
          : `Write ${pattern} as prefixes and whole names, or exclude what is not meant with topics_exclude.`,
        { list: 'topics', text: pattern },
      ),
    ];
  });
}

function granted(names: readonly string[]): string {
  // A run without the live source knows the topics of the spec only.
  return names.length === 0
    ? 'none of the topics that this run knows matches'
    : `granted now: ${someNames(names, maxNames)}`;
}

function neverMirrored({ flow, selection }: FlowNeeds): readonly FlowProblem[] {
  return selection.never.map(({ name: topic, because }) => {
    const words =
      because === 'cycle'
        ? `its name says that it came from ${flow.target}`
        : 'MirrorMaker 2 takes it for an internal topic';
    return problem(
      flow,
      'topic-never-mirrored',
      `${mirrorFlowName(flow)}: ${topic} is never mirrored, because ${words}`,
      'Exclude it with topics_exclude, or rename the topic or the alias.',
    );
  });
}

/** `IdentityReplicationPolicy.looksLikeHeartbeat` goes by the end of the name. */
function renamed({ flow, selection }: FlowNeeds): readonly FlowProblem[] {
  if (flow.settings.replication_policy !== 'identity') return [];
  return selection.mirrored
    .filter((topic) => topic.endsWith(heartbeatsTopic) && !isHeartbeatsTopic(topic))
    .map((topic) =>
      problem(
        flow,
        'identity-renames',
        `${mirrorFlowName(flow)}: ${topic} becomes ${remoteTopic('identity', flow.source, topic)} in spite of replication_policy: identity`,
        'MirrorMaker 2 takes every name that ends with heartbeats for its own; rename the topic or exclude it.',
      ),
    );
}

function listOf({ settings }: MirrorFlow, pattern: string): FlowItem {
  const isExcluding =
    !settings.topics.includes(pattern) && settings.topics_exclude?.includes(pattern) === true;
  return { list: isExcluding ? 'topics_exclude' : 'topics', text: pattern };
}

function problem(
  flow: MirrorFlow,
  code: string,
  message: string,
  hint: string,
  item?: FlowItem,
): FlowProblem {
  const finding = { code, severity: 'warning', message, hint } as const;
  return item === undefined ? { flow, finding } : { flow, finding, item };
}
