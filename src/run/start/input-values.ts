/** The text of an input read as a value, or what was expected in its place. */
export type InputValue<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly expected: string };

/** The spellings that GitHub's own actions take. */
const spellings: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'True', 'TRUE'].map((text) => [text, true] as const),
  ...['false', 'False', 'FALSE'].map((text) => [text, false] as const),
]);
/** What other versions of YAML, and people, mean by it. */
const meantBy: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'y', 'on', '1', 'true'].map((text) => [text, true] as const),
  ...['no', 'n', 'off', '0', 'false'].map((text) => [text, false] as const),
]);

export function readFlag(text: string): InputValue<boolean> {
  const value = spellings.get(text);
  if (value !== undefined) return { ok: true, value };
  const meant = meantBy.get(text.toLowerCase());
  return { ok: false, expected: meant === undefined ? 'true or false' : `true or false; write ${meant}` };
}

/** In decimal, without a sign and without leading zeros: a number that means one thing to everybody. */
export function readCount(
  text: string,
  { min = 0, maxDigits = 6 }: { readonly min?: number; readonly maxDigits?: number } = {},
): InputValue<number> {
  const expected = `a whole number from ${min} to ${10 ** maxDigits - 1}`;
  if (!new RegExp(`^\\d{1,${maxDigits}}$`).test(text)) return { ok: false, expected };
  const value = Number(text);
  if (String(value) !== text)
    return { ok: false, expected: `a number without leading zeros; write ${value}` };
  return value < min ? { ok: false, expected } : { ok: true, value };
}

/** `90s` or `20m`, as milliseconds. */
export function readDuration(text: string): InputValue<number> {
  const [, digits = '', unit = ''] = /^(.*?)(s|m)$/s.exec(text) ?? [];
  const count = readCount(digits, { maxDigits: 5 });
  if (!count.ok) return { ok: false, expected: 'seconds or minutes such as 90s or 20m' };
  return { ok: true, value: count.value * (unit === 'm' ? 60_000 : 1_000) };
}

/** One per line, or separated by commas; a comma between braces belongs to its item, as in `{prod,dev}.yaml`. */
export function readList(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap(itemsOf)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function itemsOf(line: string): readonly string[] {
  const items = [''];
  let depth = 0;
  for (const character of line) {
    if (character === '{') depth++;
    if (character === '}') depth--;
    // Braces that do not match enclose nothing.
    if (depth < 0) return line.split(',');
    if (character === ',' && depth === 0) items.push('');
    else items.push(`${items.pop() ?? ''}${character}`);
  }
  return depth === 0 ? items : line.split(',');
}
