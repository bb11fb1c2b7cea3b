import type { LoggedRequest } from '../../../sandbox/http/effect-log.ts';
import { secretSpellings } from '../secret-spellings.ts';

/** A text that left the process, and where to. */
export interface Said {
  readonly where: string;
  readonly text: string;
}

export interface Hit {
  readonly where: string;
  readonly secret: string;
  readonly spelling: string;
}

/** Characters of a value in a row, beside whole spellings: what a logger leaves of a long text. */
const cutLength = 8;

/** Written without a look at the redactor. Every secret in every spelling, cut ones included. */
export function hitsIn(said: readonly Said[], secrets: Readonly<Record<string, string>>): readonly Hit[] {
  const needles = Object.entries(secrets).flatMap(([secret, value]) =>
    needlesOf(value).map(([spelling, needle]) => ({ secret, spelling, needle })),
  );
  return said.flatMap(({ where, text }) =>
    needles
      .filter(({ needle }) => text.includes(needle))
      .map(({ secret, spelling }) => ({ where, secret, spelling })),
  );
}

function needlesOf(value: string): readonly (readonly [string, string])[] {
  const spelled = Object.entries(secretSpellings).map(
    ([name, spell]) => [name, coreOf(spell(value))] as const,
  );
  // Its first and last line say nothing; a key is cut by its body.
  const body = /-----\n([\s\S]+?)\n-----END/.exec(value)?.[1];
  if (body !== undefined) return [...spelled, ['its body', body]];
  const cuts = Array.from(
    { length: Math.max(0, value.length - cutLength + 1) },
    (_, at) => [`characters ${at} to ${at + cutLength}`, value.slice(at, at + cutLength)] as const,
  );
  return [...spelled, ['backwards', [...value].toReversed().join('')] as const, ...cuts];
}

/** Without what stands around the value in that spelling: quotes, keys, and base64 that other bytes decide. */
function coreOf(spelled: string): string {
  const margin = Math.min(6, Math.floor(spelled.length / 4));
  return spelled.slice(margin, spelled.length - margin);
}

export function ofRequests(requests: readonly LoggedRequest[]): readonly Said[] {
  return requests.map(({ method, path, body }) => ({
    where: `${method} ${path.split('?')[0]}`,
    text: `${path} ${textsOf(body).join('\n')}`,
  }));
}

/** Every text in a body as whoever reads it on GitHub has it, JSON in texts included. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...textsOf(item)]);
}
