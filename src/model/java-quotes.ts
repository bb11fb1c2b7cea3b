/** As Java does before anything else: what stands between `\Q` and `\E`, or the end, is escaped one by one. */
export function unquoted(pattern: string): string {
  let text = '';
  for (let at = 0; at < pattern.length; ) {
    if (pattern[at] !== '\\') {
      text += pattern[at++];
    } else if (pattern[at + 1] !== 'Q') {
      text += pattern.slice(at, at + 2);
      at += 2;
    } else {
      const end = pattern.indexOf('\\E', at + 2);
      const quoted = pattern.slice(at + 2, end === -1 ? undefined : end);
      text += quoted.replace(/[^A-Za-z0-9]/g, '\\$&');
      at = end === -1 ? pattern.length : end + 2;
    }
  }
  return text;
}
