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

/**
 * Whether a pattern under `manage.acls.principals` owns the ACLs of a principal. The principal of an ACL may be a pattern
 * itself, as `User:*` is: only a pattern that covers all that it stands for owns it, so a `?` does not take its `*` for a letter.
 */
export function ownsPrincipal(pattern: string, principal: string): boolean {
  return pattern === principal || matches(pattern, principal, (letter) => letter !== '*');
}
