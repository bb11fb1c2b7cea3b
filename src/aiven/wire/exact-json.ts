/**
 * Topic configs are JSON integers up to 64 bits (`flush_messages` is 9223372036854775807), which a JavaScript
 * number cannot hold. Aiven puts them under the key `value`: an integer of 16 digits or more there becomes a string
 * of its own digits. An unescaped `"value"` followed by a colon is always a key, never the inside of a string.
 *
 * The reviver of `JSON.parse` could do the same with its source text, at ten times the cost.
 */
export function parseExactly(text: string): unknown {
  return JSON.parse(text.replace(/(?<!\\)"value"\s*:\s*(-?\d{16,})(?=\s*[,}])/g, '"value":"$1"'));
}

/** A JSON integer with exactly these digits; `JSON.stringify` writes it as it stands. */
export function exactInteger(digits: string): unknown {
  // In Node 21 and later; TypeScript's ES2024 library does not declare it yet.
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(digits);
}
