/** A line of a diff: with the sign that it begins with. */
interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

const contextLines = 2;
/** More edits than these are shown as one block. */
const maxEdits = 1_000;

/** The lines of a unified diff, without the names of files; empty: nothing differs. */
export function lineDiff(before: string, after: string): readonly string[] {
  const all = diffLines(linesOf(before), linesOf(after));
  const shown = new Set<number>();
  for (const [index, { sign }] of all.entries()) {
    if (sign === ' ') continue;
    for (let near = index - contextLines; near <= index + contextLines; near++) shown.add(near);
  }
  const lines: string[] = [];
  let [oldLine, newLine, isOpen] = [1, 1, false];
  for (const [index, { sign, text }] of all.entries()) {
    if (shown.has(index)) {
      if (!isOpen) lines.push(`@@ -${oldLine} +${newLine} @@`);
      lines.push(`${sign}${text}`);
    }
    isOpen = shown.has(index);
    if (sign !== '+') oldLine++;
    if (sign !== '-') newLine++;
  }
  return lines;
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start++;
  let end = 0;
  const rest = Math.min(before.length, after.length) - start;
  while (end < rest && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const same = (lines: readonly string[]) => lines.map((text): DiffLine => ({ sign: ' ', text }));
  return [
    ...same(before.slice(0, start)),
    ...changed(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

/** Myers' greedy algorithm: the fewest lines that go or come. */
function changed(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const trace = furthest(before, after);
  if (trace === undefined) {
    return [
      ...before.map((text): DiffLine => ({ sign: '-', text })),
      ...after.map((text): DiffLine => ({ sign: '+', text })),
    ];
  }
  const lines: DiffLine[] = [];
  let [x, y] = [before.length, after.length];
  for (let d = trace.length - 1; d >= 0; d--) {
    const reach = trace[d] ?? new Map<number, number>();
    const k = x - y;
    const at = (diagonal: number) => reach.get(diagonal) ?? -1;
    const isDown = k === -d || (k !== d && at(k - 1) < at(k + 1));
    const from = isDown ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : at(from);
    const fromY = fromX - from;
    while (x > 0 && y > 0 && (d === 0 || (x > fromX && y > fromY))) {
      if (before[x - 1] !== after[y - 1]) break;
      lines.push({ sign: ' ', text: before[x - 1] ?? '' });
      x--;
      y--;
    }
    if (d === 0) break;
    if (isDown) lines.push({ sign: '+', text: after[--y] ?? '' });
    else lines.push({ sign: '-', text: before[--x] ?? '' });
  }
  return lines.reverse();
}

/** For each number of edits how far each diagonal reached before it; undefined: there are too many. */
function furthest(
  before: readonly string[],
  after: readonly string[],
): readonly ReadonlyMap<number, number>[] | undefined {
  const trace: ReadonlyMap<number, number>[] = [];
  const reach = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= Math.min(maxEdits, before.length + after.length); d++) {
    trace.push(new Map(reach));
    for (let k = -d; k <= d; k += 2) {
      const [left, right] = [reach.get(k - 1) ?? -1, reach.get(k + 1) ?? -1];
      let x = k === -d || (k !== d && left < right) ? right : left + 1;
      let y = x - k;
      while (x < before.length && y < after.length && before[x] === after[y]) {
        x++;
        y++;
      }
      reach.set(k, x);
      if (x >= before.length && y >= after.length) return trace;
    }
  }
  return undefined;
}
