import type { Clock } from '../model/clock.ts';
import type { Ports } from '../run/ports.ts';

/** One of the two streams that a command writes to. */
export interface TextStream {
  write(text: string): void;
  /** Somebody looks at it; otherwise it goes to a file or to another program. */
  readonly isTerminal: boolean;
  readonly hasColours: boolean;
}

export type GitAnswer =
  | { readonly ok: true; readonly bytes: Uint8Array }
  /** In words, as the end of a sentence. */
  | { readonly ok: false; readonly because: string };

/** Everything outside the process, built once in `cli.ts`. */
export interface CliPorts extends Pick<Ports, 'connectAiven' | 'connectKafka' | 'readOwnText'> {
  /** What stands after the name of the command. */
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `24.14.0` */
  readonly nodeVersion: string;
  /** The folder that the command was called in, absolute. */
  readonly directory: string;
  readonly clock: Clock;
  /** Aborted when the command is asked to end. */
  readonly cancelled: AbortSignal;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** Whether a file or a folder has this absolute path. */
  isThere(path: string): Promise<boolean>;
  /** Makes the folders that are missing. Not where something of this name is there, nor behind a link out of `within`. */
  writeNewFile(path: string, content: { readonly text: string; readonly within: string }): Promise<Written>;
  /** Writes a file anew that still is what it was, byte for byte, and no link. */
  replaceFile(path: string, content: { readonly before: string; readonly text: string }): Promise<Written>;
  /** Asks git about the clone in the folder of the command. It writes nothing, fetches nothing and runs no program of the clone. */
  git(words: readonly string[], input?: string): Promise<GitAnswer>;
  /** Asks who sits at the terminal. Undefined: nobody does. */
  readonly ask: ((question: string) => Promise<Answer>) | undefined;
}

/** `because`: in words, as the end of a sentence. */
export type Written = { readonly ok: true } | { readonly ok: false; readonly because: string };

/** `ended`: by Ctrl-C, or because the input came to its end. */
export type Answer = { readonly state: 'given'; readonly text: string } | { readonly state: 'ended' };
