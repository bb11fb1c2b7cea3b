/** Bounds of one request, from connecting to the last byte of the answer. */
export interface RequestBounds {
  /** Asked before each request. */
  readonly timeoutMs: () => number;
  /** Of an answer, after decompression. */
  readonly maxBytes: number;
  /** Asked of each body, after everybody else: the last look before the socket. */
  readonly mayLeave: (body: string) => boolean;
}

/** Not sent, or the answer came and is not taken: it is larger than allowed, or GitHub names another address. */
export class Refused extends Error {
  readonly why: 'too-large' | 'redirected' | 'holds-secret';

  constructor(why: Refused['why']) {
    super(why);
    this.name = 'Refused';
    this.why = why;
  }
}

const maxRedirects = 3;

/**
 * A fetch that ends: octokit's hooks cannot set a time-out, because what a hook passes on is not what is sent. The answer is
 * read here, whole, so that the bounds hold for it too. Only what is read is followed to another address, and only on
 * the same host: a body, and a token, go nowhere else.
 */
export function boundedFetch(
  send: typeof fetch,
  { timeoutMs, maxBytes, mayLeave }: RequestBounds,
): typeof fetch {
  return async (input, init = {}) => {
    if (typeof init.body === 'string' && !mayLeave(init.body)) throw new Refused('holds-secret');
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), timeoutMs());
    try {
      let url = String(input);
      for (let redirects = 0; ; redirects++) {
        const response = await send(url, { ...init, redirect: 'manual', signal: abort.signal });
        const { status, headers } = response;
        if (status < 300 || status >= 400 || status === 304) {
          const bytes = await readBody(response, maxBytes);
          return new Response(bytes, { status, headers: withoutLengths(headers) });
        }
        await response.body?.cancel();
        const next = URL.parse(headers.get('location') ?? '', url);
        const mayFollow =
          (init.method ?? 'GET') === 'GET' &&
          next?.origin === new URL(url).origin &&
          redirects < maxRedirects;
        if (next === null || !mayFollow) throw new Refused('redirected');
        url = next.href;
      }
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Null for no body at all, which is what an answer without content must have. */
async function readBody(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (response.body === null) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > maxBytes) throw new Refused('too-large');
    chunks.push(chunk);
  }
  return length === 0 ? null : new Uint8Array(Buffer.concat(chunks));
}

/** The body is decoded already. */
function withoutLengths(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) kept.delete(name);
  return kept;
}
