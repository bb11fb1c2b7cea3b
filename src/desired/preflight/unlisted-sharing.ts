import { type MirrorFlow, mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import { offsetSyncsConflicts, offsetSyncsTopics } from '../../mirrormaker/together/offset-syncs.ts';
import { offsetSyncsProblem, workerProblem } from '../../mirrormaker/together/sharing-problems.ts';
import { workerConflicts, workerGroups } from '../../mirrormaker/together/workers.ts';
import type { Finding } from '../../model/finding.ts';
import { flowName } from '../../model/flow.ts';
import type { Live } from '../../model/live.ts';
import type { MirrorMakerSpec, Spec } from '../../spec/spec.ts';
import { type StandsFor, standsFor } from '../derived/attachments.ts';
import { liveMirrorFlow, specFlows } from '../derived/mirror-flows.ts';

/**
 * Flows that run and are not in the spec share topics and workers with those that are, and nothing else would say so. Of
 * the services that the spec names; `spec` with what they have set.
 */
export function sharedWithUnlisted(
  spec: Spec,
  live: Pick<Live, 'mirrormakers' | 'endpoints'>,
): readonly Finding[] {
  const listed = specFlows(spec);
  const ends = standsFor(spec, live);
  const unlisted = [...spec.mirrormakers.values()].flatMap((mirrormaker) =>
    unlistedMirrorFlows({ spec, mirrormaker, live, ends }),
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

/** Between the clusters that its aliases are attached to, whatever the spec calls those. A flow that lacks one of them copies nothing. */
function unlistedMirrorFlows(options: {
  readonly spec: Spec;
  readonly mirrormaker: MirrorMakerSpec;
  readonly live: Pick<Live, 'mirrormakers'>;
  readonly ends: StandsFor;
}): readonly MirrorFlow[] {
  const { spec, mirrormaker, live, ends } = options;
  const reading = live.mirrormakers.get(mirrormaker.service)?.flows;
  if (reading?.state !== 'known') return [];
  const named = new Set([...mirrormaker.flows.map(flowName), ...mirrormaker.removedFlows.keys()]);
  return reading.value
    .filter(({ id, settings }) => settings.enabled !== false && !named.has(flowName(id)))
    .flatMap((flow) => {
      const [source, target] = [flow.id.source, flow.id.target].map((alias) =>
        ends(mirrormaker.service, alias),
      );
      if (source?.is !== 'attached' || target?.is !== 'attached') return [];
      const own = liveMirrorFlow(spec, mirrormaker, flow);
      return [{ ...own, sourceCluster: source.cluster, targetCluster: target.cluster }];
    });
}
