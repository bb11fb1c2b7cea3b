/** When something that lasts was seen first: ISO 8601 times by its name. Kept as text in what this tool writes on GitHub. */
export type FirstSeen = Readonly<Record<string, string>>;

/** A marker has room for this many names, however long they are. */
const maxNames = 20;

/** Names that are seen now: since when they were seen before, or since now. */
export function seenAgain(before: FirstSeen, names: readonly string[], now: Date): FirstSeen {
  return Object.fromEntries(names.map((name) => [name, before[name] ?? now.toISOString()]));
}

/** Of two records the earlier time of each name. */
export function earlierOf(one: FirstSeen, other: FirstSeen): FirstSeen {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  const earlier = [...names].map((name): [string, string] => {
    const times = [one[name], other[name]].filter((time) => time !== undefined).sort();
    return [name, times[0] ?? ''];
  });
  return Object.fromEntries(earlier);
}

/** For a marker, sorted, of a bounded number of names; `readFirstSeen` reads it back. */
export function firstSeenText(seen: FirstSeen): string {
  return JSON.stringify(Object.fromEntries(Object.entries(seen).sort().slice(0, maxNames)));
}

/** Anybody may have edited it: an entry that is no time is left out. */
export function readFirstSeen(text: unknown): FirstSeen {
  if (typeof text !== 'string') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return {};
  }
  if (typeof value !== 'object' || value === null) return {};
  const times = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && isTime(entry[1]),
  );
  return Object.fromEntries(times.slice(0, maxNames));
}

function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT[0-9:.]{5,12}Z$/.test(text) && !Number.isNaN(Date.parse(text));
}
