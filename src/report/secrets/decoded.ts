/** A text as a reader of some notation would take it, and where its characters stand in the text. */
export interface Decoded {
  readonly text: string;
  /** For each character the place where what stands for it begins, and at the end the length of the text. */
  readonly places: Uint32Array;
}

interface Notation {
  readonly pattern: RegExp;
  readonly meaning: (found: RegExpMatchArray) => string;
}

const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Notations that escape a character or leave it, as the writer likes: no list of spellings holds every mixture. What they have
 * in common is what they mean.
 */
const notations: readonly Notation[] = [
  {
    pattern: /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));?/g,
    meaning: ([, decimal, hex, name]) =>
      name === undefined
        ? character(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal))
        : (entities[name] ?? ''),
  },
  {
    // One character in UTF-8.
    pattern:
      /%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}/gi,
    meaning: ([octets]) => Buffer.from(octets.replaceAll('%', ''), 'hex').toString('utf8'),
  },
  {
    // JSON, shells and Markdown.
    pattern: /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g,
    meaning: ([, unicode, hex, single = '']) => {
      const code = unicode ?? hex;
      return code === undefined ? (letters[single] ?? single) : character(Number.parseInt(code, 16));
    },
  },
];

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** What each notation makes of the text, and of what it makes of it: JSON in JSON. A notation that is not in it gives nothing. */
export function decodings(text: string): readonly Decoded[] {
  return notations.flatMap((notation) => {
    const once = decode({ text, places: undefined }, notation);
    if (once === undefined) return [];
    const twice = decode(once, notation);
    return twice === undefined ? [once] : [once, twice];
  });
}

function decode(
  { text, places }: { readonly text: string; readonly places: Decoded['places'] | undefined },
  { pattern, meaning }: Notation,
): Decoded | undefined {
  const parts: string[] = [];
  const at = new Uint32Array(text.length + 1);
  let length = 0;
  let end = 0;
  const put = (part: string, placeOf: (index: number) => number): void => {
    parts.push(part);
    for (let index = 0; index < part.length && length < at.length; index++) {
      const place = placeOf(index);
      at[length++] = places === undefined ? place : (places[place] ?? 0);
    }
  };
  for (const found of text.matchAll(pattern)) {
    const from = end;
    put(text.slice(from, found.index), (index) => from + index);
    put(meaning(found), () => found.index);
    end = found.index + found[0].length;
  }
  if (end === 0) return undefined;
  const from = end;
  put(text.slice(from), (index) => from + index);
  at[length] = places === undefined ? text.length : (places[text.length] ?? 0);
  return { text: parts.join(''), places: at.slice(0, length + 1) };
}
