import { openSecret, type Secret } from '../../model/secret.ts';
import { secretEncodings } from './secret-encodings.ts';

export interface Redactor {
  /** The text with `***` for every secret in it, however it is encoded. */
  redact(text: string): string;
  /** Throws `SecretLeak` when the text still holds a secret; the last thing before a text leaves the process. */
  assertClean(text: string): void;
}

/** A text that was about to leave the process holds a secret. Says which, never what. */
class SecretLeak extends Error {
  constructor(secrets: readonly string[]) {
    super(`a text that was about to be sent holds the value of ${secrets.join(', ')}; it was not sent`);
    this.name = 'SecretLeak';
  }
}

/**
 * Knows the values of all secrets of the run. Values shorter than 4 characters are not searched: they
 * occur in ordinary text.
 *
 * A spelling longer than 48 characters is searched by its pieces of 24, so that any 48 characters of it in a
 * row are found, however the text was wrapped or cut. One pass: the first four characters of every spelling
 * are in a bit table, and only where they occur is anything compared.
 */
export function createRedactor(secrets: readonly Secret[]): Redactor {
  const index = buildIndex(secrets);
  return {
    redact: (text) => {
      let result = '';
      let end = 0;
      for (const range of merged(findRanges(text, index))) {
        result += `${text.slice(end, range.start)}***`;
        end = range.end;
      }
      return result + text.slice(end);
    },
    assertClean: (text) => {
      const names = new Set(findRanges(text, index).map(({ name }) => name));
      if (names.size > 0) throw new SecretLeak([...names].toSorted());
    },
  };
}

interface Needle {
  readonly name: string;
  /** What is looked for: a spelling, or a piece of `whole` that starts at `offset`. */
  readonly text: string;
  readonly whole: string;
  readonly offset: number;
}

interface Index {
  readonly starts: Uint8Array;
  readonly needles: ReadonlyMap<string, readonly Needle[]>;
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

const { imul } = Math;
const prefixLength = 4;
const maxWholeLength = 48;
const pieceLength = 24;
/** Lines that every PEM key or certificate has, so that they give nothing away. */
const armour = /-{3}|(?:BEGIN|END) [A-Z]|PRIVATE KEY|CERTIFICATE/;

function buildIndex(secrets: readonly Secret[]): Index {
  const starts = new Uint8Array(1 << 16);
  const needles = new Map<string, Needle[]>();
  for (const needle of secrets.filter(({ isKnown }) => isKnown).flatMap(needlesOf)) {
    const prefix = needle.text.slice(0, prefixLength);
    starts[hashAt(prefix, 0)] = 1;
    const same = needles.get(prefix);
    if (same === undefined) needles.set(prefix, [needle]);
    else same.push(needle);
  }
  return { starts, needles };
}

function needlesOf(secret: Secret): readonly Needle[] {
  const { name } = secret;
  const needles = new Map<string, Needle>();
  for (const whole of secretEncodings(openSecret(secret))) {
    if (whole.length <= maxWholeLength) {
      needles.set(whole, { name, text: whole, whole, offset: 0 });
      continue;
    }
    for (let offset = 0; offset + pieceLength <= whole.length; offset += pieceLength) {
      const text = whole.slice(offset, offset + pieceLength);
      if (!armour.test(text) && !needles.has(text)) needles.set(text, { name, text, whole, offset });
    }
  }
  return [...needles.values()];
}

function findRanges(text: string, { starts, needles }: Index): readonly Range[] {
  const ranges: Range[] = [];
  for (let at = 0; at + prefixLength <= text.length; at++) {
    if (starts[hashAt(text, at)] !== 1) continue;
    for (const needle of needles.get(text.slice(at, at + prefixLength)) ?? []) {
      if (text.startsWith(needle.text, at)) ranges.push(extended(text, at, needle));
    }
  }
  return ranges;
}

/** Extends a piece that was found to as much of the secret as stands around it. */
function extended(text: string, at: number, { name, text: found, whole, offset }: Needle): Range {
  let before = 0;
  while (before < offset && before < at && text[at - before - 1] === whole[offset - before - 1]) before++;
  let end = at + found.length;
  let position = offset + found.length;
  while (position < whole.length && end < text.length && text[end] === whole[position]) {
    end++;
    position++;
  }
  return { start: at - before, end, name };
}

function merged(ranges: readonly Range[]): readonly Range[] {
  const result: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last === undefined || range.start > last.end) result.push(range);
    else if (range.end > last.end) result[result.length - 1] = { ...last, end: range.end };
  }
  return result;
}

function hashAt(text: string, at: number): number {
  const first = imul(text.charCodeAt(at), 31) + text.charCodeAt(at + 1);
  const second = imul(text.charCodeAt(at + 2), 31) + text.charCodeAt(at + 3);
  return (imul(first, 1009) + second) & 0xffff;
}
