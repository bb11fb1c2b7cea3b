import { z } from 'zod';
import { specSchema } from './schema.ts';

/** The part of JSON Schema (draft 7) that the spec's schema uses. */
export interface JsonSchema {
  readonly description?: string | undefined;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly required?: readonly string[];
  /** The forms that a value may have; no description of its own in each. */
  readonly anyOf?: readonly JsonSchema[];
}

/**
 * The published schema, for editors. It describes one file, and a spec may be several: only `version` is
 * required of each. Rules that need the whole spec are in docs/rules.md.
 */
export function specJsonSchema(): JsonSchema {
  // zod's own type leaves the shape of properties open; the test of the schema reads every one of them.
  const generated = z.toJSONSchema(specSchema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => foldNull(jsonSchema),
  }) as JsonSchema;
  return {
    ...generated,
    ...{ title: 'aiven-kafka-gitops spec, version 1' },
    description: 'Kafka clusters and the replication flows between them.',
    required: ['version'],
  };
}

/**
 * `anyOf: [X, null]` as X that may be null, so that an editor shows the description of X and completes its values: what
 * is not for null, such as `pattern` and `properties`, does not apply to it anyway.
 */
function foldNull(schema: z.core.JSONSchema.BaseSchema): void {
  const [only, nothing, ...others] = schema.anyOf ?? [];
  if (typeof only !== 'object' || typeof nothing !== 'object' || others.length > 0) return;
  if (nothing.type !== 'null') return;
  delete schema.anyOf;
  Object.assign(schema, only);
  const { type } = only;
  if (type !== undefined) Object.assign(schema, { type: [type, 'null'].flat() });
  if (only.enum !== undefined) schema.enum = [...only.enum, null];
}

let schema: JsonSchema | undefined;

/** The keys that may stand at a path of the spec; none where keys are names. */
export function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  schema ??= specJsonSchema();
  let at: JsonSchema | undefined = schema;
  for (const step of path) at = stepInto(at, step);
  return knownIn(at);
}

export type ValueType = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';

/** What may stand at a path of the spec; nothing where no key is known. */
export function valueTypes(path: readonly PropertyKey[]): ReadonlySet<ValueType> {
  schema ??= specJsonSchema();
  let at: JsonSchema | undefined = schema;
  for (const step of path) at = stepInto(at, step);
  // The names of JSON Schema's own types, which zod writes.
  return new Set(formsOf(at).flatMap((form) => [form.type ?? []].flat()) as ValueType[]);
}

/** The texts that may stand at a path; empty: any text may, or none. */
export function choicesAt(path: readonly PropertyKey[]): readonly string[] {
  schema ??= specJsonSchema();
  let at: JsonSchema | undefined = schema;
  for (const step of path) at = stepInto(at, step);
  return formsOf(at).flatMap((form) => (form.enum ?? []).filter((one) => typeof one === 'string'));
}

/**
 * Where else in the spec a key may stand, nearest first: the place that has most of `path` in common. Names that cannot be told are
 * written `<name>`.
 */
export function placesOfKey(
  key: string,
  path: readonly (string | number)[],
): readonly (readonly (string | number)[])[] {
  schema ??= specJsonSchema();
  const places: (readonly (string | number)[])[] = [];
  const look = (at: JsonSchema, place: readonly (string | number)[]): void => {
    if (knownIn(at).includes(key)) places.push(place);
    if (place.length > maxPlaceDepth) return;
    for (const { properties, additionalProperties, items } of formsOf(at)) {
      for (const [name, part] of Object.entries(properties ?? {})) look(part, [...place, name]);
      const isOnPath = place.every((step, index) => step === path[index]);
      const next = isOnPath ? path[place.length] : undefined;
      if (typeof additionalProperties === 'object')
        look(additionalProperties, [...place, typeof next === 'string' ? next : '<name>']);
      if (items !== undefined) look(items, [...place, typeof next === 'number' ? next : 0]);
    }
  };
  look(schema, []);
  const shared = (place: readonly (string | number)[]) => {
    const end = place.findIndex((step, index) => step !== path[index]);
    return end === -1 ? place.length : end;
  };
  const isAlike = (place: readonly (string | number)[]) => Number(place.at(-1) !== path.at(-1));
  return places.toSorted((a, b) => shared(b) - shared(a) || isAlike(a) - isAlike(b) || a.length - b.length);
}

/** Steps from the top; nothing of a spec lies deeper. */
const maxPlaceDepth = 8;

function knownIn(at: JsonSchema | undefined): readonly string[] {
  return formsOf(at).flatMap((form) => Object.keys(form.properties ?? {}));
}

/** Of several, the first that has something at the step. */
function stepInto(schema: JsonSchema | undefined, step: string | number | symbol): JsonSchema | undefined {
  for (const { items, properties, additionalProperties } of formsOf(schema)) {
    const other = typeof additionalProperties === 'object' ? additionalProperties : undefined;
    const found = typeof step === 'number' ? items : (properties?.[String(step)] ?? other);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A schema and the forms that it names: of a value that may be text or a list, both. */
function formsOf(schema: JsonSchema | undefined): readonly JsonSchema[] {
  if (schema === undefined) return [];
  return [schema, ...(schema.anyOf ?? []).flatMap(formsOf)];
}
