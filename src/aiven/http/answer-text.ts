import type { RepeatedConfigs } from '../wire/repeated-configs.ts';

export type AnswerText =
  | { readonly state: 'read'; readonly text: string }
  /** Longer than allowed; the rest is not read. */
  | { readonly state: 'too-long' };

/** The whole answer as UTF-8; `maxBytes` counts after decompression. */
export async function readText(response: Response, maxBytes: number): Promise<AnswerText> {
  if (response.body === null) return { state: 'read', text: '' };
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > maxBytes) return { state: 'too-long' };
    chunks.push(chunk);
  }
  return { state: 'read', text: Buffer.concat(chunks).toString('utf8') };
}

/** Aiven may answer a write with nothing at all, which stands for `{}`. */
export function parseJson(
  text: string,
  configs: RepeatedConfigs,
): { ok: true; value: unknown } | { ok: false } {
  if (text === '') return { ok: true, value: {} };
  try {
    return { ok: true, value: configs.parse(text) };
  } catch {
    return { ok: false };
  }
}
