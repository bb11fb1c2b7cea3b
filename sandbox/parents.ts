import { fstatSync, readFileSync } from 'node:fs';

/**
 * Calls back once nobody is there any more who could stop this process: the script that started it, or npm above
 * that, is gone, or its input has ended. Input from a file, as of a job in the background, says nothing.
 */
export function whenAbandoned(abandoned: () => void): void {
  const above = parents();
  const timer = setInterval(() => {
    if (parents().join() === above.join()) return;
    clearInterval(timer);
    abandoned();
  }, 250);
  timer.unref();
  const input = fstatSync(0);
  if (process.stdin.isTTY || input.isFIFO() || input.isSocket()) process.stdin.once('end', abandoned);
}

/** Ids of the processes above; of more than one if npm was asked to run this. */
function parents(): readonly number[] {
  const parent = process.ppid;
  return process.env['npm_lifecycle_event'] === undefined ? [parent] : [parent, parentOf(parent)];
}

/** 0 where the system has no `/proc`, or no such process. */
function parentOf(pid: number): number {
  try {
    // `pid (name) state ppid …`, where the name may hold anything.
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}
