import type { RecordedRun } from '../../github/deployment.ts';

/** For the payload of the record of an apply. Absent where nothing was left out, as in every record before there was the input. */
export function leftOutPayload(leftOut: readonly string[]): Readonly<Record<string, unknown>> {
  return leftOut.length === 0 ? {} : { leftOut };
}

/** From that payload. What is no list of names, as nobody writes it, counts as `unclear`: such a record ends no range. */
export function leftOutOf({ payload }: Pick<RecordedRun, 'payload'>): readonly string[] | 'unclear' {
  const { leftOut = [] } = payload;
  if (!Array.isArray(leftOut)) return 'unclear';
  const names = leftOut.filter((name: unknown) => typeof name === 'string');
  return names.length === leftOut.length ? names : 'unclear';
}

/** An apply that ends the range for all clusters but some. */
export interface Boundary {
  readonly sha: string;
  /** The clusters that neither it nor any later one of these applies had. */
  readonly leftOut: readonly string[];
}

export interface AppliedBefore {
  /** Ends the range for every cluster; undefined: none does. */
  readonly base: RecordedRun | undefined;
  /** Newest first; each leaves out fewer than the one before it in this list. */
  readonly boundaries: readonly Boundary[];
}

/**
 * Where the range begins. `succeeded`: applies that succeeded and said so, newest first. A cluster that this run leaves out
 * itself need not have been in any of them.
 */
export function appliedBefore(
  succeeded: readonly RecordedRun[],
  leftOutNow: readonly string[],
): AppliedBefore {
  const boundaries: Boundary[] = [];
  for (const run of succeeded) {
    const own = leftOutOf(run);
    if (own === 'unclear') continue;
    const before = boundaries.at(-1)?.leftOut;
    const leftOut = own.filter(
      (key) => !leftOutNow.includes(key) && (before === undefined || before.includes(key)),
    );
    if (leftOut.length === 0) return { base: run, boundaries };
    if (leftOut.length !== before?.length) boundaries.push({ sha: run.sha, leftOut });
  }
  return { base: undefined, boundaries };
}

/** Whether an apply ends the range for every cluster of a run that leaves these out. */
export function endsRange(leftOutNow: readonly string[]): (run: Pick<RecordedRun, 'payload'>) => boolean {
  return (run) => {
    const own = leftOutOf(run);
    return own !== 'unclear' && own.every((key) => leftOutNow.includes(key));
  };
}
