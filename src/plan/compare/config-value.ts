import { inOneOrder } from '../../model/comma-list.ts';

/** Equality by meaning of two spellings of one topic config value, as Kafka's ConfigDef reads them. */
export function sameConfigValue(a: string, b: string): boolean {
  if (a === b) return true;
  if (isInteger(a) && isInteger(b)) return BigInt(a.replace('+', '')) === BigInt(b.replace('+', ''));
  if (isDecimal(a) && isDecimal(b)) return Number(a) === Number(b);
  const x = a.trim().toLowerCase();
  const y = b.trim().toLowerCase();
  if (isBoolean(x) || isBoolean(y)) return x === y;
  // `compact,delete` and `delete, compact` are one `cleanup.policy`.
  return inOneOrder(a) === inOneOrder(b);
}

function isInteger(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}

function isDecimal(text: string): boolean {
  return /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text);
}

function isBoolean(text: string): boolean {
  return text === 'true' || text === 'false';
}
