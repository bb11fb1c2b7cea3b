import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

/** The parts of an `action.yml` that decide how the runner starts it. */
export interface ActionMetadata {
  readonly using: string;
  readonly main: string;
  /** By name as written. */
  readonly inputs: Readonly<Record<string, { readonly default?: string | undefined }>>;
  readonly outputs: readonly string[];
}

export async function readActionMetadata(file: string): Promise<ActionMetadata> {
  const document: unknown = parse(await readFile(file, 'utf8'));
  const { runs, inputs, outputs } = record(document);
  const { using, main } = record(runs);
  if (typeof using !== 'string' || typeof main !== 'string')
    throw new Error(`${file}: runs.using and runs.main are needed`);
  return {
    using,
    main,
    inputs: Object.fromEntries(
      Object.entries(record(inputs)).map(([name, input]) => {
        const { default: value } = record(input);
        return [name, { default: value === undefined || value === null ? undefined : String(value) }];
      }),
    ),
    outputs: Object.keys(record(outputs)),
  };
}

/**
 * The `INPUT_…` variables of a step: declared inputs take their default, given ones win whatever their case, and
 * undeclared ones are passed on (the runner warns). Names become upper case with `_` for a space; a hyphen stays.
 */
export function inputVariables(
  metadata: ActionMetadata,
  given: Readonly<Record<string, string>>,
  contexts: ExpressionContexts,
): { readonly variables: Readonly<Record<string, string>>; readonly warning?: string } {
  const variables: Record<string, string> = {};
  const variable = (name: string): string => `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
  const declared = Object.keys(metadata.inputs);
  for (const [name, input] of Object.entries(metadata.inputs)) {
    variables[variable(name)] = evaluate(input.default ?? '', contexts);
  }
  for (const [name, value] of Object.entries(given)) variables[variable(name)] = value;
  const unexpected = Object.keys(given).filter(
    (name) => !declared.some((known) => known.toLowerCase() === name.toLowerCase()),
  );
  if (unexpected.length === 0) return { variables };
  return {
    variables,
    warning: `Unexpected input(s) ${quotedList(unexpected)}, valid inputs are [${quotedList(declared)}]`,
  };
}

function quotedList(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

/** `github.token` is `contexts.github.token`. */
export type ExpressionContexts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Defaults may hold expressions. The ones in use name one property of a context; others are refused rather than guessed. */
function evaluate(text: string, contexts: ExpressionContexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (whole, expression: string) => {
    const found = /^\s*(\w+)\.(\w+)\s*$/.exec(expression);
    const context = contexts[found?.[1] ?? ''];
    if (!found || !context) throw new Error(`action.yml: cannot evaluate ${whole}`);
    return context[found[2] ?? ''] ?? '';
  });
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
