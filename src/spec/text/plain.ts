/** A value of YAML as it is meant; how it is written is for `scalarText` and `inlineText` to say. */
export type Plain = string | number | bigint | boolean | null | readonly Plain[] | PlainMap;

/** In the order in which it is written. */
export type PlainMap = ReadonlyMap<string, Plain>;
