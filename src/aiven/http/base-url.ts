/**
 * The origin that the token is sent to. Only `https`, or `http` to a loopback address for the sandbox. The
 * text must be the plain spelling of the origin (one slash may follow), so that user information, other
 * spellings of addresses, control characters and lookalike forms are refused rather than interpreted.
 */
export function parseBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = text.endsWith('/') ? text.slice(0, -1) : text;
  if (url === undefined || url.origin !== plain || url.hostname.endsWith('.')) {
    throw new Error(
      'The Aiven API address is not a plain origin. Write it as https://api.aiven.io, without user, path or query.',
    );
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url.origin;
  throw new Error(
    'The Aiven API address must begin with https://. Plain http is accepted for a loopback address only.',
  );
}

/** Whether `parseBaseUrl` takes it. */
export function isBaseUrl(text: string): boolean {
  try {
    parseBaseUrl(text);
    return true;
  } catch {
    return false; // the error says no more than that
  }
}

/**
 * Percent-encodes every segment. A segment that URL parsing would resolve away (`.` and `..`, also when they
 * come encoded) or that is empty is refused, with `undefined`: the request would
 * reach another resource.
 */
export function encodePath(segments: readonly string[]): string | undefined {
  const encoded: string[] = [];
  for (const segment of segments) {
    if (segment === '' || segment === '.' || segment === '..' || !segment.isWellFormed()) return undefined;
    encoded.push(encodeURIComponent(segment));
  }
  return `/${encoded.join('/')}`;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
