import { type MirrorFlow, mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import { offsetSyncsConflicts, offsetSyncsTopics } from '../../mirrormaker/together/offset-syncs.ts';
import { offsetSyncsProblem, workerProblem } from '../../mirrormaker/together/sharing-problems.ts';
import { workerConflicts, workerGroups } from '../../mirrormaker/together/workers.ts';
import type { Finding } from '../../model/finding.ts';
import { flowName } from '../../model/flow.ts';
import type { Live } from '../../model/live.ts';
import type { MirrorMakerSpec, Spec } from '../../spec/spec.ts';
import { liveMirrorFlow, specFlows } from '../derived/mirror-flows.ts';

/**
 * Flows that run and are not in the spec share topics and workers with those that are, and nothing else would say so. Of
 * the services that the spec names; `spec` with what they have set.
 */
export function sharedWithUnlisted(spec: Spec, live: Pick<Live, 'mirrormakers'>): readonly Finding[] {
  const listed = specFlows(spec);
  const unlisted = [...spec.mirrormakers.values()].flatMap((mirrormaker) =>
    unlistedMirrorFlows(spec, mirrormaker, live),
  );
  if (unlisted.length === 0) return [];
  const positions = new Map(listed.map(({ flow, spec: { position } }) => [flow, position]));
  // Those of the spec last, so that each is held against all that are not.
  const flows = [...unlisted, ...positions.keys()];
  const others = new Set(unlisted);
  const problems = [
    ...offsetSyncsConflicts(offsetSyncsTopics(flows))
      .filter(({ earlier }) => others.has(earlier))
      .map((conflict) => ({ ...offsetSyncsProblem(conflict), other: conflict.earlier })),
    ...workerConflicts(workerGroups(flows))
      .filter(({ earlier }) => others.has(earlier.flow))
      .map((conflict) => ({ ...workerProblem(conflict), other: conflict.earlier.flow })),
  ];
  return problems.flatMap(({ flow, finding, other }): Finding[] => {
    const position = positions.get(flow);
    if (position === undefined) return [];
    const hint = `${mirrorFlowName(other)} runs in ${other.service} and is not in the spec: list it, or name it under removed of ${other.service}. ${finding.hint ?? ''}`;
    return [{ ...finding, severity: 'warning', hint: hint.trim(), position }];
  });
}

function unlistedMirrorFlows(
  spec: Spec,
  mirrormaker: MirrorMakerSpec,
  live: Pick<Live, 'mirrormakers'>,
): readonly MirrorFlow[] {
  const reading = live.mirrormakers.get(mirrormaker.service)?.flows;
  if (reading?.state !== 'known') return [];
  const named = new Set([...mirrormaker.flows.map(flowName), ...mirrormaker.removedFlows.keys()]);
  return reading.value
    .filter(({ id, settings }) => settings.enabled !== false && !named.has(flowName(id)))
    .map((flow) => liveMirrorFlow(spec, mirrormaker, flow));
}
