import { Outlet } from '../../run/runner/outlet.ts';
import type { Voice } from './voice.ts';

/**
 * The way out for texts of a command that knows secrets, as the action has it. What is going on is told on a terminal; `isVerbose`: with
 * each request.
 */
export function redacting(voice: Voice, { isVerbose }: { readonly isVerbose: boolean }): Outlet {
  const nothing = (): void => {};
  return new Outlet(
    {
      input: () => '',
      mask: nothing,
      info: (line) => voice.progress(line),
      debug: isVerbose ? (line) => voice.tell(line) : nothing,
      startGroup: nothing,
      endGroup: nothing,
      annotate: nothing,
      output: nothing,
      summary: async () => {},
    },
    noFiles,
  );
}

const noFiles = {
  writeFile: () => Promise.reject(new Error('a command that only reads was to write a file')),
};
