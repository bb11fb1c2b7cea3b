/**
 * The part of Java's regular expressions that means the same in RE2, as a tree. What lies outside it (look-around,
 * backreferences, possessive quantifiers, class intersection, inline flags, `\Q…\E`, Unicode classes, …) is
 * refused by name: it is valid in `java.util.regex.Pattern`, but here it could only be guessed.
 */
export type Regex =
  | { readonly type: 'char'; readonly char: string }
  /** `.` */
  | { readonly type: 'any' }
  /** `chars` when the class is a short list of plain characters. */
  | { readonly type: 'class'; readonly chars?: readonly string[] }
  | { readonly type: 'empty' }
  | { readonly type: 'sequence'; readonly items: readonly Regex[] }
  | { readonly type: 'alternatives'; readonly options: readonly Regex[] }
  /** `max` undefined: no limit. */
  | { readonly type: 'repeat'; readonly item: Regex; readonly min: number; readonly max?: number };

export type ParsedRegex =
  | { readonly state: 'parsed'; readonly regex: Regex }
  | { readonly state: 'unsupported'; readonly construct: string };

/** RE2 allows no more repetitions than this. */
const maxRepetitions = 1000;

/** Never throws for what is written; the first construct outside of the common part is named. */
export function parseJavaRegex(pattern: string): ParsedRegex {
  try {
    const parser = new Parser(pattern);
    return { state: 'parsed', regex: parser.whole() };
  } catch (error) {
    if (error instanceof Unsupported) return { state: 'unsupported', construct: error.message };
    throw error;
  }
}

class Unsupported extends Error {}

class Parser {
  readonly #pattern: string;
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  whole(): Regex {
    const regex = this.#alternatives();
    if (this.#at < this.#pattern.length) throw new Unsupported('an unbalanced )');
    return regex;
  }

  #peek(): string | undefined {
    return this.#pattern[this.#at];
  }

  #accept(text: string): boolean {
    if (!this.#pattern.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
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
      items.push(this.#repeated(this.#atom(next)));
    }
    const [only] = items;
    if (only === undefined) return { type: 'empty' };
    return items.length === 1 ? only : { type: 'sequence', items };
  }

  #atom(next: string): Regex {
    this.#at += 1;
    switch (next) {
      case '.':
        return { type: 'any' };
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw new Unsupported(`a ${next} with nothing before it`);
      case '^':
        if (this.#at === 1) return { type: 'empty' };
        throw new Unsupported('a ^ inside');
      case '$':
        if (this.#at === this.#pattern.length) return { type: 'empty' };
        throw new Unsupported('a $ inside');
      case '{':
        throw new Unsupported('a { with nothing to repeat');
      default:
        return { type: 'char', char: plain(next) };
    }
  }

  #group(): Regex {
    if (this.#accept('?')) {
      if (!this.#accept(':')) throw new Unsupported('a (?…) group: look-around, inline flags or a name');
    }
    this.#depth += 1;
    if (this.#depth > 50) throw new Unsupported('more than 50 nested groups');
    const inner = this.#alternatives();
    this.#depth -= 1;
    if (!this.#accept(')')) throw new Unsupported('an unbalanced (');
    return inner;
  }

  #escape(): Regex {
    const char = this.#pattern[this.#at];
    this.#at += 1;
    if (char === undefined) throw new Unsupported('a \\ at the end');
    if ('dDwW'.includes(char)) return { type: 'class' };
    if (/[A-Za-z0-9]/.test(char)) throw new Unsupported(`\\${char}`);
    return { type: 'char', char: plain(char) };
  }

  #class(): Regex {
    const negated = this.#accept('^');
    const chars: string[] = [];
    let listed = true;
    while (!this.#accept(']')) {
      const low = this.#classMember();
      if (low === undefined) {
        listed = false;
        continue;
      }
      chars.push(low);
      if (this.#peek() !== '-' || this.#pattern[this.#at + 1] === ']') continue;
      this.#at += 1;
      const high = this.#classMember();
      if (high === undefined || high < low) throw new Unsupported(`the range ${low}-… in a character class`);
      listed = false;
    }
    if (chars.length === 0 && listed) throw new Unsupported('an empty character class');
    return negated || !listed ? { type: 'class' } : { type: 'class', chars: [...new Set(chars)] };
  }

  /** `undefined`: a whole class such as `\d`. */
  #classMember(): string | undefined {
    const char = this.#peek();
    this.#at += 1;
    switch (char) {
      case undefined:
        throw new Unsupported('an unbalanced [');
      case '[':
        throw new Unsupported('a character class inside another');
      case ']':
        throw new Unsupported('a ] at the start of a character class');
      case '^':
        throw new Unsupported('a ^ inside a character class');
      case '&':
        throw new Unsupported('an & in a character class: && is an intersection in Java');
      case '\\': {
        const escaped = this.#escape();
        return escaped.type === 'char' ? escaped.char : undefined;
      }
      default:
        return plain(char);
    }
  }

  #repeated(item: Regex): Regex {
    const counted = this.#quantifier();
    if (counted === undefined) return item;
    if (item.type === 'empty') throw new Unsupported('a repeated ^, $ or empty group');
    if (this.#accept('+')) throw new Unsupported('a possessive quantifier');
    // A lazy quantifier matches the same whole names as the greedy one.
    this.#accept('?');
    if (this.#quantifier() !== undefined) throw new Unsupported('a quantifier after a quantifier');
    return { type: 'repeat', item, ...counted };
  }

  #quantifier(): { readonly min: number; readonly max?: number } | undefined {
    if (this.#accept('*')) return { min: 0 };
    if (this.#accept('+')) return { min: 1 };
    if (this.#accept('?')) return { min: 0, max: 1 };
    if (this.#peek() !== '{') return undefined;
    const counts = /^\{(\d{1,4})(?:(,)(\d{1,4})?)?\}/.exec(this.#pattern.slice(this.#at, this.#at + 12));
    if (counts === null) throw new Unsupported('a { that is no repetition');
    const [text, minDigits = '', comma, maxDigits] = counts;
    this.#at += text.length;
    const min = Number(minDigits);
    if (comma !== undefined && maxDigits === undefined) return within({ min });
    return within({ min, max: maxDigits === undefined ? min : Number(maxDigits) });
  }
}

function within(counts: { readonly min: number; readonly max?: number }): {
  readonly min: number;
  readonly max?: number;
} {
  const max = counts.max ?? counts.min;
  if (max < counts.min || max > maxRepetitions)
    throw new Unsupported(`a repetition beyond ${maxRepetitions}`);
  return counts;
}

/** Topic names are ASCII; Java and RE2 count other characters differently. */
function plain(char: string): string {
  if (char < ' ' || char > '~') throw new Unsupported('a character outside ASCII');
  return char;
}
