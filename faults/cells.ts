import type { ActionRun } from '../sandbox/runner/run-action.ts';
import { githubFaults, howOften } from './github-faults.ts';
import { type Phase, phases, Story } from './story.ts';

/** One request of one run that goes wrong in one way. */
export interface Cell {
  readonly phase: Phase;
  readonly route: string;
  readonly fault: string;
  readonly often: keyof typeof howOften;
}

export interface CellResult {
  readonly cell: Cell;
  /** `applied`, or `refused: github-unavailable`. */
  readonly end: string;
  /** What is not as it must be; empty: all is. */
  readonly problems: readonly string[];
}

/** Every route that a run without faults uses, with every fault. */
export async function allCells(): Promise<readonly Cell[]> {
  const story = await Story.begin();
  try {
    const cells: Cell[] = [];
    for (const phase of phases) {
      story.github.log.clear();
      await story.run(phase);
      for (const route of story.github.log.counts().keys())
        for (const fault of Object.keys(githubFaults))
          for (const often of ['once', 'always'] as const) cells.push({ phase, route, fault, often });
    }
    return cells;
  } finally {
    await story.end();
  }
}

export async function tryCell(cell: Cell): Promise<CellResult> {
  const { phase, route, fault, often } = cell;
  const rule = githubFaults[fault];
  if (rule === undefined) throw new Error(`no fault ${fault}`);
  const story = await Story.begin();
  try {
    for (const earlier of phases.slice(0, phases.indexOf(phase))) await story.run(earlier);
    story.github.faults.add({ route, times: howOften[often], fault: rule });
    const struck = await story.run(phase);
    story.github.faults.clear();
    const problems = [...endProblems(struck)];
    await story.run(phase, false);
    for (const later of phases.slice(phases.indexOf(phase) + 1)) await story.run(later);
    if (phase === 'drift') await story.run('drift', false);
    problems.push(...(await stateProblems(story)));
    return { cell, end: endOf(struck), problems };
  } finally {
    await story.end();
  }
}

export function endOf({ outputs, exitCode }: ActionRun): string {
  const { result, 'failure-reason': reason } = outputs;
  if (result === undefined) return `no result, exit code ${exitCode}`;
  return reason ? `${result}: ${reason}` : result;
}

const foreign = /TypeError|Cannot read|is not a function|not iterable|<html|\[object Object/;

function* endProblems(run: ActionRun): Generator<string> {
  const { outputs, stdout, stderr } = run;
  if (outputs['result'] === undefined || outputs['failure-reason'] === undefined) yield 'it has no result';
  if (outputs['failure-reason'] === 'internal-error') yield 'it ends with internal-error';
  const said = foreign.exec(stdout + stderr + run.summary)?.[0];
  if (said !== undefined) yield `it says ${said}`;
  if (outputs['applied'] === '1' && !run.summary.includes('pplied')) yield 'the summary tells no outcome';
}

/** After runs without faults. */
async function stateProblems(story: Story): Promise<readonly string[]> {
  const problems: string[] = [];
  const topics = await story.topics();
  if (topics.join() !== 't1') problems.push(`the topics are ${topics.join(', ')}`);
  const creations = story.aiven.log.effects.filter(({ route }) => route === 'topic.create').length;
  if (creations !== 1) problems.push(`the topic was created ${creations} times`);
  const { comments, openRecords, openIssues } = story.said();
  if (comments.join() !== '## Kafka plan for `prod`: applied')
    problems.push(`comments: ${comments.join(' | ')}`);
  if (openRecords > 0) problems.push(`${openRecords} deployments have no state`);
  if (openIssues > 0) problems.push(`${openIssues} issues are open`);
  return problems;
}
