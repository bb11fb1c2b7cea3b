import { Secret } from '../model/secret.ts';
import { canonicalJson, type StoredFields } from '../model/stored-fields.ts';
import { AivenError, type Operation } from './http/errors.ts';
import { redactedMarker } from './http/secrets-in-answer.ts';

/**
 * What an update sends where Aiven may replace a whole object: the live object, with what the change names laid over it.
 * `undefined` in `named`: the key goes.
 */
export function liveAndStated(
  live: Readonly<Record<string, unknown>>,
  named: ReadonlyMap<string, unknown>,
): Readonly<Record<string, unknown>> {
  const kept = Object.entries(live).filter(([key, value]) => value != null && !named.has(key));
  const stated = [...named].filter(([, value]) => value !== undefined);
  return Object.fromEntries([...kept, ...stated]);
}

/** `mayBeSecret`: such a value is never printed. What is null is not set. */
export function storedFields(
  config: Readonly<Record<string, unknown>>,
  mayBeSecret: (key: string) => boolean,
  nameOf: (key: string) => string = (key) => key,
): StoredFields {
  const fields = Object.entries(config).flatMap(([key, value]) => {
    if (value == null) return [];
    const text = canonicalJson(value);
    if (value === redactedMarker) return [[nameOf(key), Secret.named(key)] as const];
    return [[nameOf(key), mayBeSecret(key) ? Secret.of(key, text) : text] as const];
  });
  return new Map(fields);
}

/**
 * A number that JavaScript cannot hold exactly would come back as another one. None of the keys that are known today allows
 * such a number.
 */
export function refuseInexact(operation: Operation, body: unknown): void {
  const inexact = findInexact(body, '');
  if (inexact === undefined) return;
  throw new AivenError({
    kind: 'not-sent',
    operation,
    message: `${inexact} holds a number that cannot be sent back exactly. Make this change in Aiven.`,
  });
}

function findInexact(value: unknown, path: string): string | undefined {
  if (typeof value === 'number')
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = findInexact(inner, path === '' ? key : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** One field that a change names, as it was planned, as it is now, and as it should become. */
export interface NamedField<V> {
  readonly field: string;
  readonly planned: V;
  readonly now: V;
  readonly wanted: V;
}

/** Those of a kind's fields that a change names, in the kind's own order. */
export function namedFields<F extends string, V>(
  fields: readonly F[],
  named: ReadonlySet<string>,
  values: {
    readonly planned: { readonly [K in F]?: V };
    readonly now: { readonly [K in F]?: V };
    readonly wanted: { readonly [K in F]?: V };
  },
): readonly NamedField<V | undefined>[] {
  const { planned, now, wanted } = values;
  return fields
    .filter((field) => named.has(field))
    .map((field) => ({ field, planned: planned[field], now: now[field], wanted: wanted[field] }));
}

/**
 * The reviewer saw from where to where each named field goes. Where the beginning is another one by now, and is not the end
 * either, nothing is sent.
 */
export function refuseChangedSince<V>(
  operation: Operation,
  what: string,
  fields: readonly NamedField<V>[],
  isSame: (one: V, other: V) => boolean,
): void {
  const changed = fields.filter(({ planned, now, wanted }) => !isSame(planned, now) && !isSame(now, wanted));
  if (changed.length === 0) return;
  const names = changed.map(({ field }) => field).join(', ');
  throw new AivenError({
    kind: 'from-changed',
    operation,
    message: `${names} of ${what} changed after the plan was made, so nothing was sent. Run again for a new plan.`,
  });
}
