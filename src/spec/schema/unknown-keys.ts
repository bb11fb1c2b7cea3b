import { suggest } from '../../model/suggest.ts';
import { lineOf, listLineOf, writeLine } from '../meant/line.ts';
import { adviceOnOtherTool, keyOfOtherTool, valueOfOtherTool } from '../meant/other-tools.ts';
import { didYouMean } from '../rules/suggest.ts';
import type { SourceNode, SourcePath } from '../yaml/source-node.ts';
import { choicesAt, knownKeys, placesOfKey, valueTypes } from './json-schema.ts';
import { flowKeyPattern } from './mirrormaker.ts';

/** What to do about a key that is not known where it stands; `path` is that of its map, and `node` its value. */
export function unknownKeyHint(key: string, path: SourcePath, node: SourceNode | undefined): string {
  const known = knownKeys(path);
  return (
    otherUnit(key, node, known) ??
    adviceOnOtherTool(key, known) ??
    meantHint(key, path, node, keyOfOtherTool(key, known) ?? suggest(key, known)) ??
    misplaced(key, path, node) ??
    didYouMean(key, known)
  );
}

/** Never repeats the value of what may hold a secret. */
function meantHint(
  key: string,
  path: SourcePath,
  node: SourceNode | undefined,
  meant: string | undefined,
): string | undefined {
  if (meant === undefined) return undefined;
  const maySay = !/pass|secret|token|cert|key|^ssl_|^sasl_/i.test(`${key} ${meant}`);
  const line = node?.kind === 'scalar' && maySay ? valueLine([...path, meant], meant, node.value) : undefined;
  return `Did you mean "${meant}"?${line === undefined ? '' : ` ${writeLine(line)}`}`;
}

/** With the value as the key takes it: in a list, or in the spelling of one of its choices. */
function valueLine(path: SourcePath, key: string, value: unknown): string | undefined {
  const types = valueTypes(path);
  if (types.has('array') && !types.has('string')) return listLineOf(key, [value]);
  const choices = choicesAt(path);
  const text = String(value);
  return lineOf(key, valueOfOtherTool(text, choices) ?? suggest(text, choices) ?? value);
}

const unitsOfKeys: readonly (readonly [RegExp, string])[] = [
  [/^(?:hours?|hrs?)$/i, 'h'],
  [/^(?:minutes?|mins?)$/i, 'm'],
  [/^(?:seconds?|secs?)$/i, 's'],
  [/^days?$/i, 'd'],
];

/** `retention.hours` is near to `retention.bytes` in letters, and `retention.ms` in meaning. */
function otherUnit(key: string, node: SourceNode | undefined, known: readonly string[]): string | undefined {
  const [, stem = '', word = ''] =
    /^(?:log[._])?([a-z][a-z._]*?)[._]?(hours?|hrs|minutes?|min|seconds?|sec|days?)$/i.exec(key) ?? [];
  const suffix = unitsOfKeys.find(([pattern]) => pattern.test(word))?.[1];
  if (suffix === undefined) return undefined;
  const meant = `${stem.toLowerCase().replaceAll('_', '.')}.ms`;
  const amount = node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : 7;
  if (known.includes(meant)) return `Write ${meant}: ${amount}${suffix}.`;
  return known.includes('config') && knownKeys(['topic_profiles', 'any', 'config']).includes(meant)
    ? `Write config: { ${meant}: ${amount}${suffix} }.`
    : undefined;
}

/** A key that another place of the spec has: below this one, around it, or a name that was taken for another. */
function misplaced(key: string, path: SourcePath, node: SourceNode | undefined): string | undefined {
  const parent = path.at(-1);
  if (flowKeyPattern.test(key) && knownKeys(path).includes('flows'))
    return `Write it one level deeper, under flows:.`;
  if (typeof parent === 'string' && knownKeys([...path]).includes(parent))
    return `${parent}: is taken for a name here. Indent it deeper, so that it stands below the name it belongs to.`;
  const [place] = placesOfKey(key, path);
  if (place === undefined) return undefined;
  const below = place.slice(path.length);
  const [section] = below;
  const isBelow = place.length > path.length && path.every((step, index) => place[index] === step);
  const line = node?.kind === 'scalar' ? lineOf(key, node.value) : undefined;
  if (isBelow && below.length === 1 && section !== undefined)
    return line === undefined
      ? `Move it below ${section}:, which stands here.`
      : `It belongs below ${section}: write ${section}: { ${line} }.`;
  return `It is a key of ${placeWords(place)}; move it there.`;
}

function placeWords(place: readonly (string | number)[]): string {
  return place.length === 0 ? 'the spec itself, in column 1' : place.map(String).join('.');
}
