import type { ActionRun } from '../runner/run-action.ts';

/** A step that does not do what it says ends the demo with a non-zero exit. */
export class StepFailed extends Error {
  readonly run: ActionRun | undefined;

  constructor(message: string, run?: ActionRun) {
    super(message);
    this.name = 'StepFailed';
    this.run = run;
  }
}

/** Prints the story step by step: what happens, what it shows, how long it took. */
export class Story {
  #step = 0;
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  async step<T>(
    what: string,
    work: () => Promise<{ readonly shows: string; readonly value: T }>,
  ): Promise<T> {
    this.#step++;
    const start = performance.now();
    this.#print(`\n${this.#step}. ${what}`);
    const { shows, value } = await work();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    this.#print(`   ✔ ${shows} (${seconds} s)`);
    return value;
  }

  say(line: string): void {
    this.#print(`   ${line}`);
  }
}

/** The run ended as the step says, or the demo ends here with the run's log. */
export function expectResult(run: ActionRun, result: string): void {
  if (run.outputs['result'] === result && (run.exitCode === 0) === !failing.has(result)) return;
  throw new StepFailed(
    `the run ended with ${run.outputs['result'] ?? 'no result'}, exit code ${run.exitCode}, instead of ${result}`,
    run,
  );
}

const failing = new Set(['failed', 'refused', 'partially-applied']);

export function expectText(where: string, text: string, wanted: readonly string[]): void {
  const missing = wanted.filter((each) => !text.includes(each));
  if (missing.length > 0) throw new StepFailed(`${where} does not mention ${missing.join(', ')}:\n${text}`);
}
