import { aivenAclLines } from '../../import/draft/aiven-acl-lines.ts';
import { kafkaAclLines } from '../../import/draft/kafka-acl-lines.ts';
import type { AivenAclId } from '../../model/aiven-acl.ts';
import type { KafkaAclId } from '../../model/kafka-acl.ts';
import type { SpecEdit } from '../../spec/edit/edit-spec.ts';
import type { Plain, PlainMap } from '../../spec/text/plain.ts';
import { isList, isMap } from '../../spec/text/scalar-text.ts';
import { type AclId, type AclSource, aclName, aclSources } from './acl-sources.ts';

/** The edits after which no line of the cluster stands for these entries, and every other entry is said as before; and which no line said. */
export function withoutEntries(
  cluster: string,
  entries: readonly AclId[],
  said: PlainMap,
): { readonly edits: readonly SpecEdit[]; readonly unsaid: readonly AclId[] } {
  const gone = new Set(entries.map(aclName));
  const found = new Set<string>();
  const edits: SpecEdit[] = [];
  for (const [, sources] of Map.groupBy(aclSources(cluster, said), ({ path }) => JSON.stringify(path))) {
    const [{ path } = { path: [] }] = sources;
    const replaced = sources.map((source) => {
      const all = source.entriesOf(source.item);
      const hit = all.filter((id) => gone.has(aclName(id)));
      for (const id of hit) found.add(aclName(id));
      if (hit.length === 0) return { list: [source.item], more: [] };
      return replacement(
        source,
        all.filter((id) => !gone.has(aclName(id))),
      );
    });
    const list = replaced.flatMap(({ list: own }) => own);
    const more = replaced.flatMap(({ more: others }) => others);
    const isSame = list.length === sources.length && list.every((item, at) => item === sources[at]?.item);
    if (!isSame) edits.push({ path, to: { kind: 'set', value: list } });
    edits.push(...more);
  }
  return { edits, unsaid: entries.filter((id) => !found.has(aclName(id))) };
}

interface Replacement {
  /** In its place; empty: the line goes. */
  readonly list: readonly Plain[];
  /** Where its list cannot say what is left. */
  readonly more: readonly SpecEdit[];
}

/** What is left of a line: with a shorter list in it where that says it, else as lines of their own. */
function replacement(source: AclSource, rest: readonly AclId[]): Replacement {
  if (rest.length === 0) return { list: [], more: [] };
  const shorter = shortened(source, rest);
  if (shorter !== undefined) return { list: [shorter], more: [] };
  const kafka = rest.filter((id): id is KafkaAclId => id.kind === 'kafka-acl');
  const aiven = rest.filter((id): id is AivenAclId => id.kind === 'aiven-acl');
  const model = source.path.at(-1);
  const lines = { kafka: kafkaAclLines(kafka), aiven: aivenAclLines(aiven) };
  const texts = (which: 'kafka' | 'aiven') => lines[which].map(({ fields }): Plain => fields);
  if (model === 'kafka' || model === 'aiven') return { list: texts(model), more: [] };
  const cluster = source.path.slice(0, 2);
  const more = (['kafka', 'aiven'] as const).flatMap((which): SpecEdit[] =>
    lines[which].length === 0
      ? []
      : [{ path: [...cluster, 'acls', which], to: { kind: 'append', values: texts(which) } }],
  );
  return { list: [], more };
}

/** Undefined: no list in the line says it by being shorter. */
function shortened(source: AclSource, rest: readonly AclId[]): Plain | undefined {
  const wanted = namesOf(rest);
  for (const at of listsIn(source.item)) {
    const whole = valueAt(source.item, at);
    if (whole === undefined || !isList(whole)) continue;
    const kept = whole.filter((one) => {
      const alone = source.entriesOf(withValue(source.item, at, [one]));
      return alone.length > 0 && alone.every((id) => wanted.has(aclName(id)));
    });
    if (kept.length === 0 || kept.length === whole.length) continue;
    const candidate = withValue(source.item, at, kept);
    const says = namesOf(source.entriesOf(candidate));
    if (says.size === wanted.size && [...says].every((name) => wanted.has(name))) return candidate;
  }
  return undefined;
}

function namesOf(ids: readonly AclId[]): ReadonlySet<string> {
  return new Set(ids.map(aclName));
}

/** Paths to the lists in a line: `allow`, `principal`, `consume.topics`. */
function listsIn(item: Plain): readonly (readonly string[])[] {
  if (!isMap(item)) return [];
  return [...item].flatMap(([key, value]): (readonly string[])[] => {
    if (isList(value)) return [[key]];
    return listsIn(value).map((path) => [key, ...path]);
  });
}

/** Undefined: nothing is there. */
function valueAt(item: Plain, [key, ...rest]: readonly string[]): Plain | undefined {
  if (key === undefined) return item;
  const inner = isMap(item) ? item.get(key) : undefined;
  return inner === undefined ? undefined : valueAt(inner, rest);
}

function withValue(item: Plain, [key, ...rest]: readonly string[], value: Plain): Plain {
  if (key === undefined || !isMap(item)) return value;
  return new Map(
    [...item].map(([each, inner]) => [each, each === key ? withValue(inner, rest, value) : inner]),
  );
}
