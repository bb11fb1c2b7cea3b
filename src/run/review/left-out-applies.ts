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
  /**
   * What it and the applies after it left out, one list for each. What was shown before it counts only for what each of them could
   * not do: a flow between two clusters may have been left out because of either.
   */
  readonly withouts: readonly (readonly string[])[];
}

export interface AppliedBefore {
  /** Ends the range for every cluster; undefined: none does. */
  readonly base: RecordedRun | undefined;
  /** Newest first. */
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
    const leftOut = own.filter((key) => !leftOutNow.includes(key));
    if (leftOut.length === 0) return { base: run, boundaries };
    const withouts = boundaries.at(-1)?.withouts ?? [];
    // One that left out as much as a later one did has done nothing that the later one did not do.
    if (withouts.some((later) => later.every((key) => leftOut.includes(key)))) continue;
    boundaries.push({ sha: run.sha, withouts: [...withouts, leftOut] });
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
