/** Where something would stand in the spec: its keys from the root on. An ACL goes by its text in the place of an index. */
export type DraftPath = readonly string[];

/** Something that is there and that the spec does not say, with the reason for people. */
export interface LeftOutItem {
  readonly path: DraftPath;
  /** As people call it: `topic orders`, `config retention.ms of orders`. */
  readonly what: string;
  /** A clause without a full stop. */
  readonly why: string;
  /** Nobody misses it in a spec: what Kafka and MirrorMaker 2 keep for themselves, and what flows write. */
  readonly isExpected?: true;
  /** Not even worth a comment. */
  readonly isSilent?: true;
}

/** Why parts of the spec must go that an earlier draft had, by path. */
export type Exclusions = ReadonlyMap<string, string>;

export function pathKey(path: DraftPath): string {
  return JSON.stringify(path);
}

/** Collects, while a draft is made, what does not come into it. */
export class LeftOut {
  readonly #exclusions: Exclusions;
  readonly #items = new Map<string, LeftOutItem>();

  constructor(exclusions: Exclusions) {
    this.#exclusions = exclusions;
  }

  get items(): readonly LeftOutItem[] {
    return [...this.#items.values()];
  }

  add(item: LeftOutItem): void {
    const key = pathKey(item.path);
    if (!this.#items.has(key)) this.#items.set(key, item);
  }

  /** Whether an earlier proof excluded it; then it is noted. */
  excludes(path: DraftPath, what: string): boolean {
    const why = this.#exclusions.get(pathKey(path));
    if (why === undefined) return false;
    this.add({ path, what, why });
    return true;
  }
}
