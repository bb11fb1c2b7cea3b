import type { z } from 'zod';

/**
 * Of one check; the others are counted. zod keeps some hundred bytes of each, and hands those of a list on as the arguments of
 * one call, which ends at some 120,000.
 */
const maxKeptIssues = 2_000;

interface Kept {
  issues: number;
  dropped: number;
}

/** zod copies the context of a check, so it holds the counter and is not one. */
interface Counting extends z.core.ParseContext<z.core.$ZodIssue> {
  readonly kept: Kept;
}

/** A schema whose lists and maps tell no more than `maxKeptIssues` of what is wrong in them, if `checkWithFew` asks. */
export function tellingFew<T extends z.ZodType>(schema: T): T {
  const many = new Set<z.core.$ZodType>();
  collectMany(schema, many);
  for (const part of many) dropBeyond(part);
  return schema;
}

/** Checks with a schema of `tellingFew`. `dropped`: so many more issues are not in `result`. */
export function checkWithFew<T extends z.ZodType>(schema: T, value: unknown) {
  const kept: Kept = { issues: 0, dropped: 0 };
  const counting: Counting = { kept };
  const result = schema.safeParse(value, counting);
  return { result, dropped: kept.dropped };
}

/** Parts of which there may be any number, each once. */
function collectMany(schema: z.core.$ZodType, many: Set<z.core.$ZodType>): void {
  const { type } = schema._zod.def;
  for (const part of partsOf(schema)) {
    collectMany(part, many);
    if (type === 'array' || type === 'record') many.add(part);
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
