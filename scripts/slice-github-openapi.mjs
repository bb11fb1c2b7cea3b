// Cuts sandbox/github/openapi.json out of GitHub's OpenAPI description: the operations below, the schemas they
// need, and of those only what a validator reads.
//
//   npm pack @octokit/openapi@23.0.2   (outside this repository; 29 MB)
//   tar xzf octokit-openapi-23.0.2.tgz package/generated/api.github.com.json
//   node scripts/slice-github-openapi.mjs package/generated/api.github.com.json
//
// GitHub's description is OpenAPI 3.0 (`nullable`); the slice is 3.1, whose schemas are plain JSON Schema.
// @octokit/openapi is published under the MIT licence, copyright 2020 Octokit contributors.
import { readFileSync, writeFileSync } from 'node:fs';

const operations = [
  'actions/list-workflow-runs-for-repo',
  'checks/create',
  'checks/get',
  'checks/list-for-ref',
  'checks/update',
  'git/create-commit',
  'git/create-ref',
  'git/create-tree',
  'git/delete-ref',
  'git/get-blob',
  'git/get-ref',
  'git/get-tree',
  'git/update-ref',
  'issues/add-labels',
  'issues/create',
  'issues/create-comment',
  'issues/create-label',
  'issues/delete-comment',
  'issues/get',
  'issues/get-comment',
  'issues/get-label',
  'issues/list-comments',
  'issues/list-for-repo',
  'issues/remove-label',
  'issues/update',
  'issues/update-comment',
  'pulls/create',
  'pulls/get',
  'pulls/list',
  'pulls/update',
  'rate-limit/get',
  'repos/compare-commits-with-basehead',
  'repos/create-deployment',
  'repos/create-deployment-status',
  'repos/get',
  'repos/get-branch',
  'repos/get-commit',
  'repos/get-content',
  'repos/get-deployment',
  'repos/list-deployment-statuses',
  'repos/list-deployments',
  'repos/list-pull-requests-associated-with-commit',
  'users/get-authenticated',
];

const validating = new Set([
  'type',
  'format',
  'enum',
  'const',
  'required',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
]);

const target = new URL('../sandbox/github/openapi.json', import.meta.url);
const [source] = process.argv.slice(2);
if (source === undefined)
  throw new Error('usage: node scripts/slice-github-openapi.mjs <api.github.com.json>');
const full = JSON.parse(readFileSync(source, 'utf8'));

const paths = {};
const wantedSchemas = new Set();
const missing = new Set(operations);
for (const [path, item] of Object.entries(full.paths)) {
  for (const [method, operation] of Object.entries(item)) {
    if (!missing.delete(operation.operationId)) continue;
    paths[path] ??= {};
    paths[path][method] = slicedOperation(operation);
  }
}
if (missing.size > 0) throw new Error(`not in ${source}: ${[...missing].join(', ')}`);

const schemas = {};
for (const name of wantedSchemas) schemas[name] = slicedSchema(full.components.schemas[name]); // grows while it runs

const slice = {
  openapi: '3.1.0',
  info: {
    title: 'A slice of the GitHub v3 REST API',
    version: full.info.version,
    license: { name: 'MIT', url: 'https://github.com/octokit/openapi/blob/main/LICENSE' },
  },
  paths,
  components: { schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))) },
};
writeFileSync(target, lines(slice));

/** One line per path and per schema, so that a diff of two versions can be read. */
function lines({ paths, components, ...head }) {
  const list = (entries) =>
    Object.entries(entries)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join(',\n');
  return `${JSON.stringify(head).slice(0, -1)},\n"paths":{\n${list(paths)}\n},\n"components":{"schemas":{\n${list(components.schemas)}\n}}}\n`;
}

function slicedOperation({ operationId, parameters = [], requestBody, responses }) {
  return {
    operationId,
    parameters: parameters
      .map(resolved)
      .filter((parameter) => parameter.in === 'query')
      .map(({ name, required, schema }) => ({
        name,
        in: 'query',
        ...(required && { required }),
        schema: slicedSchema(schema),
      })),
    ...(requestBody && {
      requestBody: { ...(requestBody.required && { required: true }), ...slicedContent(requestBody.content) },
    }),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, response]) => [
        status,
        slicedContent(resolved(response).content),
      ]),
    ),
  };
}

function slicedContent(content) {
  const schema = content?.['application/json']?.schema;
  return schema === undefined ? {} : { content: { 'application/json': { schema: slicedSchema(schema) } } };
}

function resolved(node) {
  if (node.$ref === undefined) return node;
  return node.$ref
    .slice(2)
    .split('/')
    .reduce((value, key) => value[key], full);
}

function slicedSchema(schema) {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (schema.$ref !== undefined) {
    wantedSchemas.add(schema.$ref.slice('#/components/schemas/'.length));
    return { $ref: schema.$ref };
  }
  const result = {};
  for (const [key, value] of Object.entries(schema)) {
    if (['properties', 'patternProperties'].includes(key)) {
      result[key] = Object.fromEntries(
        Object.entries(value).map(([name, property]) => [name, slicedSchema(property)]),
      );
    } else if (['oneOf', 'anyOf', 'allOf'].includes(key)) result[key] = value.map(slicedSchema);
    else if (['items', 'additionalProperties', 'not'].includes(key)) result[key] = slicedSchema(value);
    else if (validating.has(key)) result[key] = value;
  }
  return schema.nullable === true ? nullable(result) : result;
}

function nullable({ type, ...rest }) {
  if (rest.oneOf !== undefined || rest.anyOf !== undefined || rest.allOf !== undefined) {
    return { anyOf: [{ ...(type && { type }), ...rest }, { type: 'null' }] };
  }
  const orNull = rest.enum !== undefined && !rest.enum.includes(null) ? { enum: [...rest.enum, null] } : {};
  return type === undefined ? { ...rest, ...orNull } : { type: [type, 'null'], ...rest, ...orNull };
}
