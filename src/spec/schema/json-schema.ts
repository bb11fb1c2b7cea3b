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
  const generated = z.toJSONSchema(specSchema, { target: 'draft-7', io: 'input' }) as JsonSchema;
  return {
    ...generated,
    ...{ title: 'aiven-kafka-gitops spec, version 1' },
    description: 'Kafka clusters and the replication flows between them.',
    required: ['version'],
  };
}

let schema: JsonSchema | undefined;

/** The keys that may stand at a path of the spec; none where keys are names. */
export function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  schema ??= specJsonSchema();
  let at: JsonSchema | undefined = schema;
  for (const step of path) at = stepInto(at, step);
  return Object.keys(at?.properties ?? {});
}

function stepInto(schema: JsonSchema | undefined, step: PropertyKey): JsonSchema | undefined {
  if (typeof step === 'number') return schema?.items;
  const property = schema?.properties?.[String(step)];
  if (property !== undefined) return property;
  return typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}
