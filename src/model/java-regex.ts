import { unquoted } from './java-quotes.ts';
import { type Regex, sizeOf } from './regex.ts';

/** `construct` and `why` name what stands in the way. */
export type ParsedRegex =
  | { readonly state: 'parsed'; readonly regex: Regex }
  /** Java takes it, and what it matches is not followed here: inline flags, classes by name, `\Q…\E` and the like. */
  | { readonly state: 'opaque'; readonly construct: string }
  /** Java may take it, and what it matches cannot be told here without guessing: look-around, back-references and the like. */
  | { readonly state: 'refused'; readonly construct: string }
  /** Java refuses it. */
  | { readonly state: 'invalid'; readonly why: string };

/** RE2 allows no more repetitions than this. */
const maxRepetitions = 1000;
/** Of a pattern whose counted repetitions are written out, as RE2 does: it takes time and memory for each. */
const maxWrittenOut = 2_000;
const maxDepth = 50;

export function parseJavaRegex(pattern: string): ParsedRegex {
  const parser = new Parser(pattern.includes('\\Q') ? unquoted(pattern) : pattern);
  try {
    if (pattern.includes('\\Q')) parser.meet('\\Q…\\E');
    const regex = parser.whole();
    const [construct] = parser.opaque;
    if (construct !== undefined) return { state: 'opaque', construct };
    if (sizeOf(regex) > maxWrittenOut)
      return {
        state: 'refused',
        construct: `repetitions that are more than ${maxWrittenOut} parts long written out`,
      };
    return { state: 'parsed', regex };
  } catch (error) {
    if (error instanceof Refused) return { state: 'refused', construct: error.message };
    if (error instanceof Invalid) return { state: 'invalid', why: error.message };
    throw error;
  }
}

/** What Java may take. */
class Refused extends Error {}
/** What Java does not. */
class Invalid extends Error {}

/** Escapes of single characters, and classes, that Java and RE2 have, and that no name of a topic needs. */
const opaqueEscapes = 'afnrtvsS';
/** The same outside of character classes only: places. */
const opaquePlaces = 'AbBz';
/** Escapes that Java has beyond these; followed nowhere. */
const otherEscapes = 'GZVhHRXNkuexc0123456789';
/** General categories of Unicode, by the names that Java and RE2 share. */
const category = /^[pP](?:[LMNPSZC]|\{(?:L[ulmto]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfos]?)\})/;

class Parser {
  /** What was met and is not followed. */
  readonly opaque: string[] = [];
  readonly #pattern: string;
  readonly #names = new Set<string>();
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  whole(): Regex {
    const regex = this.#alternatives();
    if (this.#at < this.#pattern.length) throw new Invalid('an unbalanced )');
    return regex;
  }

  /** Stands for anything: the tree is not used then. */
  meet(construct: string): Regex {
    this.opaque.push(construct);
    return { type: 'class' };
  }

  #peek(): string | undefined {
    return this.#pattern[this.#at];
  }

