import { emptinessStates } from '../model/emptiness.ts';
import type { Operation } from '../model/operation.ts';
import { namesOfPlaces, type PlaceNames, type Places } from '../plan/topology.ts';
import { type Carried, checkedCarried } from './carried.ts';
import type { ReviewRecord } from './record.ts';

/** Of one text; a check run takes 65,535 characters. */
const maxTextLength = 60_000;
const opening = '```aiven-kafka-gitops-review';
const closing = '```';
const version = 3;
/** The version before this one. It is still read, but it records less. */
const formerVersion = 2;

/**
 * A record as texts for the text of check runs, each of which says which part it is, so that a missing part is
 * noticed. One entry is a line: `<exact><outcome>`, `+<created>`, `?<pending>`, `=<topic><e|h|c>` for empty, holds records,
 * cannot tell, `&<shown><values>`, `!<brought about>`, `~<stage>` or `^<created><values><fields>`. What room is left in the last text holds the operations in clear, as JSON in ASCII without a backtick, so that nothing ends the fence.
 */
export function writeRecord(record: ReviewRecord): readonly string[] {
  const entries = [
    ...record.operations.map(({ exact, outcome }) => exact + outcome),
    ...record.created.map((digest) => `+${digest}`),
    ...record.pending.map((digest) => `?${digest}`),
    ...record.emptiness.map(({ topic, state }) => `=${topic}${state.charAt(0)}`),
    ...record.restsOn.map(({ shown, values }) => `&${shown}${values}`),
    ...record.brought.map((digest) => `!${digest}`),
    ...record.stages.map((digest) => `~${digest}`),
    ...record.carried.map(carriedLine),
  ];
  const room =
    maxTextLength - 500 - ascii([record.notCompared, record.leftOut, placesHead(record.places)]).length; // for the fence and the head
  const parts: string[][] = [[]];
  let used = 0;
  const add = (line: string): void => {
    parts.at(-1)?.push(line);
    used += line.length + 1;
  };
  for (const entry of entries) {
    if (used + entry.length + 1 > room) {
      parts.push([]);
      used = 0;
    }
    add(entry);
  }
  for (const operation of record.shown) {
    const line = clearLine(operation);
    if (used + line.length + 1 > room) break;
    add(line);
  }
  const { name, digest, pullRequest, notCompared, leftOut } = record;
  const without = leftOut.length === 0 ? {} : { leftOut };
  const places = placesHead(record.places);
  return parts.map((lines, index) => {
    const part = { part: index + 1, parts: parts.length };
    const head = { v: version, name, digest, pullRequest, ...part, notCompared, ...without, ...places };
    return [opening, ascii(head), ...lines, closing].join('\n');
  });
}

/** Undefined: the texts are not the complete parts of one record. */
export function readRecord(texts: readonly string[]): ReviewRecord | undefined {
  const parts = texts.map(readPart);
  const [first] = parts;
  if (first === undefined || parts.length !== first.parts) return undefined;
  const numbers = new Set<number>();
  const lines: string[] = [];
  for (const part of parts) {
    if (part === undefined || label(part) !== label(first)) return undefined;
    numbers.add(part.part);
    lines.push(...part.lines);
  }
  if (numbers.size !== first.parts || !lines.every((line) => isLine(line, first.version))) return undefined;
  const starting = (sign: string) =>
    lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(1));
  return {
    version: first.version,
    name: first.name,
    digest: first.digest,
    leftOut: first.leftOut,
    places: first.places,
    pullRequest: first.pullRequest,
    operations: lines
      .filter((line) => line.length === 24 && /^[\w-]+$/.test(line))
      .map((line) => ({ exact: line.slice(0, 12), outcome: line.slice(12) })),
    created: starting('+'),
    pending: starting('?'),
    notCompared: first.notCompared,
    emptiness: starting('=').flatMap((line) => {
      const state = emptinessStates.find((each) => each.startsWith(line.slice(12)));
      return state === undefined ? [] : [{ topic: line.slice(0, 12), state }];
    }),
    restsOn: starting('&').map((line) => ({ shown: line.slice(0, 12), values: line.slice(12) })),
    brought: starting('!'),
    stages: starting('~'),
    carried: starting('^').map(readCarried),
    shown: lines.flatMap((line) => readClearLine(line) ?? []),
  };
}

/** Whether a text is a part of a record of this spec and pull request. */
export function isPartOf(text: string, of: Pick<ReviewRecord, 'name' | 'pullRequest'>): boolean {
  const part = readPart(text);
  return part?.name === of.name && part.pullRequest === of.pullRequest;
}

const entries: { readonly [V in ReviewRecord['version']]: RegExp } = {
  2: /^([\w-]{24}|[+?][\w-]{12})$/,
  3: /^([\w-]{24}|[+?!~][\w-]{12}|=[\w-]{12}[ehc]|&[\w-]{24}|\^[\w-]{24}(\[.*\])?)$/,
};

function isLine(line: string, ofVersion: ReviewRecord['version']): boolean {
  return entries[ofVersion].test(line) || readClearLine(line) !== undefined;
}

function carriedLine({ created, values, fields }: Carried): string {
  return `^${created}${values}${fields === undefined ? '' : ascii([...fields])}`;
}

