/** `Write service: kafka-core.`; a line that ends with a dot gets no second one. */
export function writeLine(line: string): string {
  return `Write ${line}${line.endsWith('.') ? '' : '.'}`;
}

/** `service: kafka-core`: a line as it is to be written. Undefined: the value is no single plain one, or too long to be repeated. */
export function lineOf(key: string, value: unknown): string | undefined {
  const text = yamlText(value);
  return text === undefined || key.length + text.length > maxLineLength ? undefined : `${key}: ${text}`;
}

/** `allow: [Read]`. Undefined: an item is no plain value, or the line is too long to be repeated. */
export function listLineOf(key: string, items: readonly unknown[]): string | undefined {
  const texts = items.map(yamlText);
  if (texts.length === 0 || texts.includes(undefined)) return undefined;
  const line = `${key}: [${texts.join(', ')}]`;
  return line.length > maxLineLength ? undefined : line;
}

const maxLineLength = 120;

/** Plain where every reader of YAML takes it for the same, also between brackets; else in single quotes. Undefined: it is no plain value of one line. */
function yamlText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  if (typeof value !== 'string' || /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u.test(value)) return undefined;
  const isPlain = /^[A-Za-z_/][A-Za-z0-9_./*?@=+-]*(?::[A-Za-z0-9_./*?@=+-]+)*$/.test(value);
  return isPlain || /^[0-9]+[A-Za-z]+$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
}
