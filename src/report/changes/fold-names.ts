/**
 * Many names in few characters, without losing one: `old.{0..4999}.events`, `orders.{created,paid}`. What stands
 * between the braces is every number of a range, or every ending. Names that have braces are left as they are.
 */
export function foldNames(names: readonly string[]): readonly string[] {
  const unique = [...new Set(names)].toSorted();
  const numbered = Map.groupBy(unique, (name) => {
    const place = around(name);
    return place === undefined ? '' : JSON.stringify([place.before, place.after]);
  });
  const left: string[] = [];
  const folded: string[] = [];
  for (const [key, group] of numbered) {
    const ends = group.map(around);
    const [first] = ends;
    if (first === undefined || key === '' || group.length < 3) left.push(...group);
    else folded.push(...braced(first.before, ranges(ends.flatMap((end) => end?.number ?? [])), first.after));
  }
  return [...foldEndings(left), ...folded].toSorted();
}

/** UTF-16 units; a block of code shows 400 in a line. */
const maxLength = 300;

/** The text around the last number of a name; nothing for a number that does not read back as it was. */
function around(name: string): { before: string; after: string; number: number } | undefined {
  const [, before = '', digits = '', after = ''] = /^([^{}]*?)(\d{1,9})([^\d{}]*)$/.exec(name) ?? [];
  if (digits === '' || String(Number(digits)) !== digits) return undefined;
  return { before, after, number: Number(digits) };
}

function ranges(numbers: readonly number[]): readonly string[] {
  const parts: string[] = [];
  const sorted = numbers.toSorted((a, b) => a - b);
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end++;
    if (end - start > 1) parts.push(`${sorted[start]}..${sorted[end]}`);
    else parts.push(...sorted.slice(start, end + 1).map(String));
    start = end + 1;
  }
  return parts;
}

/** Not longer than a line may be; what has no room goes on in the next. */
function braced(before: string, parts: readonly string[], after: string): readonly string[] {
  const bodies: string[] = [];
  for (const part of parts) {
    const last = bodies.at(-1);
    if (last === undefined || before.length + last.length + part.length + after.length > maxLength)
      bodies.push(part);
    else bodies[bodies.length - 1] = `${last},${part}`;
  }
  return bodies.map((body) => `${before}{${body}}${after}`);
}

function foldEndings(names: readonly string[]): readonly string[] {
  const groups = Map.groupBy(names, (name) => /^[^{},]*\.(?=[^{},.]+$)/.exec(name)?.[0] ?? '');
  return [...groups].flatMap(([start, group]) =>
    start === '' || group.length < 3
      ? group
      : braced(
          start,
          group.map((name) => name.slice(start.length)),
          '',
        ),
  );
}
