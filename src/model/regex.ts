/**
 * The part of Java's regular expressions (`java.util.regex.Pattern` of Java 17) that means the same in RE2, as a tree.
 */
export type Regex =
  | { readonly type: 'char'; readonly char: string }
  /** `.` */
  | { readonly type: 'any' }
  /** `chars` when the class is a short list of plain characters. */
  | { readonly type: 'class'; readonly chars?: readonly string[] }
  | { readonly type: 'empty' }
  | { readonly type: 'sequence'; readonly items: readonly Regex[] }
  | { readonly type: 'alternatives'; readonly options: readonly Regex[] }
  /** `max` undefined: no limit. */
  | { readonly type: 'repeat'; readonly item: Regex; readonly min: number; readonly max?: number };

/** Parts when counted repetitions are written out. */
export function sizeOf(regex: Regex): number {
  switch (regex.type) {
    case 'sequence':
      return regex.items.reduce((sum, item) => sum + sizeOf(item), 0);
    case 'alternatives':
      return regex.options.reduce((sum, option) => sum + sizeOf(option), 1);
    case 'repeat':
      return sizeOf(regex.item) * Math.max(1, regex.max ?? regex.min);
    default:
      return 1;
  }
}
