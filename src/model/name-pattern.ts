/**
 * Glob on a whole name, as in `manage`: `*` is any run of characters, `?` is exactly one, everything else is
 * itself. Runs in O(pattern × name) at worst, whatever the pattern.
 */
export function matchesNamePattern(pattern: string, name: string): boolean {
  return matches(pattern, name, () => true);
}

function matches(pattern: string, name: string, isOneLetter: (letter: string) => boolean): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let resume = 0;
  while (n < name.length) {
    const wanted = pattern[p];
    if (wanted === '*') {
      star = p++;
      resume = n;
    } else if (wanted === name[n] || (wanted === '?' && isOneLetter(name[n] ?? ''))) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Whether there is a name that both globs match. O(one × other). */
export function mayBothMatch(one: string, other: string): boolean {
  // behind[j]: what is left of `one` and of `other` from j on can be the same text.
  let behind: boolean[] = [];
  for (let i = one.length; i >= 0; i--) {
    const here: boolean[] = [];
    for (let j = other.length; j >= 0; j--) here[j] = meet(one[i], other[j], { here, behind, j });
    behind = here;
  }
  return behind[0] === true;
}

interface Rest {
  readonly here: readonly boolean[];
  readonly behind: readonly boolean[];
  readonly j: number;
}

function meet(one: string | undefined, other: string | undefined, { here, behind, j }: Rest): boolean {
  if (one === undefined && other === undefined) return true;
  const [pastOne, pastOther] = [behind[j] === true, here[j + 1] === true];
  if (one === '*') return pastOne || (other !== undefined && pastOther);
  if (other === '*') return pastOther || (one !== undefined && pastOne);
  if (one === undefined || other === undefined) return false;
  return (one === other || one === '?' || other === '?') && behind[j + 1] === true;
}

/** Whether one glob matches every name that another one stands for: a `?` does not take its `*` for a letter. */
export function coversPattern(pattern: string, other: string): boolean {
  return pattern === other || matches(pattern, other, (letter) => letter !== '*');
}

/**
 * Whether a pattern under `manage.acls.principals` owns the ACLs of a principal, which may stand for many itself, as `User:*`
 * does: then only a pattern that covers all of them owns it.
 */
export function ownsPrincipal(pattern: string, principal: string): boolean {
  return coversPattern(pattern, principal);
}
