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
  return formsOf(at).flatMap((form) => Object.keys(form.properties ?? {}));
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
