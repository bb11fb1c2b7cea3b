import type { LeftOutItem } from '../left-out.ts';

const maxNamed = 8;

/** Lines for a comment: what is there and not said, by reason. Empty: nothing is. */
export function leftOutComment(items: readonly LeftOutItem[]): readonly string[] {
  const told = items.filter(({ isSilent }) => isSilent !== true);
  if (told.length === 0) return [];
  const reasons = Map.groupBy(told, ({ why }) => why);
  return ['Exists, but is not in this spec:', ...[...reasons].map(([why, all]) => `- ${named(all)}: ${why}`)];
}

function named(items: readonly LeftOutItem[]): string {
  const names = items.slice(0, maxNamed).map(({ what }) => what);
  const rest = items.length - names.length;
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ');
}

/** The cluster or MirrorMaker 2 service that an item belongs to, as a key of a map; empty: to the whole spec. */
export function sectionOf({ path }: LeftOutItem): string {
  const [section = '', name = ''] = path;
  return name === '' || name.startsWith('*') ? '' : sectionKey(section, name);
}

export function sectionKey(section: string, name: string): string {
  return `${section} ${name}`;
}
