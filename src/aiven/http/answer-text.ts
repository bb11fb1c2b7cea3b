import { parseExactly } from '../wire/exact-json.ts';

/** `undefined` when the answer is longer than allowed; the rest is not read. */
export async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Aiven may answer a write with nothing at all, which stands for `{}`. */
export function parseJson(text: string): { ok: true; value: unknown } | { ok: false } {
  if (text === '') return { ok: true, value: {} };
  try {
    return { ok: true, value: parseExactly(text) };
  } catch {
    return { ok: false };
  }
}
