/**
 * Where a value stands in a resource: `partitions`, `config.retention.ms`, `tags.team`, `topics`. Digests and records hold it as
 * it is, so its form never changes. It is put together and taken apart here alone.
 */
export type FieldPath = string;

export type FieldPart =
  | { readonly of: 'config' | 'tags'; readonly name: string }
  /** A field of the resource itself. */
  | { readonly of: 'resource'; readonly name: string };

/** Of a topic config, by Kafka's own name: `config.retention.ms`. */
export function configPath(name: string): FieldPath {
  return `config.${name}`;
}

/** `tags.team` */
export function tagPath(key: string): FieldPath {
  return `tags.${key}`;
}

export function partOf(path: FieldPath): FieldPart {
  for (const part of ['config', 'tags'] as const) {
    if (path.startsWith(`${part}.`)) return { of: part, name: path.slice(part.length + 1) };
  }
  return { of: 'resource', name: path };
}

export function isConfigPath(path: FieldPath): boolean {
  return partOf(path).of === 'config';
}

export function isTagPath(path: FieldPath): boolean {
  return partOf(path).of === 'tags';
}

/** `retention.ms` of `config.retention.ms`; fields of the resource itself as they are. */
export function lastNameOf(path: FieldPath): string {
  return partOf(path).name;
}
