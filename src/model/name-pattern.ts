/**
 * Glob on a whole name, as in `manage`: `*` is any run of characters, `?` is exactly one, everything else is
 * itself. Runs in O(pattern × name) at worst, whatever the pattern.
 */
export function matchesNamePattern(pattern: string, name: string): boolean {
  let p = 0;
  let n = 0;
  let star = -1;
  let resume = 0;
  while (n < name.length) {
    const wanted = pattern[p];
    if (wanted === '*') {
      star = p++;
      resume = n;
    } else if (wanted === '?' || wanted === name[n]) {
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

/** Stars and question marks alone, with one star at least: `*`, `**` and `?*` are every name there is. */
export function matchesEveryName(pattern: string): boolean {
  return /^[*?]*\*[*?]*$/.test(pattern);
}
