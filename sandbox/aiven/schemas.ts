import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { badRequest } from './errors.ts';
import type { Switches } from './switches.ts';

/** Checks request bodies against Aiven's schemas and words refusals as the API does: in Python's jsonschema texts. */
export class BodySchemas {
  readonly #switches: Switches;
  readonly #newerKeys: NewerKeys;
  readonly #refusedKeys: NewerKeys;

  constructor(switches: Switches, newerKeys: NewerKeys = {}, refusedKeys: NewerKeys = {}) {
    this.#switches = switches;
    this.#newerKeys = newerKeys;
    this.#refusedKeys = refusedKeys;
  }

  /** `schema` is `<file>/<part>`, such as `endpoint/create`. Throws a 400 whose text names the property. */
  check(schema: string, body: unknown): Record<string, unknown> {
    return this.#checked(schema, body, (error) => {
      const property = path(error);
      return `Invalid ${property === '' ? 'input' : `'${property}'`}`;
    });
  }

  /** As `check`, in the words that were recorded for a refused `user_config` (aiven-operator issue 522). */
  checkUserConfig(schema: string, config: unknown): Record<string, unknown> {
    return this.#checked(schema, config, (error) => `Invalid input for user_config ${subject(error)}`);
  }

  /** Whether an unknown property is refused or dropped is *assumed*, `unknownProperties`. */
  #checked(
    schema: string,
    body: unknown,
    introduce: (error: ErrorObject) => string,
  ): Record<string, unknown> {
    const { unknownProperties } = this.#switches;
    const own: unknown = structuredClone(body);
    const newer = takeOut(own, this.#newerKeys[schema] ?? []);
    const [refused] = takeOut(own, this.#refusedKeys[schema] ?? []);
    if (refused !== undefined && unknownProperties === 'refuse') throw badRequest(unexpected(refused.key));
    const validate = validator(schema, unknownProperties);
    validate(own);
    const error = validate.errors?.[0];
    if (error === undefined) {
      for (const { holder, key, value } of newer) holder[key] = value;
      return own as Record<string, unknown>; // every schema here is of type object
    }
    throw badRequest(`${introduce(error)}: ${this.#reason(error)}`);
  }

  #reason(error: ErrorObject): string {
    const value = this.#switches.valueInErrors === 'repeated' ? python(error.data) : 'value';
    const { keyword, params } = error;
    switch (keyword) {
      case 'type':
        return `${value} is not of type ${[params['type']].flat().map(python).join(', ')}`;
      case 'enum':
        return `${value} is not one of ${python(params['allowedValues'])}`;
      case 'minLength':
      case 'minItems':
        return `${value} is too short`;
      case 'maxLength':
      case 'maxItems':
        return `${value} is too long`;
      case 'minimum':
        return `${value} is less than the minimum of ${params['limit']}`;
      case 'maximum':
        return `${value} is greater than the maximum of ${params['limit']}`;
      case 'pattern':
        return `${value} does not match ${python(params['pattern'])}`;
      case 'required':
        return `${python(params['missingProperty'])} is a required property`;
      case 'additionalProperties':
        return `Additional properties are not allowed (${python(params['additionalProperty'])} was unexpected)`;
      default:
        throw new Error(`No text for the schema keyword ${keyword}`);
    }
  }
}

/**
 * Keys that Aiven's schemas have gained since the ones here were committed, by schema; `kafka_mirrormaker.<key>` for one inside.
 * Any value is accepted.
 */
export type NewerKeys = Readonly<Record<string, readonly string[]>>;

/** terraform-provider-aiven, issue 1446. */
function unexpected(key: string): string {
  return `Invalid input for config 'Kafka topic configuration': Additional properties are not allowed (${python(key)} was unexpected)`;
}

interface TakenOut {
  readonly holder: Record<string, unknown>;
  readonly key: string;
  readonly value: unknown;
}

function takeOut(body: unknown, paths: readonly string[]): readonly TakenOut[] {
  return paths.flatMap((path) => {
    const [outer = '', inner] = path.split('.');
    const holder = inner === undefined ? body : isObject(body) ? body[outer] : undefined;
    const key = inner ?? outer;
    if (!isObject(holder) || !(key in holder)) return [];
    const value = holder[key];
    delete holder[key];
    return [{ holder, key, value }];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Compiled once per process; they depend on nothing but the files. */
const validators = new Map<string, ValidateFunction>();

/** With `ignore`, it removes unknown properties from what it validates. */
function validator(schema: string, unknownProperties: 'refuse' | 'ignore'): ValidateFunction {
  const key = `${schema} ${unknownProperties}`;
  const present = validators.get(key);
  if (present !== undefined) return present;
  const removeAdditional = unknownProperties === 'ignore';
  const ajv = new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true, removeAdditional });
  const validate = ajv.compile(schemaPart(schema));
  validators.set(key, validate);
  return validate;
}

/** A schema as it was committed; also the body of the `…_types` routes. */
export function schemaPart(schema: string): Record<string, unknown> {
  const [file = '', part = ''] = schema.split('/');
  const text = readFileSync(new URL(`./schemas/${file}.json`, import.meta.url), 'utf8');
  const found = (JSON.parse(text) as Record<string, Record<string, unknown>>)[part]; // our own file
  if (found === undefined) throw new Error(`No schema ${schema}`);
  return found;
}

/** The names of the properties that a schema knows. */
export function schemaProperties(schema: string): Readonly<Record<string, PropertySchema>> {
  return schemaPart(schema)['properties'] as Record<string, PropertySchema>; // our own file
}

export interface PropertySchema {
  readonly type: string | readonly string[];
}

/** `tags.0.key`; empty for the body itself. */
function path(error: ErrorObject): string {
  return error.instancePath.slice(1).replaceAll('/', '.');
}

function subject(error: ErrorObject): string {
  const property = path(error);
  return property === '' ? "'Service type-specific settings'" : `'${property}'`;
}

/** Python's `repr`, as it shows in the API's texts: `None`, `True`, single quotes. */
function python(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, entry]) => `${python(key)}: ${python(entry)}`)
      .join(', ')}}`;
  }
  return String(value);
}
