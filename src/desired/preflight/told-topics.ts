import { mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import type { FlowTopic } from '../../model/flow-preflight.ts';
import type { CheckedFlow } from '../derived/view.ts';

export interface Told {
  readonly code: string;
  readonly severity: Severity;
  readonly says: (names: string) => string;
  readonly hint: string;
}

/** One finding for all topics with the same problem, with the first few names. */
export function told(
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
