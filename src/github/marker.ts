/**
 * The first line of a text that this action keeps up to date: an HTML comment with JSON, invisible on GitHub.
 * A marker is the beginning of that line up to and including what tells one text from another, such as
 * `<!-- name:plan {"v":1,"id":"prod"` with the closing quote.
 */
export function hasMarker(body: string | null | undefined, marker: string): boolean {
  return body?.startsWith(marker) ?? false;
}

/** The JSON of a marker line; undefined when there is none. For display only: everybody who may write can edit it. */
export function readMarker(body: string | null | undefined): Readonly<Record<string, unknown>> | undefined {
  const [line = ''] = (body ?? '').split('\n', 1);
  const json = /^<!-- \S+ (\{.*\}) -->\s*$/.exec(line)?.[1];
  if (json === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined; // edited by hand; it is rewritten with the next update
  }
}

/** A text without its marker can never be found again, so it must not be written. */
export function requireMarker(body: string, marker: string): void {
  if (marker === '' || !hasMarker(body, marker)) throw new Error('the text does not start with its marker');
}
