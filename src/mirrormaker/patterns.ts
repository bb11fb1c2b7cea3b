import { RE2JS } from 're2js';
import { parseJavaRegex } from '../model/java-regex.ts';
import type { Regex } from '../model/regex.ts';

/**
 * One Java regular expression on whole names, as far as ACLs and this tool can follow it. ACLs know literal names,
 * prefixes and `*` only (`org.apache.kafka.common.resource.PatternType`).
 */
export type TopicPattern =
  /** Exactly these names, and everything that starts with one of these prefixes. */
  | (Evaluable & Exact & { readonly kind: 'exact' })
  | (Evaluable & { readonly kind: 'everything' })
  /**
   * No set of literals and prefixes says the same. Every match starts with `head`. `certain` is a part that can be
   * said: what is left when each unescaped `.` is taken for a dot, as most who write `edge.readings` mean it.
   */
  | (Evaluable & {
      readonly kind: 'open';
      readonly head: string;
      readonly certain: Exact;
      readonly regex: Regex;
    })
  | { readonly kind: 'not-evaluable'; readonly pattern: string; readonly construct: string };

export interface Exact {
  readonly names: readonly string[];
  readonly prefixes: readonly string[];
}

interface Evaluable {
  readonly pattern: string;
  readonly matches: (name: string) => boolean;
}

/** More alternatives than this stay `open`. */
const maxAlternatives = 256;

/** Many rules ask for the same few patterns, and compiling them was a fifth of a run that only checks a spec. */
const readBefore = new Map<string, TopicPattern>();
const maxReadBefore = 1000;

/**
 * Matching is `Matcher.matches()` on the whole name, as `DefaultTopicFilter` does. It runs in linear time.
 * Kafka splits pattern lists at commas, so a comma inside a pattern breaks it apart (`ConfigDef.Type.LIST`).
 */
export function readTopicPattern(text: string): TopicPattern {
  const before = readBefore.get(text);
  if (before !== undefined) return before;
  const pattern = readAnew(text);
  if (readBefore.size >= maxReadBefore) readBefore.clear();
  readBefore.set(text, pattern);
  return pattern;
}

function readAnew(text: string): TopicPattern {
  const pattern = text.trim();
  const refused = (construct: string): TopicPattern => ({ kind: 'not-evaluable', pattern, construct });
  if (pattern.includes(',')) return refused('a comma, at which Kafka splits the list of patterns');
  const parsed = parseJavaRegex(pattern);
  if (parsed.state === 'invalid') return refused(parsed.why);
  if (parsed.state !== 'parsed') return refused(parsed.construct);
  const compiled = compile(pattern);
  if (compiled === undefined) return refused('a form that RE2 does not accept');

  const exact = exactly(languageOf(parsed.regex, 'any character'));
  if (exact === undefined) {
    const matches = (name: string): boolean => compiled.matches(name);
    const certain = exactly(languageOf(parsed.regex, 'a dot')) ?? { names: [], prefixes: [] };
    return { kind: 'open', pattern, matches, head: headOf(parsed.regex).text, certain, regex: parsed.regex };
  }
  if (exact.prefixes.includes('')) return { kind: 'everything', pattern, matches: () => true };
  return { kind: 'exact', pattern, matches: matcherOf([exact]), ...exact };
}

/** False also for a pattern that cannot be evaluated here. */
export function matchesPattern(pattern: TopicPattern, name: string): boolean {
  return pattern.kind !== 'not-evaluable' && pattern.matches(name);
}

/** The single names that it is about; none where it is about more than names and prefixes. */
export function exactNames(pattern: TopicPattern): readonly string[] {
  return pattern.kind === 'exact' ? pattern.names : [];
}

/** Flows may list thousands of names, so they are looked up, not tried one by one. */
export function matcherOf(parts: readonly Exact[]): (name: string) => boolean {
  const names = new Set(parts.flatMap((part) => part.names));
  const prefixes = parts.flatMap((part) => part.prefixes);
  return (name) => names.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
}

