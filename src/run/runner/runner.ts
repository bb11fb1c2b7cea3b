import type { Annotation } from '../../report/texts/annotations.ts';

/** What the action needs of the machine that runs it: inputs in; log, annotations, outputs and summary out. */
export interface Runner {
  /** Trimmed; empty when the workflow does not set it and `action.yml` has no default. */
  input(name: string): string;
  /** Hides a value in the log and the summary from now on. */
  mask(value: string): void;
  info(line: string): void;
  /** Shown where the run has debug logging, `ACTIONS_STEP_DEBUG`. */
  debug(line: string): void;
  startGroup(title: string): void;
  endGroup(): void;
  annotate(annotation: Annotation): void;
  output(name: string, value: string): void;
  summary(markdown: string): Promise<void>;
}
