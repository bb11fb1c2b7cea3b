import { parseExactly } from './exact-json.ts';

/** What is kept of the configs of topics: far more than differ in one service, and little memory beside what is read. */
const maxKept = 1_000;
/** Of one topic, in characters; thirty configs with their synonyms have some five thousand. */
const maxConfigLength = 65_536;

/** Stands in a text for a config that is kept under the number after it. */
const standIn = 'a config that is kept: ';

interface Kept {
  readonly text: string;
  readonly value: unknown;
  readonly standIn: string;
}

/**
 * Reads the answers of one API. Nine tenths of what it tells of topics are configs, and most topics have the same: what is written
 * exactly as before is not parsed again, and is the same object as before. What an answer says is what `parseExactly` reads in it.
 */
export class RepeatedConfigs {
  readonly #byText = new Map<string, Kept>();
  readonly #byStandIn = new Map<string, Kept>();
  #last: Kept | undefined;

  /** Throws where the text is not JSON. */
  parse(text: string): unknown {
    const { rest, replaced } = this.#shortened(text);
    if (replaced === 0) return parseExactly(text);
    const answer = parseExactly(rest);
    // One that stands elsewhere than in a topic, or twice in it, is not put back: then the answer is read as a whole.
    return this.#putBack(answer) === replaced ? answer : parseExactly(text);
  }

  /** The text with a stand-in for each config. */
  #shortened(text: string): { readonly rest: string; readonly replaced: number } {
    const whole = { rest: text, replaced: 0 };
    if (text.includes(standIn)) return whole;
    // An unescaped `"config"` followed by a colon is always a key, never the inside of a text.
    const key = /(?<!\\)"config"\s*:\s*(?=\{)/g;
    const parts: string[] = [];
    let at = 0;
    while (key.exec(text) !== null) {
      const begin = key.lastIndex;
      const found = this.#configAt(text, begin);
      if (found === undefined) return whole;
      key.lastIndex = found.end;
      if (found.kept === undefined) continue;
      parts.push(text.slice(at, begin), found.kept.standIn);
      at = found.end;
    }
    return { rest: parts.join('') + text.slice(at), replaced: parts.length / 2 };
  }

  /** Undefined: it is too long, or not closed. `kept` is undefined where that many are kept already. */
  #configAt(text: string, begin: number): { readonly end: number; readonly kept?: Kept } | undefined {
    const last = this.#last;
    // No object's text begins with that of another one.
    if (last !== undefined && text.startsWith(last.text, begin))
      return { end: begin + last.text.length, kept: last };
    const end = endOfObject(text, begin);
    if (end === undefined) return undefined;
    const written = text.slice(begin, end);
    const kept = this.#byText.get(written) ?? this.#keep(written);
    if (kept === undefined) return { end };
    this.#last = kept;
    return { end, kept };
  }

  #keep(written: string): Kept | undefined {
    if (this.#byText.size >= maxKept) return undefined;
    const value = parsed(written);
    if (value === undefined) return undefined;
    // A copy: a part of a text keeps the whole of it in memory.
    const text = Buffer.from(written).toString();
    const name = `${standIn}${this.#byText.size}`;
    const kept: Kept = { text, value, standIn: JSON.stringify(name) };
    this.#byText.set(text, kept);
    this.#byStandIn.set(name, kept);
    return kept;
  }

  /** How many were put back. */
  #putBack(answer: unknown): number {
    if (!isObject(answer)) return 0;
    const { topic, topics } = answer;
    let count = 0;
    for (const one of [topic, ...(Array.isArray(topics) ? topics : [])]) {
      if (!isObject(one) || typeof one['config'] !== 'string') continue;
      const kept = this.#byStandIn.get(one['config']);
      if (kept === undefined) continue;
      one['config'] = kept.value;
      count++;
    }
    return count;
  }
}

const [quote, backslash, open, close] = ['"', '\\', '{', '}'].map((sign) => sign.charCodeAt(0));

/** Behind the bracket that closes the one at `begin`. Undefined: it is longer than what is kept, or not closed. */
function endOfObject(text: string, begin: number): number | undefined {
  let depth = 0;
  let isInText = false;
  for (let at = begin; at < begin + maxConfigLength && at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (isInText) {
      if (sign === backslash) at++;
      else if (sign === quote) isInText = false;
    } else if (sign === quote) isInText = true;
    else if (sign === open) depth++;
    else if (sign === close && --depth === 0) return at + 1;
  }
  return undefined;
}

/** Undefined: it is not JSON. */
function parsed(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
