import type { z } from 'zod';

/**
 * Of one check; the others are counted. zod keeps some hundred bytes of each, and hands those of a list on as the arguments of
 * one call, which ends at some 120,000.
 */
const maxKeptIssues = 2_000;

interface Kept {
  issues: number;
  dropped: number;
  /** By schema and object: what was made of an object that passed. */
  readonly passed: Map<z.core.$ZodType, Map<unknown, unknown>>;
}

/** zod copies the context of a check, so it holds the counter and is not one. */
interface Counting extends z.core.ParseContext<z.core.$ZodIssue> {
  readonly kept: Kept;
}

/**
 * A schema whose lists and maps tell no more than `maxKeptIssues` of what is wrong in them, and which looks at an object that stands
 * in many places once, if `checkWithFew` asks.
 */
export function tellingFew<T extends z.ZodType>(schema: T): T {
  const parts = { many: new Set<z.core.$ZodType>(), collections: new Set<z.core.$ZodType>() };
  collect(schema, parts);
  for (const part of parts.collections) lookOnce(part);
  for (const part of parts.many) dropBeyond(part);
  return schema;
}

/** Checks with a schema of `tellingFew`. `dropped`: so many more issues are not in `result`. */
export function checkWithFew<T extends z.ZodType>(schema: T, value: unknown) {
  const kept: Kept = { issues: 0, dropped: 0, passed: new Map() };
  const counting: Counting = { kept };
  const result = schema.safeParse(value, counting);
  return { result, dropped: kept.dropped };
}

interface Parts {
  /** Of which there may be any number. */
  readonly many: Set<z.core.$ZodType>;
  /** Which look at objects and lists. */
  readonly collections: Set<z.core.$ZodType>;
}

function collect(schema: z.core.$ZodType, parts: Parts): void {
  const { type } = schema._zod.def;
  if (type === 'object' || type === 'array') parts.collections.add(schema);
  for (const part of partsOf(schema)) {
    collect(part, parts);
    if (type === 'array' || type === 'record') parts.many.add(part);
  }
}

/** Whatever stands inside. */
function partsOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  // Each class of schema has a definition of its own, and `type` tells which; zod's types have no union of them by that name.
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return Object.values(def.shape);
    case 'array':
      return [def.element];
    case 'record':
      return [def.keyType, def.valueType];
    case 'optional':
    case 'nullable':
      return [def.innerType];
    default:
      return [];
  }
}

/** Only what passed is kept: what is wrong is told at each of its places. */
function lookOnce(schema: z.core.$ZodType): void {
  const run = schema._zod.run.bind(schema._zod);
  schema._zod.run = (payload, context) => {
    const { kept } = context as Partial<Counting>; // see `dropBeyond`
    const { value } = payload;
    if (kept === undefined || typeof value !== 'object' || value === null) return run(payload, context);
    const passed = kept.passed.get(schema) ?? new Map<unknown, unknown>();
    kept.passed.set(schema, passed);
    const known = passed.get(value);
    if (known !== undefined) {
      payload.value = known;
      return payload;
    }
    const before = payload.issues.length;
    const result = run(payload, context);
    if (!(result instanceof Promise) && result.issues.length === before) passed.set(value, result.value);
    return result;
  };
}

function dropBeyond(schema: z.core.$ZodType): void {
  const run = schema._zod.run.bind(schema._zod);
  schema._zod.run = (payload, context) => {
    // Only `checkWithFew` gives a context with a counter.
    const { kept } = context as Partial<Counting>;
    const counted = kept?.issues ?? 0;
    const result = run(payload, context);
    if (kept === undefined || result instanceof Promise) return result;
    const fresh = result.issues.length - (kept.issues - counted);
    const tooMany = Math.max(0, fresh - (maxKeptIssues - kept.issues));
    result.issues.length -= tooMany;
    kept.issues += fresh - tooMany;
    kept.dropped += tooMany;
    return result;
  };
}
