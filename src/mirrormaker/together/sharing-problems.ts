import type { FlowProblem } from '../flow-problems.ts';
import { type MirrorFlow, mirrorFlowName } from '../mirror-flow.ts';
import type { FlowsTogether } from './flows-together.ts';
import { type OffsetSyncsConflict, offsetSyncsConflicts } from './offset-syncs.ts';
import { type WorkerConflict, type WorkerMember, workerConflicts } from './workers.ts';

/** What flows do to each other through a topic or a worker that they share. Both are refused. */
export function sharingProblems({ offsetSyncs, workers }: FlowsTogether): readonly FlowProblem[] {
  return [
    ...offsetSyncsConflicts(offsetSyncs).map(offsetSyncsProblem),
    ...workerConflicts(workers).map(workerProblem),
  ];
}

export function offsetSyncsProblem({ cluster, name, flow, earlier }: OffsetSyncsConflict): FlowProblem {
  const [one, other] = namesApart(flow, earlier);
  const { offset_syncs_topic_location: location } = flow.settings;
  return {
    flow,
    finding: {
      code: 'offset-syncs-shared',
      severity: 'error',
      message: `${one} and ${other} keep their offset syncs in one topic, ${name} on ${cluster}, so the offsets of consumer groups are translated with the numbers of the other flow, and records are skipped or come twice after a switch`,
      hint:
        location === earlier.settings.offset_syncs_topic_location
          ? `Set offset_syncs_topic_location: ${location === 'source' ? 'target' : 'source'} in both flows, or make their topics disjoint.`
          : `Set offset_syncs_topic_location to the same value in both flows: each then has a topic of its own.`,
    },
  };
}

export function workerProblem({ cluster, group, member, earlier }: WorkerConflict): FlowProblem {
  const backward = [member, earlier].find(({ because }) => because === 'backward-heartbeats');
  return {
    flow: member.flow,
    finding: {
      code: 'flow-in-two-services',
      severity: 'error',
      message: `${inWords(member)} and ${inWords(earlier)} are workers of one Connect group, ${group} on ${cluster}: only one of them does its work, and after a restart it may be the other one, without an error`,
      hint:
        backward === undefined
          ? 'Keep the flow in one service.'
          : member.service === earlier.service
            ? 'Switch emit_backward_heartbeats_enabled off in one of the flows.'
            : `Move the flows into one service, or switch emit_backward_heartbeats_enabled of ${mirrorFlowName(backward.flow)} in ${backward.service} off.`,
    },
  };
}

function inWords({ flow, service, because }: WorkerMember): string {
  const of = `${mirrorFlowName(flow)} in ${service}`;
  return because === 'flow' ? of : `the backward heartbeats of ${of}`;
}

/** With the services where these differ. */
function namesApart(one: MirrorFlow, other: MirrorFlow): readonly [string, string] {
  const named = (flow: MirrorFlow): string =>
    one.service === other.service ? mirrorFlowName(flow) : `${mirrorFlowName(flow)} in ${flow.service}`;
  return [named(one), named(other)];
}
