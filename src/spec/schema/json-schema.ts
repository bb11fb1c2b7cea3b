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
  return Object.keys(at?.properties ?? {});
}

export type ValueType = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';

/** What may stand at a path of the spec; nothing where no key is known. */
export function valueTypes(path: readonly PropertyKey[]): ReadonlySet<ValueType> {
  schema ??= specJsonSchema();
  let at: JsonSchema | undefined = schema;
  for (const step of path) at = stepInto(at, step);
  // The names of JSON Schema's own types, which zod writes.
  return new Set([at?.type ?? []].flat() as ValueType[]);
}

function stepInto(schema: JsonSchema | undefined, step: PropertyKey): JsonSchema | undefined {
  if (typeof step === 'number') return schema?.items;
  const property = schema?.properties?.[String(step)];
  if (property !== undefined) return property;
  return typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}
