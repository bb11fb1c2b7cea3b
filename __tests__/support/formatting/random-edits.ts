import type { SpecEdit } from '../../../src/spec/edit/edit-spec.ts';
import type { Plain, PlainMap } from '../../../src/spec/text/plain.ts';
import type { Draw } from './draw.ts';
import {
  at,
  map,
  put,
  randomAcl,
  randomConfig,
  randomName,
  randomPattern,
  randomTopic,
  randomTopicField,
} from './random-spec.ts';

export interface Edited {
  readonly edits: readonly SpecEdit[];
  /** What the spec says after all of them. */
  readonly wanted: PlainMap;
}

/** Edits of any kind, each of what the spec says after those before it. */
export function randomEdits(said: PlainMap, draw: Draw, count: number): Edited {
  const wanted = new Map(said);
  const edits: SpecEdit[] = [];
  for (let left = count; left > 0; left--) {
    const edit = randomEdit(wanted, draw);
    edits.push(edit);
    apply(wanted, edit);
  }
  return { edits, wanted };
}

function apply(root: Map<string, Plain>, { path, to }: SpecEdit): void {
  const before = at(root, path);
  const list = Array.isArray(before) ? before : [];
  switch (to.kind) {
    case 'set':
      put(root, path, to.value);
      break;
    case 'append':
      put(root, path, [...list, ...to.values]);
      break;
    case 'take-out': {
      const index = list.findIndex((item: Plain) => textOf(item) === textOf(to.items[0] ?? null));
      put(root, path, list.toSpliced(index, 1));
      break;
    }
    case 'remove': {
      const parent = new Map(at(root, path.slice(0, -1)) as PlainMap); // the edit names what is there
      parent.delete(path.at(-1) ?? '');
      put(root, path.slice(0, -1), parent);
    }
  }
}

const set = (path: readonly string[], value: Plain): SpecEdit => ({ path, to: { kind: 'set', value } });

function randomEdit(root: PlainMap, draw: Draw): SpecEdit {
  const [cluster = 'core'] = keysAt(root, ['clusters'])
    .filter(() => draw.oneIn(2))
    .concat(keysAt(root, ['clusters']));
  const topics = ['clusters', cluster, 'topics'];
  const names = keysAt(root, topics);
  const topic = [...topics, names[draw.int(0, Math.max(0, names.length - 1))] ?? randomName(draw)];
  const fields = keysAt(root, topic);
  const field = [...topic, fields[draw.int(0, Math.max(0, fields.length - 1))] ?? 'partitions'];
  switch (draw.int(0, 9)) {
    case 0:
      return set([...topics, randomName(draw)], randomTopic(draw));
    case 1: {
      const [key, value] = randomTopicField(draw);
      return set([...topic, key], value);
    }
    case 2: {
      const [entry] = randomConfig(draw);
      return set(
        [...topic, 'config', entry?.[0] ?? 'retention.ms'],
        draw.oneIn(5) ? null : (entry?.[1] ?? '7d'),
      );
    }
    case 3:
      return fields.length === 0 ? set(field, 3) : { path: field, to: { kind: 'remove' } };
    case 4:
      return names.length === 0 ? set(topic, map({})) : { path: topic, to: { kind: 'remove' } };
    case 5: {
      const config = keysAt(root, [...topic, 'config']);
      const key = config[draw.int(0, Math.max(0, config.length - 1))];
      return key === undefined
        ? set([...topic, 'config'], randomConfig(draw))
        : { path: [...topic, 'config', key], to: { kind: 'remove' } };
    }
    case 6:
      return {
        path: ['clusters', cluster, 'acls', 'kafka'],
        to: { kind: 'append', values: Array.from({ length: draw.int(1, 2) }, () => randomAcl(draw)) },
      };
    case 7: {
      const acls = at(root, ['clusters', cluster, 'acls', 'kafka']);
      const item: Plain | undefined = Array.isArray(acls)
        ? acls[draw.int(0, Math.max(0, acls.length - 1))]
        : undefined;
      return item === undefined
        ? set(topic, randomTopic(draw))
        : { path: ['clusters', cluster, 'acls', 'kafka'], to: { kind: 'take-out', items: [item] } };
    }
    case 8:
      return set(
        ['mirrormaker', 'mm2', 'flows', 'core -> dc1', 'topics'],
        Array.from({ length: draw.int(1, 4) }, () => randomPattern(draw)),
      );
    default:
      return set(
        ['mirrormaker', draw.of('mm2', 'mm3'), 'flows', draw.of('core -> dc1', 'dc1 -> core'), 'enabled'],
        draw.of(true, false),
      );
  }
}

function keysAt(root: PlainMap, path: readonly string[]): readonly string[] {
  const value = at(root, path);
  return value instanceof Map ? [...value.keys()] : [];
}

function textOf(value: Plain): string {
  return JSON.stringify(value, (_, inner) => (inner instanceof Map ? [...inner] : inner));
}
