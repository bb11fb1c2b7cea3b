/** `github`, `inputs`, `matrix`: what an expression of a workflow may name. Secrets are their names. */
export type Contexts = Readonly<Record<string, unknown>>;

/** What GitHub makes of a text with `${{ … }}`: one that is an expression alone keeps its type. Names that are not there are empty. */
export function interpolate(text: string, contexts: Contexts): unknown {
  const [, alone] = /^\$\{\{((?:(?!\}\})[\s\S])*)\}\}$/.exec(text.trim()) ?? [];
  if (alone !== undefined) return evaluate(alone, contexts);
  return text.replace(/\$\{\{([\s\S]*?)\}\}/g, (_, expression: string) =>
    asText(evaluate(expression, contexts)),
  );
}

/** An expression as it stands behind `if:`, where the braces may be left out. */
export function evaluate(expression: string, contexts: Contexts): unknown {
  const tokens = expression.match(/'(?:[^']|'')*'|\|\||&&|==|!=|[()[\],!]|[\w.-]+/g) ?? [];
  const parser = new Parser(tokens, contexts);
  const value = parser.or();
  if (parser.rest.length > 0) throw new Error(`cannot read ${expression} from ${parser.rest.join(' ')}`);
  return value;
}

/** By GitHub's rules: `||` binds looser than `&&`, and both give one of their values. */
class Parser {
  rest: string[];
  readonly #contexts: Contexts;

  constructor(tokens: readonly string[], contexts: Contexts) {
    this.rest = [...tokens];
    this.#contexts = contexts;
  }

  or(): unknown {
    let value = this.#and();
    while (this.#take('||')) {
      const other = this.#and();
      value = isTrue(value) ? value : other;
    }
    return value;
  }

  #and(): unknown {
    let value = this.#equal();
    while (this.#take('&&')) {
      const other = this.#equal();
      value = isTrue(value) ? other : value;
    }
    return value;
  }

  #equal(): unknown {
    const value = this.#one();
    if (this.#take('==')) return asText(value) === asText(this.#one());
    if (this.#take('!=')) return asText(value) !== asText(this.#one());
    return value;
  }

  #one(): unknown {
    const token = this.rest.shift() ?? '';
    if (token === '!') return !isTrue(this.#one());
    if (token === '(') {
      const value = this.or();
      this.#expect(')');
      return value;
    }
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (this.#take('(')) return call(token, this.#until(')'));
    const named = lookUp(token, this.#contexts);
    if (!this.#take('[')) return named;
    const [key] = this.#until(']');
    return token === 'secrets' ? `secret ${asText(key)}` : lookUp(asText(key), Object(named));
  }

  #until(end: string): readonly unknown[] {
    const values: unknown[] = [];
    do values.push(this.or());
    while (this.#take(','));
    this.#expect(end);
    return values;
  }

  #take(token: string): boolean {
    if (this.rest[0] !== token) return false;
    this.rest.shift();
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw new Error(`expected ${token} before ${this.rest.join(' ')}`);
  }
}

function call(name: string, [first, ...more]: readonly unknown[]): unknown {
  if (name === 'fromJSON') return JSON.parse(asText(first));
  if (name === 'format')
    return asText(first).replace(/\{(\d+)\}/g, (_, index: string) => asText(more[Number(index)]));
  throw new Error(`no example calls ${name} yet`);
}

function lookUp(path: string, contexts: Contexts): unknown {
  if (path.startsWith('secrets.')) return `secret ${path.slice('secrets.'.length)}`;
  let value: unknown = contexts;
  for (const name of path.split('.')) value = Object(value)[name];
  return value;
}

function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false && value !== 0;
}

function asText(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}
