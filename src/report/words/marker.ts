import { markerJson } from './escape.ts';

/** The hidden first line of everything this tool writes on GitHub. People do not see it; the tool finds it again. */
export interface Marker {
  readonly kind: 'plan' | 'drift' | 'adopt';
  /** The spec's name. */
  readonly id: string;
  /** What a later run reads back: `head`, `digest` and `state` of a plan; `first` and `seen` of a drift issue. */
  readonly fields: Readonly<Record<string, string | number>>;
}

export function markerLine({ kind, id, fields }: Marker): string {
  return `<!-- aiven-kafka-gitops:${kind} ${markerJson({ v: 1, id, ...fields })} -->`;
}

/** What the first line of every text of this kind and spec begins with. */
export function markerPrefix({ kind, id }: { readonly kind: Marker['kind']; readonly id: string }): string {
  return `<!-- aiven-kafka-gitops:${kind} ${markerJson({ v: 1, id }).slice(0, -1)}`;
}

/** The text for a place that needs no marker, such as the job summary. */
export function withoutMarker(body: string): string {
  return readMarker(body) === undefined ? body : body.slice(body.indexOf('\n') + 1);
}

/**
 * The marker of a body; undefined: its first line is none. Anybody who may write comments can write a marker: check the
 * author too, and decide nothing from it but which comment to overwrite.
 */
export function readMarker(body: string): Marker | undefined {
  const match = /^<!-- aiven-kafka-gitops:(plan|drift|adopt) (\{.*\}) -->\r?(?:\n|$)/.exec(
    body.slice(0, 4000),
  );
  const [, kind, json] = match ?? [];
  if ((kind !== 'plan' && kind !== 'drift' && kind !== 'adopt') || json === undefined) return undefined;
  const value = parsed(json);
  if (value === undefined || value['v'] !== 1) return undefined;
  const { v: _version, id, ...fields } = value;
  if (typeof id !== 'string') return undefined;
  return { kind, id, fields };
}

function parsed(json: string): Record<string, string | number> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined; // not ours, or edited: the same as no marker
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value);
  const simple = entries.filter(
    (entry): entry is [string, string | number] =>
      typeof entry[1] === 'string' || typeof entry[1] === 'number',
  );
  return simple.length === entries.length ? Object.fromEntries(simple) : undefined;
}