function exactly(language: readonly Piece[] | undefined): Exact | undefined {
  if (language === undefined) return undefined;
  const prefixes = distinct(language.filter(({ open }) => open));
  const names = distinct(language.filter(({ open, text }) => !open && text !== ''));
  return { names, prefixes };
}

function compile(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
  } catch {
    // The parser lets a few forms through that RE2 refuses, such as nested repetitions beyond its limit.
    return undefined;
  }
}

/** A piece of text, followed by anything if `open`. */
interface Piece {
  readonly text: string;
  readonly open: boolean;
}

const nothing: readonly Piece[] = [{ text: '', open: false }];

/** All names of the expression as literals and prefixes; undefined when that cannot be said exactly. */
function languageOf(regex: Regex, any: 'any character' | 'a dot'): readonly Piece[] | undefined {
  switch (regex.type) {
    case 'char':
      return [{ text: regex.char, open: false }];
    case 'empty':
      return nothing;
    case 'any':
      return any === 'a dot' ? [{ text: '.', open: false }] : undefined;
    case 'class':
      return regex.chars?.map((text) => ({ text, open: false }));
    case 'sequence':
      return regex.items.reduce<readonly Piece[] | undefined>(
        (before, item) => (before === undefined ? undefined : followedBy(before, languageOf(item, any))),
        nothing,
      );
    case 'alternatives':
      return limited(regex.options.map((option) => languageOf(option, any)));
    case 'repeat': {
      if (regex.item.type === 'any' && regex.min === 0 && regex.max === undefined)
        return [{ text: '', open: true }];
      if (regex.max === undefined || regex.max > maxAlternatives) return undefined;
      return repeated(languageOf(regex.item, any), regex.min, regex.max);
    }
  }
}

function followedBy(
  before: readonly Piece[],
  after: readonly Piece[] | undefined,
): readonly Piece[] | undefined {
  if (after === undefined || before.length * after.length > maxAlternatives) return undefined;
  const pieces: Piece[] = [];
  for (const left of before) {
    for (const right of after) {
      // Anything, then text: no prefix says that. Anything, then anything: the prefix stays.
      if (left.open && right.text !== '') return undefined;
      pieces.push({ text: left.text + right.text, open: left.open || right.open });
    }
  }
  return pieces;
}

function repeated(
  once: readonly Piece[] | undefined,
  min: number,
  max: number,
): readonly Piece[] | undefined {
  const times: (readonly Piece[] | undefined)[] = [];
  let pieces: readonly Piece[] | undefined = nothing;
  for (let count = 0; count <= max && pieces !== undefined; count += 1) {
    if (count >= min) times.push(pieces);
    pieces = once === undefined ? undefined : followedBy(pieces, once);
  }
  return times.length === max - min + 1 ? limited(times) : undefined;
}

function limited(options: readonly (readonly Piece[] | undefined)[]): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const option of options) {
    if (option === undefined || pieces.length + option.length > maxAlternatives) return undefined;
    pieces.push(...option);
  }
  return pieces;
}

/** Text that every match starts with; `whole` when it is the match. */
function headOf(regex: Regex): { readonly text: string; readonly whole: boolean } {
  switch (regex.type) {
    case 'char':
      return { text: regex.char, whole: true };
    case 'empty':
      return { text: '', whole: true };
    case 'sequence': {
      let text = '';
      for (const item of regex.items) {
        const head = headOf(item);
        text += head.text;
        if (!head.whole) return { text, whole: false };
      }
      return { text, whole: true };
    }
    case 'alternatives':
      return { text: commonStart(regex.options.map((option) => headOf(option).text)), whole: false };
    case 'repeat':
      return { text: regex.min > 0 ? headOf(regex.item).text : '', whole: false };
    default:
      return { text: '', whole: false };
  }
}

function commonStart(texts: readonly string[]): string {
  return texts.reduce((common, text) => {
    let length = 0;
    while (length < common.length && common[length] === text[length]) length += 1;
    return common.slice(0, length);
  });
}

function distinct(pieces: readonly Piece[]): readonly string[] {
  return [...new Set(pieces.map(({ text }) => text))].sort();
}
