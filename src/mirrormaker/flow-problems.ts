import type { Finding } from '../model/finding.ts';
import { groupGrant } from './groups.ts';
import { type MirrorFlow, mirrorFlowName } from './mirror-flow.ts';
import { heartbeatsTopic, isHeartbeatsTopic, remoteTopic } from './names.ts';
import type { FlowNeeds } from './needs.ts';

/** A finding about one flow; whoever knows the spec adds the place. */
export interface FlowProblem {
  readonly flow: MirrorFlow;
  readonly finding: Omit<Finding, 'position'>;
}

/** What the rights of a flow cannot do, and what MirrorMaker 2 silently will not. In the order of the flows. */
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
      ),
    );
  if (flow.settings.sync_group_offsets_enabled && flow.emitCheckpoints && flow.groups.includes('*')) {
    problems.push(
      problem(
        flow,
        'offsets-of-all-groups',
        `${name}: with groups: ['*'] MirrorMaker 2 may commit offsets for every group of ${flow.target}`,
        'List the groups that move to the target.',
      ),
    );
  }
  return problems;
}

/** Only where rights are granted at all: on Aiven's services MirrorMaker 2 has every right. */
function ofPatterns({ flow, selection, source, target }: FlowNeeds): readonly FlowProblem[] {
  if (source.length + target.length === 0) return [];
  const name = mirrorFlowName(flow);
  const blind = selection.notEvaluable.map(({ pattern, because }) =>
    problem(
      flow,
      'pattern-not-evaluable',
      `${name}: ${pattern} cannot be evaluated here: ${because}`,
      'Write the pattern without it, so that the topics it needs rights on can be told.',
    ),
  );
  const late = selection.notAhead.map(({ pattern, because, names }) =>
    problem(
      flow,
      'pattern-not-ahead',
      `${name}: rights for new topics of ${pattern} cannot be given ahead, because ${because}; ${granted(names)}`,
      'Write prefixes such as orders\\..* or whole names with escaped dots, or plan again when topics are added.',
    ),
  );
  return [...blind, ...late];
}

function granted(names: readonly string[]): string {
  if (names.length === 0) return 'none is known today';
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return `granted today: ${names.slice(0, 5).join(', ')}${more}`;
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

function problem(flow: MirrorFlow, code: string, message: string, hint: string): FlowProblem {
  return { flow, finding: { code, severity: 'warning', message, hint } };
}
