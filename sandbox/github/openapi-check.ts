import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly $ref?: string;
}

interface Body {
  readonly content?: { readonly 'application/json': { readonly schema: Schema } };
}

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: Body & { readonly required?: boolean };
  readonly responses: Readonly<Record<string, Body>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Problem {
  readonly message: string;
  /** GitHub itself answers 422 to it: a text or list over its limit, or a body with nothing in it. */
  readonly isRefusal: boolean;
}

let shared: OpenApi | undefined;

/** Read and compiled once: it never changes. */
export function openApi(): OpenApi {
  shared ??= new OpenApi();
  return shared;
}

/** GitHub's own description of the emulated operations, and whether requests and answers fit it. */
class OpenApi {
  readonly #description: Description;
  readonly #operations = new Map<string, { method: string; path: string; operation: Operation }>();
  readonly #ajv: Ajv;
  readonly #validators = new Map<string, ValidateFunction>();

  constructor() {
    const text = readFileSync(new URL('./openapi.json', import.meta.url), 'utf8');
    this.#description = JSON.parse(text) as Description; // committed beside this file
    for (const [path, item] of Object.entries(this.#description.paths)) {
      for (const [method, operation] of Object.entries(item)) {
        this.#operations.set(operation.operationId, { method: method.toUpperCase(), path, operation });
      }
    }
    this.#ajv = new Ajv({
      strict: false,
      allErrors: true,
      logger: false,
      // The description is GitHub's own, and most of what is compiled is asked once: one function for each part of it, as it is.
      validateSchema: false,
      inlineRefs: false,
      code: { optimize: false },
    });
    // The description itself gives some URLs the default ''.
    this.#ajv.addFormat('uri', { type: 'string', validate: (text) => text === '' || URL.canParse(text) });
    this.#ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
    this.#ajv.addFormat('email', /^[^@\s]+@[^@\s]+$/);
    this.#ajv.addFormat('int64', { type: 'number', validate: Number.isSafeInteger });
    this.#ajv.addSchema(this.#description, 'github');
  }

  where(operationId: string): { readonly method: string; readonly path: string } {
    return this.#find(operationId);
  }

  /** Stricter than GitHub, which ignores what it does not know: an unknown name is a mistake of the client. */
  checkRequest(operationId: string, query: URLSearchParams, body: unknown): readonly Problem[] {
    const { operation } = this.#find(operationId);
    return [...this.#queryProblems(operation, query), ...this.#bodyProblems(operationId, operation, body)];
  }

  checkAnswer(operationId: string, status: number, body: unknown): readonly Problem[] {
    const { operation } = this.#find(operationId);
    const documented = operation.responses[status];
    if (documented === undefined && status < 400) return [problem(`status ${status} is not documented`)];
    if (documented?.content !== undefined) {
      return this.#validate(`${this.#pointer(operationId)}/responses/${status}`, body, 'answer');
    }
    if (status >= 400) return this.#validateAt('#/components/schemas/basic-error', body, 'answer');
    return body === undefined ? [] : [problem(`status ${status} has no body`)];
  }

  #queryProblems(operation: Operation, query: URLSearchParams): readonly Problem[] {
    const problems: Problem[] = [];
    for (const [name, text] of query) {
      const parameter = operation.parameters.find((candidate) => candidate.name === name);
      if (parameter === undefined) {
        problems.push(problem(`query parameter ${name} is unknown`));
        continue;
      }
      problems.push(
        ...this.#held(parameter.schema, typed(parameter.schema, text), `query parameter ${name}`),
      );
    }
    for (const { name, required } of operation.parameters) {
      if (required && !query.has(name)) problems.push(problem(`query parameter ${name} is required`));
    }
    return problems;
  }

  #bodyProblems(operationId: string, operation: Operation, body: unknown): readonly Problem[] {
    const schema = operation.requestBody?.content?.['application/json'].schema;
    if (schema === undefined) return body === undefined ? [] : [problem('this operation takes no body')];
    if (body === undefined) return operation.requestBody?.required ? [problem('the body is required')] : [];
    const { required = [] } = schema;
    if (isObject(body) && Object.keys(body).length === 0 && required.length > 0)
      return [unsupplied(required)];
    const known = propertyNames(schema);
    const unknown = isObject(body) ? Object.keys(body).filter((name) => !known.has(name)) : [];
    return [
      ...unknown.map((name) => problem(`body property ${name} is unknown`)),
      ...this.#validate(`${this.#pointer(operationId)}/requestBody`, body, 'body'),
    ];
  }

  #validate(pointer: string, value: unknown, what: string): readonly Problem[] {
    return this.#validateAt(`${pointer}/content/application~1json/schema`, value, what);
  }

  #validateAt(pointer: string, value: unknown, what: string): readonly Problem[] {
    const known = this.#validators.get(pointer);
    const validate = known ?? this.#ajv.compile({ $ref: `github${encodeURI(pointer)}` });
    this.#validators.set(pointer, validate);
    return validate(value) ? [] : describe(validate.errors, what);
  }

  /** A schema compiles once, wherever it stands. */
  #held(schema: Schema, value: unknown, what: string): readonly Problem[] {
    if (schema.$ref !== undefined) return this.#validateAt(schema.$ref, value, what);
    const validate = this.#ajv.compile(schema);
    return validate(value) ? [] : describe(validate.errors, what);
  }

  #pointer(operationId: string): string {
    const { method, path } = this.#find(operationId);
    return `#/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method.toLowerCase()}`;
  }

  #find(operationId: string): { method: string; path: string; operation: Operation } {
    const found = this.#operations.get(operationId);
    if (found === undefined) throw new Error(`openapi.json does not hold ${operationId}`);
    return found;
  }
}

function typed(schema: Schema, text: string): unknown {
  if (schema.type === 'integer' || schema.type === 'number') return text === '' ? text : Number(text);
  if (schema.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

function propertyNames(schema: Schema): ReadonlySet<string> {
  const parts = [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  return new Set([
    ...Object.keys(schema.properties ?? {}),
    ...parts.flatMap((part) => [...propertyNames(part)]),
  ]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(errors: readonly ErrorObject[] | null | undefined, what: string): readonly Problem[] {
  return (errors ?? []).map((error) => ({
    message: `${what}${error.instancePath} ${error.message ?? error.keyword}`,
    isRefusal: error.keyword === 'maxLength' || error.keyword === 'maxItems',
  }));
}

/**
 * In GitHub's words (octokit/octokit.rb#992, humanmade/linter-bot#71). Whoever sends `{}` where something is required
 * means it: no other way is known to ask whether a token may write, without writing.
 */
function unsupplied(names: readonly string[]): Problem {
  const quoted = names.map((name) => `"${name}"`).join(', ');
  return { message: `${quoted} ${names.length === 1 ? "wasn't" : "weren't"} supplied.`, isRefusal: true };
}

function problem(message: string): Problem {
  return { message, isRefusal: false };
}