  #accept(text: string): boolean {
    if (!this.#pattern.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #match(expression: RegExp): RegExpExecArray | undefined {
    const found = expression.exec(this.#pattern.slice(this.#at, this.#at + 60));
    if (found !== null) this.#at += found[0].length;
    return found ?? undefined;
  }

  #alternatives(): Regex {
    const options = [this.#sequence()];
    while (this.#accept('|')) options.push(this.#sequence());
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { type: 'alternatives', options };
  }

  #sequence(): Regex {
    const items: Regex[] = [];
    for (let next = this.#peek(); next !== undefined && next !== '|' && next !== ')'; next = this.#peek()) {
      const atom = this.#atom(next);
      items.push(atom === 'flags' ? { type: 'empty' } : this.#repeated(atom));
    }
    const [only] = items;
    if (only === undefined) return { type: 'empty' };
    return items.length === 1 ? only : { type: 'sequence', items };
  }

  /** `flags`: they are set from here on, and nothing is there to repeat. */
  #atom(next: string): Regex | 'flags' {
    this.#at += 1;
    switch (next) {
      case '.':
        return { type: 'any' };
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '\\':
        return this.#escape('outside');
      case '*':
      case '+':
      case '?':
        throw new Invalid(`a ${next} with nothing before it`);
      case '^':
        return this.#at === 1 ? { type: 'empty' } : this.meet('a ^ inside');
      case '$':
        return this.#at === this.#pattern.length ? { type: 'empty' } : this.meet('a $ inside');
      case '{':
        if (/[0-9]/.test(this.#peek() ?? '')) throw new Refused('a { with nothing to repeat');
        throw new Invalid('a { with nothing to repeat');
      default:
        return this.#plain(next);
    }
  }

  #group(): Regex | 'flags' {
    if (this.#accept('?')) {
      const name = this.#match(/^<([a-zA-Z][a-zA-Z0-9]*)>/)?.[1];
      if (name !== undefined) {
        this.meet('a group with a name');
        if (this.#names.has(name)) throw new Invalid(`two groups of the name ${name}`);
        this.#names.add(name);
      } else {
        if (this.#match(/^(?:[=!>]|<[=!])/) !== undefined)
          throw new Refused('a look-around or an atomic group');
        const flags = this.#match(/^([idmsuxU]*)(?:-([idmsuxU]*))?([:)])/);
        if (flags === undefined) throw new Invalid('a (? that is no group');
        const [text, on = '', off = '', end] = flags;
        if (/[dux]/.test(on + off)) throw new Refused('inline flags other than i, m, s and U');
        if (text !== ':') this.meet('inline flags');
        if (end === ')') return 'flags';
      }
    }
    this.#depth += 1;
    if (this.#depth > maxDepth) this.meet(`more than ${maxDepth} nested groups`);
    const inner = this.#alternatives();
    this.#depth -= 1;
    if (!this.#accept(')')) throw new Invalid('an unbalanced (');
    return inner;
  }

  #escape(where: 'outside' | 'in a class'): Regex {
    const char = this.#peek();
    if (char === undefined) throw new Invalid('a \\ at the end');
    if (this.#match(category) !== undefined) return this.meet('a Unicode class');
    if (this.#match(/^x(?:[0-9a-fA-F]{2}|\{(?:0*[0-9a-fA-F]{1,5}|0*10[0-9a-fA-F]{4})\})/) !== undefined)
      return this.meet('\\x');
    this.#at += 1;
    if ('dDwW'.includes(char)) return { type: 'class' };
    if (opaqueEscapes.includes(char)) return this.meet(`\\${char}`);
    if (where === 'outside' && opaquePlaces.includes(char)) {
      if (this.#peek() === '{') throw new Refused(`\\${char}{`);
      return this.meet(`\\${char}`);
    }
    if (/[pP]/.test(char)) throw new Refused('a class by another name than a general category of Unicode');
    if (where === 'outside' && /[1-9k]/.test(char)) throw new Refused('a back-reference');
    if (otherEscapes.includes(char) || opaquePlaces.includes(char)) throw new Refused(`\\${char}`);
    if (/[A-Za-z]/.test(char)) throw new Invalid(`\\${char}, which is no escape`);
    return this.#plain(char);
  }

  #class(): Regex {
    const negated = this.#accept('^');
    const chars: string[] = [];
    let [listed, isFirst] = [true, true];
    while (isFirst || !this.#accept(']')) {
      const low = this.#classMember();
      isFirst = false;
      const isRange = this.#peek() === '-' && this.#pattern[this.#at + 1] !== ']';
      if (low === 'a class') {
        listed = false;
        if (isRange) throw new Refused('a range that begins with a class');
        continue;
      }
      chars.push(low);
      if (!isRange) continue;
      this.#at += 1;
      const high = this.#classMember();
      if (high === 'a class') throw new Refused('a range that ends with a class');
      if (high < low) throw new Invalid(`the range ${low}-${high} in a character class`);
      listed = false;
    }
    return negated || !listed ? { type: 'class' } : { type: 'class', chars: [...new Set(chars)] };
  }

  /** `a class`: more than one character, such as `\d`, or one that is not followed. */
  #classMember(): string | 'a class' {
    const char = this.#peek();
    this.#at += 1;
    switch (char) {
      case undefined:
        throw new Invalid('an unbalanced [');
      case '[':
        throw new Refused('a class inside a class');
      case '&':
        if (this.#peek() === '&') throw new Refused('an intersection of classes (&&)');
        this.meet('an & in a character class');
        return '&';
      case '^':
        this.meet('a ^ inside a character class');
        return '^';
      case ']':
        this.meet('a ] at the start of a character class');
        return ']';
      case '\\': {
        const escaped = this.#escape('in a class');
        return escaped.type === 'char' ? escaped.char : 'a class';
      }
      default: {
        const plain = this.#plain(char);
        return plain.type === 'char' ? plain.char : 'a class';
      }
    }
  }

  #repeated(item: Regex): Regex {
    const counted = this.#quantifier();
    if (counted === undefined) return item;
    if (item.type === 'empty') this.meet('a repeated ^, $ or empty group');
    if (this.#accept('+')) throw new Refused('a possessive quantifier');
    // A lazy quantifier matches the same whole names as the greedy one.
    this.#accept('?');
    const next = this.#peek();
    if (next === '{') throw new Refused('a quantifier after a quantifier');
    if (next === '*' || next === '+' || next === '?') throw new Invalid('a quantifier after a quantifier');
    return { type: 'repeat', item, ...counted };
  }

  /** Undefined: none stands here. */
  #quantifier(): { readonly min: number; readonly max?: number } | undefined {
    if (this.#accept('*')) return { min: 0 };
    if (this.#accept('+')) return { min: 1 };
    if (this.#accept('?')) return { min: 0, max: 1 };
    if (this.#peek() !== '{') return undefined;
    const counts = this.#match(/^\{([0-9]{1,6})(?:(,)([0-9]{1,6})?)?\}/);
    if (counts === undefined) {
      if (this.#match(/^\{[0-9]{7,}|^\{[0-9]+,[0-9]{7,}/) !== undefined) throw beyond();
      throw new Invalid('a { that is no repetition');
    }
    const [, minDigits = '', comma, maxDigits] = counts;
    const min = Number(minDigits);
    const max = comma === undefined ? min : maxDigits === undefined ? undefined : Number(maxDigits);
    if (max !== undefined && max < min) throw new Invalid(`a repetition from ${min} to ${max}`);
    if ((max ?? min) > maxRepetitions) throw beyond();
    return max === undefined ? { min } : { min, max };
  }

  /** Topic names are ASCII; Java and RE2 count other characters differently. */
  #plain(char: string): Regex {
    return char < ' ' || char > '~' ? this.meet('a character outside ASCII') : { type: 'char', char };
  }
}

function beyond(): Refused {
  return new Refused(`a repetition beyond ${maxRepetitions}`);
}