/** Fields that do not read back are not kept. */
function readCarried(line: string): Carried {
  const [created, values, rest] = [line.slice(0, 12), line.slice(12, 24), line.slice(24)];
  const pairs = parseJson(rest);
  const fields = Array.isArray(pairs) && pairs.every(isPairOfTexts) ? new Map(pairs) : undefined;
  return checkedCarried({ created, values, fields });
}

function isPairOfTexts(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((text) => typeof text === 'string');
}

function clearLine({ place, kind, name, action, field, from, to }: Operation): string {
  return ascii([place, kind, name, action, field, from, to]);
}

/** JSON on one line, of printable ASCII without a backtick. */
function ascii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^ -~]|`/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Shown to people only, so its values are taken as they are; the digests say what may be applied. */
function readClearLine(line: string): Operation | undefined {
  if (!line.startsWith('[')) return undefined;
  const value = parseJson(line);
  if (!Array.isArray(value) || value.length !== 7) return undefined;
  const [place, kind, name, action, field, from, to] = value as readonly unknown[]; // an array of JSON values
  const texts = [place, kind, name, action, field];
  if (!texts.every((text) => typeof text === 'string') || !isFieldValue(from) || !isFieldValue(to)) {
    return undefined;
  }
  const actions: readonly Operation['action'][] = ['create', 'update', 'replace', 'delete'];
  const known = actions.find((candidate) => candidate === action);
  if (known === undefined) return undefined;
  const [at, ofKind, called, , ofField] = texts.map(String);
  return {
    place: at ?? '',
    kind: ofKind ?? '',
    name: called ?? '',
    action: known,
    field: ofField ?? '',
    from,
    to,
  };
}

function isFieldValue(value: unknown): value is Operation['from'] {
  if (value === null || typeof value === 'string') return true;
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string');
  if (typeof value !== 'object') return false;
  const { secret, name } = { secret: undefined, name: undefined, ...value };
  return ['set', 'changed', 'cannot tell'].includes(String(secret)) && typeof name === 'string';
}

/** What the head of a part says, whatever its form. */
interface Head {
  readonly version: number;
  readonly name: string;
  readonly pullRequest: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
}

interface Part {
  readonly version: ReviewRecord['version'];
  readonly name: string;
  readonly digest: string;
  readonly pullRequest: number;
  readonly part: number;
  readonly parts: number;
  readonly notCompared: readonly string[];
  readonly leftOut: readonly string[];
  readonly places: Places;
  readonly lines: readonly string[];
}

function label({ version: ofVersion, name, digest, pullRequest, parts, leftOut, places }: Part): string {
  return JSON.stringify([ofVersion, name, digest, pullRequest, parts, leftOut, placesHead(places)]);
}

function readHead(text: string): Head | undefined {
  const lines = text.trim().split('\n');
  if (lines[0] !== opening || lines.at(-1) !== closing) return undefined;
  const value = parseJson(lines[1] ?? '');
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Record<string, unknown>; // an object, checked field by field where it is used
  const { v, name, pullRequest } = fields;
  if (typeof v !== 'number' || typeof name !== 'string' || typeof pullRequest !== 'number') return undefined;
  return { version: v, name, pullRequest, fields, lines: lines.slice(2, -1) };
}

/** What the head of a part says of places: nothing of a kind of names of which there is none. */
function placesHead(places: Places): Readonly<Record<string, PlaceLists>> {
  const kinds = namesOfPlaces.filter((kind) => places[kind].size > 0);
  return Object.fromEntries(kinds.map((kind) => [kind, Object.fromEntries(places[kind])]));
}

type PlaceLists = Readonly<Record<string, readonly string[]>>;

/** Undefined: nobody writes it so. */
function readPlaces(fields: Head['fields']): Places | undefined {
  const [clusters, aliases, services] = namesOfPlaces.map((kind) => readNames(fields[kind]));
  return clusters && aliases && services && { clusters, aliases, services };
}

/** Undefined: nobody writes it so. */
function readNames(value: unknown = {}): PlaceNames | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const names = new Map<string, readonly string[]>();
  for (const [name, means] of Object.entries(value)) {
    if (!areTexts(means)) return undefined;
    names.set(name, means);
  }
  return names;
}

function readPart(text: string): Part | undefined {
  const head = readHead(text);
  if (head === undefined) return undefined;
  const { name, pullRequest, lines } = head;
  const { digest, part, parts, notCompared, leftOut = [] } = head.fields;
  const places = readPlaces(head.fields);
  const known = ([version, formerVersion] as const).find((each) => each === head.version);
  if (known === undefined || typeof digest !== 'string') return undefined;
  if (typeof part !== 'number' || typeof parts !== 'number') return undefined;
  if (!areTexts(notCompared) || !areTexts(leftOut) || places === undefined) return undefined;
  return { version: known, name, digest, pullRequest, part, parts, notCompared, leftOut, places, lines };
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/**
 * Whether a text is a record of this spec and pull request in a form that this version does not read. `none`: it is no such
 * record, or this version reads it.
 */
export function otherForm(
  text: string,
  of: Pick<ReviewRecord, 'name' | 'pullRequest'>,
): 'older' | 'newer' | 'none' {
  const head = readHead(text);
  if (head === undefined || head.name !== of.name || head.pullRequest !== of.pullRequest) return 'none';
  if (head.version > version) return 'newer';
  return head.version < formerVersion ? 'older' : 'none';
}

/** Undefined: not ours, or cut; the same as no record. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
