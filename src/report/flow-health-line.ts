import { flowName } from '../model/flow.ts';
import type { FlowHealth } from '../plan/flow-health.ts';

/** One flow after an apply, in one sentence without its full stop. */
export function flowHealthLine({ flow, state, because }: FlowHealth): string {
  return `Flow ${flowName(flow)} ${words[state]}: ${because}`;
}

const words = {
  runs: 'runs',
  starting: 'does not run yet, look again later',
  failed: 'does not run',
  unknown: 'may run, cannot tell',
} as const;
