import type { ProcessEnd } from '../sandbox/mirrormaker/mirrormaker-process.ts';
import type { Prepared } from './prepare.ts';

/** The MirrorMaker 2 processes of a run: one for each service. */
export interface RunningServices {
  /** The first end of any. */
  readonly exited: Promise<ProcessEnd>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export async function startServices({
  services,
  start,
}: Pick<Prepared, 'services' | 'start'>): Promise<RunningServices> {
  const processes = await Promise.all(services.map((properties) => start(properties)));
  const each = async (what: 'stop' | 'kill'): Promise<void> => {
    await Promise.all(processes.map((process) => process[what]()));
  };
  return {
    exited: Promise.race(processes.map(({ exited }) => exited)),
    stop: () => each('stop'),
    kill: () => each('kill'),
  };
}
