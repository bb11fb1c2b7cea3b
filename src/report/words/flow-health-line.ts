import { flowName } from '../../model/flow.ts';
import type { FlowHealth } from '../../plan/flows/flow-health.ts';
import { type Phrase, phrase } from './phrase.ts';
import { prose } from './prose.ts';

/** One flow after an apply, in one sentence without its full stop. */
export function flowHealthLine({ flow, state, because }: FlowHealth): string {
  return `Flow ${flowName(flow)} ${words[state]}: ${because}`;
}

/** The same for a comment: the name is code, and what others said is text. */
export function flowHealthPhrase({ flow, state, because }: FlowHealth): Phrase {
  return phrase`Flow ${flowName(flow)} ${[words[state]]}: ${prose(because)}`;
}

const words = {
  runs: 'runs',
  starting: 'does not run yet, look again later',
  failed: 'does not run',
  unknown: 'may run, cannot tell',
} as const;
