/** What all names begin with, up to a dot, dash or underscore in each of them. Empty: they have no such beginning. */
export function commonPrefix(names: readonly string[]): string {
  const [first = '', ...others] = names;
  if (others.length === 0) return '';
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && other[same] === first[same]) same++;
    length = same;
  }
  const common = first.slice(0, length);
  if (names.every((name) => name.length === length || separators.test(name[length] ?? ''))) return common;
  const end = Math.max(common.lastIndexOf('.'), common.lastIndexOf('-'), common.lastIndexOf('_'));
  return end <= 0 ? '' : common.slice(0, end);
}

const separators = /[._-]/;

/** The first part of a name with the sign behind it, `orders.`; undefined: it has one part only. */
export function firstPart(name: string): string | undefined {
  return /^[^._-]+[._-]/.exec(name)?.[0];
}
