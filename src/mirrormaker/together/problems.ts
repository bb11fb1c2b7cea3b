import type { FlowProblem } from '../flow-problems.ts';
import type { FlowsTogether } from './flows-together.ts';
import { groupProblems } from './group-problems.ts';
import { replacedLists } from './replaced-lists.ts';
import { settingsProblems } from './settings-problems.ts';
import { sharedTargets } from './shared-targets.ts';
import { sharingProblems } from './sharing-problems.ts';

/** What goes wrong between flows, and between flows and the settings that they share. */
export function problemsTogether(model: FlowsTogether): readonly FlowProblem[] {
  return [
    ...sharingProblems(model),
    ...sharedTargets(model),
    ...groupProblems(model),
    ...settingsProblems(model.flows),
    ...replacedLists(model),
  ];
}
