import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import {
  generatedRules,
  generatedSchema,
  rulesFile,
  schemaFile,
} from '../../../../scripts/generate-schema.ts';
import { type JsonSchema, specJsonSchema } from '../../../../src/spec/schema/json-schema.ts';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const read = (path: string) => readFileSync(`${repository}${path}`, 'utf8');
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(JSON.parse(read(schemaFile)));

describe('schema/spec.v1.json', () => {
  test('is current: npm run generate', () => {
    expect(read(schemaFile)).toBe(generatedSchema());
  });

  test('explains every key in a sentence', () => {
    const missing: string[] = [];
    for (const [path, schema] of properties(specJsonSchema(), '')) {
      if (!/^[A-Z].{6,}\.$/s.test(schema.description ?? '')) missing.push(path);
    }
    expect(missing).toEqual([]);
    expect([...properties(specJsonSchema(), '')].length).toBeGreaterThan(100);
  });

  test.each(['examples/spec.yaml', 'examples/aliases.yaml'])('accepts %s', (path) => {
    expect(validate(parse(read(path)))).toBe(true);
  });

  test('accepts one file of several', () => {
    expect(validate({ version: 1, clusters: { core: { topics: { t: {} } } } })).toBe(true);
  });

  test.each([
    ['a line', kafkaAcl({ topic: ['t', { prefix: 'u' }], pattern: 'literal', deny: ['Read'], host: '*' })],
    ['forms', kafkaAcl({ produce: ['t'], consume: { topics: ['u'], group: { prefix: 'g' } } })],
    ['a transactional id that is allowed', kafkaAcl({ transactional_id: 'x', allow: ['Write'] })],
    ['a transactional id that may be used', kafkaAcl({ transactional_id: ['x', 'y'] })],
    ["Aiven's own", aivenAcl({ topic: ['t', 'u'], permission: 'read' })],
    ["forms of Aiven's own", aivenAcl({ produce: ['t'], consume: { topics: ['u*'] } })],
    ['at a topic', topic({ produce: ['User:a', { username: ['b', 'c'] }], consume: [{ username: 'd' }] })],
  ])('accepts an ACL of every form: %s', (_, spec) => {
    expect(validate(spec)).toBe(true);
  });

  test.each([
    ['no version', { name: 'demo' }],
    ['an unknown key', { version: 1, cluster: {} }],
    ['an unknown config', topic({ config: { 'retention.m': 1 } })],
    ['a unit that does not exist', topic({ config: { 'retention.ms': '7days' } })],
    ['a refused config', topic({ config: { 'message.format.version': '2.8' } })],
    ['text for a number', topic({ partitions: 'six' })],
    ['no partitions', topic({ partitions: 0 })],
    ['a topic name with a slash', { version: 1, clusters: { core: { topics: { 'a/b': {} } } } }],
    ['an alias with a space', { version: 1, clusters: { 'on prem': {} } }],
    [
      'a password as text',
      { version: 1, clusters: { c: { admin: { sasl_plain_password: 'hunter2-hunter2' } } } },
    ],
    [
      'a secret of another form',
      { version: 1, clusters: { c: { admin: { sasl_plain_password: { secret: 'env:X' } } } } },
    ],
    ['a flow without an arrow', { version: 1, mirrormaker: { mm2: { flows: { core: {} } } } }],
    [
      'an operation in lower case',
      { version: 1, clusters: { c: { acls: { kafka: [{ principal: 'User:a', allow: ['read'] }] } } } },
    ],
    ...(
      [
        ['without a resource', { allow: ['Read'] }],
        ['without allow and deny', { topic: 't' }],
        ['with allow and deny', { topic: 't', allow: ['Read'], deny: ['Write'] }],
        ['about two resources', { topic: 't', group: 'g', allow: ['Read'] }],
        ['with a form and what is allowed', { produce: ['t'], allow: ['Read'] }],
        ['with a form and a topic', { produce: ['t'], topic: 't' }],
        ['with a form and a pattern', { produce: ['t'], pattern: 'prefixed' }],
        ['that consumes without a group', { consume: { topics: ['t'] } }],
        ['with a prefix of another form', { produce: [{ prefx: 't' }] }],
        ['with no topics', { produce: [] }],
      ] as const
    ).map(([what, line]) => [`an ACL line ${what}`, kafkaAcl(line)] as const),
    ['an Aiven ACL without a permission', aivenAcl({ topic: 't' })],
    ['an Aiven ACL with a form and a permission', aivenAcl({ produce: ['t'], permission: 'read' })],
    ['an Aiven ACL with a group', aivenAcl({ consume: { topics: ['t'], group: 'g' } })],
    ['an Aiven ACL with a transactional id', aivenAcl({ produce: ['t'], transactional_id: 'x' })],
    ['a consumer without a group', topic({ consume: [{ principal: 'User:a' }] })],
    ['a producer who is two', topic({ produce: [{ principal: 'User:a', username: 'a' }] })],
    ['a producer who is nobody', topic({ produce: [{}] })],
    [
      'tuning out of range',
      { version: 1, mirrormaker: { mm2: { clusters: { c: { producer_linger_ms: 5001 } } } } },
    ],
  ])('rejects %s', (_, spec) => {
    expect(validate(spec)).toBe(false);
  });
});

test('docs/rules.md is current: npm run generate', () => {
  expect(read(rulesFile)).toBe(generatedRules(read(rulesFile)));
});

function kafkaAcl(line: object): object {
  return { version: 1, clusters: { c: { acls: { kafka: [{ principal: 'User:a', ...line }] } } } };
}

function aivenAcl(line: object): object {
  return { version: 1, clusters: { c: { acls: { aiven: [{ username: 'a', ...line }] } } } };
}

function topic(settings: object): object {
  return { version: 1, clusters: { core: { topics: { t: settings } } } };
}

function* properties(schema: JsonSchema, path: string): Generator<[string, JsonSchema]> {
  for (const [key, child] of Object.entries(schema.properties ?? {})) {
    yield [`${path}/${key}`, child];
    yield* properties(child, `${path}/${key}`);
  }
  if (schema.items !== undefined) yield* properties(schema.items, `${path}/items`);
  for (const form of schema.anyOf ?? []) yield* properties(form, path);
  if (typeof schema.additionalProperties === 'object') {
    yield [`${path}/*`, schema.additionalProperties];
    yield* properties(schema.additionalProperties, `${path}/*`);
  }
}
