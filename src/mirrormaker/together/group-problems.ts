import { covers, type ResourcePattern } from '../../model/acl-coverage.ts';
import { someNames } from '../../model/some-names.ts';
import type { FlowProblem } from '../flow-problems.ts';
import { type MirrorFlow, mirrorFlowName } from '../mirror-flow.ts';
import { readTopicPattern } from '../patterns.ts';
import type { FlowsTogether } from './flows-together.ts';
import { globOf, type LoginGroups, type ShownGroups, unlistedGroups } from './visible-groups.ts';

/** In one message. */
const maxNames = 5;

/** Groups that a flow translates beyond those that it lists. */
export function groupProblems({ flows, groups: logins }: FlowsTogether): readonly FlowProblem[] {
  return [
    ...unlistedGroups(flows, logins).flatMap(({ flow, groups }) => ofOthers(flow, groups, logins)),
    ...flows.flatMap((flow) => notLimited(flow, logins)),
  ];
}

/** The same of rights that somebody gave the login by hand, and that no line of the spec says: `given` by key of the source. */
export function groupsShownByHand(
  { flows, groups: logins }: Pick<FlowsTogether, 'flows' | 'groups'>,
  given: ReadonlyMap<string, readonly ResourcePattern[]>,
): readonly FlowProblem[] {
  const onlyGiven = logins.map((login) => ({
    ...login,
    shown: (given.get(login.cluster) ?? []).map((pattern) => ({ pattern, mayCommit: false })),
  }));
  return unlistedGroups(flows, onlyGiven).flatMap(({ flow, groups }) => ofOthers(flow, groups, logins));
}

function ofOthers(
  flow: MirrorFlow,
  groups: readonly ShownGroups[],
  logins: readonly LoginGroups[],
): readonly FlowProblem[] {
  // Without offset sync these groups only get checkpoints, which change nothing for their consumers.
  if (!flow.settings.sync_group_offsets_enabled) return [];
  const target = logins.find(({ cluster }) => cluster === flow.targetCluster);
  const committed = groups.filter(({ pattern }) => mayCommit(target, pattern));
  if (committed.length === 0) return [];
  const name = mirrorFlowName(flow);
  const shown = [...new Set(committed.map(({ pattern }) => globOf(pattern)))].sort();
  const by = [...new Set(committed.flatMap((one) => (one.flow === undefined ? [] : [one.flow])))].map(
    (other) =>
      other.service === flow.service ? mirrorFlowName(other) : `${mirrorFlowName(other)} in ${other.service}`,
  );
  const who = by.length === 0 ? 'a right given by hand' : by.join(', ');
  return [
    {
      flow,
      finding: {
        code: 'groups-of-another-flow',
        severity: 'warning',
        message: `${name}: groups are rights of the login on ${flow.sourceCluster}, which also sees ${someNames(shown, maxNames)} because of ${who}, so this flow commits the offsets of these groups on ${flow.target} as well`,
        hint: `List the same groups in both flows if that is meant; else limit them with groups of the service ${flow.service} in Aiven, which holds for all its flows.`,
      },
    },
  ];
}

function mayCommit(target: LoginGroups | undefined, pattern: ShownGroups['pattern']): boolean {
  if (target === undefined || target.everything) return true;
  return target.shown.some((one) => one.mayCommit && overlaps(one.pattern, pattern));
}

function overlaps(one: ShownGroups['pattern'], other: ShownGroups['pattern']): boolean {
  return covers(one, other) || covers(other, one);
}

/** On an Aiven source MirrorMaker 2 sees every group, so `groups` of a flow limits nothing. */
function notLimited(flow: MirrorFlow, logins: readonly LoginGroups[]): readonly FlowProblem[] {
  const source = logins.find(({ cluster }) => cluster === flow.sourceCluster);
  const target = logins.find(({ cluster }) => cluster === flow.targetCluster);
  const { groups, serviceSettings, service } = flow;
  if (source?.everything !== true || !flow.emitCheckpoints) return [];
  if (groups.length === 0 || groups.includes('*')) return [];
  // The service limits them itself.
  if (!serviceSettings.groups.value.some((one) => readTopicPattern(one).kind === 'everything')) return [];
  const commits = flow.settings.sync_group_offsets_enabled;
  const effect = !commits
    ? `checkpoints of every group are written to ${flow.target}`
    : target?.everything === false
      ? `every group is translated, and ${flow.target} refuses those that are not listed in each round, which does no harm`
      : `the offsets of every group are committed on ${flow.target}`;
  return [
    {
      flow,
      finding: {
        code: 'groups-not-limited',
        severity: commits && target?.everything !== false ? 'warning' : 'notice',
        message: `${mirrorFlowName(flow)}: groups limits nothing on ${flow.source}, because on Aiven's services MirrorMaker 2 sees every group: ${effect}`,
        hint: `Set groups of the service ${service} in Aiven (Java regular expressions, for all its flows) if only ${someNames(groups, maxNames)} may move.`,
      },
    },
  ];
}
