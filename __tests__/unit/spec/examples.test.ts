import { expect, test } from '@jest/globals';
import { exampleLine } from '../../../src/spec/meant/examples.ts';
import { type JsonSchema, specJsonSchema } from '../../../src/spec/schema/json-schema.ts';
import { base } from '../../support/bad-specs.ts';
import { loadTexts } from '../../support/spec-files.ts';

type Path = readonly (string | number)[];

/** Where a map or a list may stand; names are `demo`, but for flows. */
function placesIn(schema: JsonSchema, path: Path = []): readonly Path[] {
  const forms = (each: JsonSchema): readonly JsonSchema[] => [each, ...(each.anyOf ?? []).flatMap(forms)];
  const all = forms(schema);
  const isMany = all.some(({ type }) =>
    [type ?? []].flat().some((one) => one === 'object' || one === 'array'),
  );
  const name = path.at(-1) === 'flows' ? 'onprem -> core' : 'demo';
  return [
    ...(isMany && path.length > 0 ? [path] : []),
    ...all.flatMap(({ properties, additionalProperties, items }) => [
      ...Object.entries(properties ?? {}).flatMap(([key, part]) => placesIn(part, [...path, key])),
      ...(typeof additionalProperties === 'object' ? placesIn(additionalProperties, [...path, name]) : []),
      ...(items === undefined ? [] : placesIn(items, [...path, 0])),
    ]),
  ];
}

const places = [...new Map(placesIn(specJsonSchema()).map((path) => [path.join('/'), path]))];

test.each(places)('the example for %s is what the schema takes there', async (_, path) => {
  const line = exampleLine(path) ?? '';
  const value = line.replace(/^(?:- |.*?: )/, '');
  const yaml = path
    .toReversed()
    .reduce<string>(
      (inner, step) => (typeof step === 'number' ? `[${inner}]` : `{ ${step}: ${inner} }`),
      value,
    );

  const { findings } = await loadTexts({ 'base.yaml': base, 'spec.yaml': `${yaml}\n` });

  expect(value).not.toBe('');
  const ofShape = [
    'unknown-key',
    'wrong-type',
    'unknown-value',
    'yaml-syntax',
    'name-pattern',
    'text',
    'principal',
  ];
  expect(findings.filter(({ code }) => ofShape.includes(code))).toEqual([]);
});

test('what must not be missing has an example', () => {
  expect(['version', 'name', 'project'].map((key) => exampleLine([key]))).toEqual([
    'version: 1',
    'name: prod',
    'project: my-project',
  ]);
});
