import type { Clock } from '../model/clock.ts';

/** One of the two streams that a command writes to. */
export interface TextStream {
  write(text: string): void;
  /** Somebody looks at it; otherwise it goes to a file or to another program. */
  readonly isTerminal: boolean;
  readonly hasColours: boolean;
}

/** Everything outside the process, built once in `cli.ts`. */
export interface CliPorts {
  /** What stands after the name of the command. */
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `24.14.0` */
  readonly nodeVersion: string;
  /** The folder that the command was called in, absolute. */
  readonly directory: string;
  readonly clock: Clock;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** Whether a file or a folder has this absolute path. */
  isThere(path: string): Promise<boolean>;
}
