/** The candidate that a typing mistake most likely meant: at most a third of its letters differ. Undefined: none is as near. */
export function suggest(written: string, candidates: Iterable<string>): string | undefined {
  if (written.length > maxWordLength) return undefined;
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (candidate.length > maxWordLength) continue;
    const distance = editDistance(normal(written), normal(candidate));
    if (distance < bestDistance && distance <= Math.max(1, Math.floor(candidate.length / 3))) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

const maxWordLength = 128;

/** `retention_ms` and `Retention.MS` are the same word to a person. */
function normal(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, '.');
}

/** Edits to get from one word to the other: insert, delete, replace, or swap two neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cheapest = Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cheapest = Math.min(cheapest, (beforePrevious[j - 2] ?? 0) + 1);
      }
      row.push(cheapest);
    }
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length] ?? a.length;
}
