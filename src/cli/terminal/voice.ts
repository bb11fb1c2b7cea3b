import type { CliPorts } from '../ports.ts';
import { type Paint, painter } from './paint.ts';

/** How a command speaks. Each text is one line or several, without the last line end. */
export interface Voice {
  /** The answer: standard output, and nothing else goes there. */
  answer(text: string): void;
  /** For people: standard error. */
  tell(text: string): void;
  /** What is being done at the moment; told where somebody looks. */
  progress(text: string): void;
  /** For answers. */
  readonly paint: Paint;
}

export function voiceOf({ stdout, stderr }: Pick<CliPorts, 'stdout' | 'stderr'>): Voice {
  const dimmed = painter(stderr.hasColours);
  return {
    answer: (text) => stdout.write(`${text}\n`),
    tell: (text) => stderr.write(`${text}\n`),
    progress: (text) => {
      if (stderr.isTerminal) stderr.write(`${dimmed('dim', text)}\n`);
    },
    paint: painter(stdout.hasColours),
  };
}

/** What programs read: keys in the order given. */
export function asJson(value: object): string {
  return JSON.stringify(value, null, 2);
}
