import { z } from 'zod';

/** One instance of a managed resource, with what tells which object it is. Nothing else of a state is kept: it holds secrets. */
export interface StateResource {
  /** Of the resource in the configuration, without the keys of instances: what a `removed` block names. */
  readonly address: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export type State =
  | { readonly ok: true; readonly resources: readonly StateResource[] }
  /** Completes "the state …". */
  | { readonly ok: false; readonly problem: string };

const resource = z.object({
  mode: z.string(),
  type: z.string().regex(/^[a-z][a-z0-9_]{0,99}$/),
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]{0,199}$/),
  values: z.record(z.string(), z.unknown()).nullish(),
});

/** One by one: a resource of another form hides no other. */
const moduleOf = z.object({
  address: z.string().optional(),
  resources: z.array(z.unknown()).optional(),
  child_modules: z.array(z.unknown()).optional(),
});

const state = z.object({ values: z.object({ root_module: z.unknown() }).nullish() });

const maxDepth = 32;

/** What `terraform show -json` writes of a state. */
export function readState(text: string): State {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'is no JSON: write it with terraform show -json' };
  }
  const parsed = state.safeParse(json);
  if (!parsed.success || parsed.data.values == null)
    return {
      ok: false,
      problem: 'has no values: write it with terraform show -json, without the name of a plan',
    };
  const resources: StateResource[] = [];
  const complete = walk(parsed.data.values.root_module, 0, resources);
  return complete
    ? { ok: true, resources }
    : { ok: false, problem: 'has a form that this version does not know' };
}

/** False: a part of the tree could not be read, so nobody can tell what is in it. */
function walk(node: unknown, depth: number, into: StateResource[]): boolean {
  const parsed = moduleOf.safeParse(node);
  const path = parsed.success ? modulePath(parsed.data.address ?? '') : { ok: false as const };
  if (!parsed.success || !path.ok || depth > maxDepth) return false;
  for (const one of parsed.data.resources ?? []) {
    const found = resource.safeParse(one);
    if (!found.success) return false;
    const { mode, type, name, values } = found.data;
    if (mode === 'managed') into.push({ address: `${path.text}${type}.${name}`, type, values: values ?? {} });
  }
  return (parsed.data.child_modules ?? []).every((child) => walk(child, depth + 1, into));
}

/** `module.kafka.` of `module.kafka["eu"]`: keys of instances may not stand in a `removed` block. */
function modulePath(address: string): { readonly ok: true; readonly text: string } | { readonly ok: false } {
  const step = /^module\.([A-Za-z_][A-Za-z0-9_-]{0,199})(?:\[(?:[0-9]+|"(?:[^"\\]|\\.)*")\])?(?:\.|$)/;
  let text = '';
  for (let rest = address; rest !== ''; ) {
    const match = step.exec(rest);
    if (match === null) return { ok: false };
    text += `module.${match[1]}.`;
    rest = rest.slice(match[0].length);
  }
  return { ok: true, text };
}
