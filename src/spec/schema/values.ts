import { z } from 'zod';
import { show } from '../rules/report.ts';
import type { RuleCode } from '../rules/rules.ts';

/** What a check of one value says; `checkShape` turns it into a finding with its place. */
export interface ValueProblem {
  readonly code: RuleCode;
  readonly message: string;
  readonly hint: string;
}

export function valueProblem(code: RuleCode, message: string, hint: string): ValueProblem {
  return { code, message, hint };
}

/** JSON Schema keywords that explain a value to an editor. */
interface Shown {
  readonly description: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly examples?: string[];
}

/** Text with a check in our own words. */
export function text(shown: Shown, check: (value: string) => ValueProblem | undefined) {
  return z
    .string()
    .superRefine((value, context) => addProblem(context, check(value)))
    .meta({ ...shown });
}

/** A value of several YAML types (numbers with units, references), read by `parse`. */
export function value<T>(
  shown: Record<string, unknown> & { readonly description: string },
  parse: (value: unknown) => { readonly value: T } | ValueProblem,
) {
  return z
    .unknown()
    .meta(shown)
    .transform((written, context): T => {
      const parsed = parse(written);
      if ('value' in parsed) return parsed.value;
      addProblem(context, parsed);
      return z.NEVER;
    });
}

function addProblem(context: z.core.$RefinementCtx, problem: ValueProblem | undefined): void {
  if (problem === undefined) return;
  const { code, message, hint } = problem;
  context.addIssue({ code: 'custom', message, params: { code, hint } });
}

/** Text that matches `pattern` as a whole. */
export function named(
  code: RuleCode,
  what: string,
  pattern: RegExp,
  maxLength: number,
  rule: string,
  description: string,
) {
  return text({ description, pattern: pattern.source, minLength: 1, maxLength }, (written) =>
    written.length <= maxLength && pattern.test(written)
      ? undefined
      : valueProblem(code, `${show(written)} is not a ${what}`, rule),
  );
}

const controlCharacter = /[\p{Cc}\u2028\u2029]/u;

/** Words for people: a reason, a description, a tag's value. */
export function words(description: string, minLength: number, maxLength: number) {
  return text({ description, minLength, maxLength }, (written) => {
    if (written.length >= minLength && written.length <= maxLength && !controlCharacter.test(written))
      return undefined;
    const message = 'the text is too long, empty or holds line breaks or control characters';
    return valueProblem('text', message, `Write ${minLength} to ${maxLength} characters on one line.`);
  });
}

export function wholeNumber(description: string, minimum: number, maximum: number) {
  return z.int().min(minimum).max(maximum).describe(description);
}

export function amount(
  description: string,
  { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
) {
  return wholeNumber(description, minimum, maximum);
}

export function flag(description: string) {
  return z.boolean().describe(description);
}

export function choice<const T extends readonly [string, ...string[]]>(description: string, values: T) {
  return z.enum(values).describe(description);
}

/** A key that may be left out, or be null, which says: back to the default. */
export function orDefault<T extends z.ZodType>(schema: T) {
  return schema.nullish();
}

/** One value, or a list of at least one; the first option says what one may look like, in which forms. */
export function oneOrMore<const T extends readonly [z.ZodType, ...z.ZodType[]]>(
  description: string,
  options: T,
) {
  return z.union([...options, z.array(z.union(options)).min(1)]).describe(description);
}

/** `{ secret: NAME }`, read from the environment variable `KAFKA_SECRET_<NAME>` and from nowhere else. */
export interface SecretReference {
  readonly secret: string;
}

const secretName = /^(?!KAFKA_SECRET_)[A-Z][A-Z0-9_]{0,99}$/;

/** Never repeats what was written: it may be the secret. */
export function secretReference(description: string) {
  const shown = {
    description,
    type: 'object',
    properties: {
      secret: {
        type: 'string',
        pattern: secretName.source,
        description: 'NAME of the variable KAFKA_SECRET_NAME.',
      },
    },
    required: ['secret'],
    additionalProperties: false,
  };
  return value<SecretReference>(shown, (written) => {
    const name = onlyProperty(written, 'secret');
    if (name === undefined) {
      const message = 'a secret must be a reference, not a value';
      return valueProblem('secret-in-spec', message, referenceHint(written));
    }
    if (typeof name === 'string' && secretName.test(name)) return { value: { secret: name } };
    const hint =
      typeof name === 'string' && name.startsWith('KAFKA_SECRET_')
        ? 'Drop the KAFKA_SECRET_ prefix; it is added for you.'
        : 'Use A-Z, 0-9 and _, starting with a letter; the variable is KAFKA_SECRET_ and this name.';
    return valueProblem('secret-name', 'this is not a name of a secret', hint);
  });
}

/** Of what another system is to fill in only the name is repeated. */
function referenceHint(written: unknown): string {
  const fromGitHub =
    typeof written === 'string'
      ? /^\$\{\{\s*(?:secrets|env)\.(?:KAFKA_SECRET_)?([A-Z][A-Z0-9_]{0,99})\s*\}\}$/.exec(written)
      : null;
  const fromEnv = onlyProperty(written, 'env') ?? onlyProperty(written, 'fromEnv');
  const name =
    fromGitHub?.[1] ?? (typeof fromEnv === 'string' && secretName.test(fromEnv) ? fromEnv : undefined);
  return name === undefined
    ? secretHint
    : `Write { secret: ${name} }, and set KAFKA_SECRET_${name} in the workflow.`;
}

const secretHint =
  'Write { secret: NAME } and set KAFKA_SECRET_NAME in the workflow. If a real secret was committed here, change it now.';

/** `{ file: path }`: public material inside the workspace. */
export interface FileReference {
  readonly file: string;
}

export function fileReference(description: string) {
  const shown = {
    description,
    type: 'object',
    properties: {
      file: { type: 'string', minLength: 1, description: 'Path of a PEM file, relative to the repository.' },
    },
    required: ['file'],
    additionalProperties: false,
  };
  return value<FileReference>(shown, (written) => {
    const path = onlyProperty(written, 'file');
    if (typeof path === 'string' && path !== '') return { value: { file: path } };
    const message = 'a certificate must be named as a file of the repository';
    return valueProblem('file-reference', message, fileHint(written));
  });
}

function fileHint(written: unknown): string {
  const isPath = typeof written === 'string' && /^[\w./-]{1,100}$/.test(written);
  if (isPath) return `Write { file: ${written} }, relative to the repository.`;
  const isElsewhere = typeof written === 'string' || onlyProperty(written, 'secret') !== undefined;
  const why = isElsewhere ? 'A CA is public: put it in a file. ' : '';
  return `${why}Write { file: path/of/ca.pem }, relative to the repository.`;
}

function onlyProperty(written: unknown, key: string): unknown {
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return undefined;
  const [[name, found] = [], ...others] = Object.entries(written);
  return name === key && others.length === 0 ? found : undefined;
}
