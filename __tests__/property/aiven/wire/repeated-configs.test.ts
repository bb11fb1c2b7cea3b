import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseExactly } from '../../../../src/aiven/wire/exact-json.ts';
import { RepeatedConfigs } from '../../../../src/aiven/wire/repeated-configs.ts';

function outcome(read: () => unknown): unknown {
  try {
    return { read: read() };
  } catch {
    return 'not JSON';
  }
}

/** Pieces that make JSON, nearly JSON, and what looks like a config and is none. */
const piece = fc.constantFrom(
  ...['{"topics":[', '{"topic":', '{"topic_name":"a",', ']}', '}', '{', ',', '"config":', '"config" : '],
  ...['{"retention_ms":{"value":9223372036854775807,"source":"topic_config"}}', '{}', '{"a":{"b":"}"}}'],
  ...[
    '"a config that is kept: 0"',
    '"config":{"config":{}}',
    '"x":"\\"config\\":{}"',
    '{"a":"\\\\"}',
    '7',
    '{"a":',
  ],
);
const configs = fc.constantFrom(
  ...['{"a":{"value":1}}', '{ "a" : {"value" : 9223372036854775807} }', '{}', '{"config":{"a":1}}'],
  ...['"a config that is kept: 0"', '[{"a":1}]', 'null', '{"a":"{\\"}"}', '{"a":"\\u0022"}'],
);
const topics = fc
  .array(fc.tuple(fc.string(), configs, fc.boolean()), { maxLength: 6 })
  .map((all) => all.map(([name, config, isFirst]) => topicText(JSON.stringify(name), config, isFirst)))
  .map((all) => `{"topics":[${all.join(',')}],"config":{"a":{"value":1}}}`);

function topicText(name: string, config: string, isFirst: boolean): string {
  return isFirst ? `{"config":${config},"topic_name":${name}}` : `{"topic_name":${name},"config": ${config}}`;
}

describe('answers whose configs repeat', () => {
  test('say what they say without that, whatever they are and whatever came before', () => {
    const configs = new RepeatedConfigs();
    const text = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      topics,
      topics.map((answer) => answer.replace(',"config":{"a":{"value":1}}}', '}')),
    );
    fc.assert(
      fc.property(text, (answer) => {
        const read = outcome(() => configs.parse(answer));
        expect(read).toEqual(outcome(() => parseExactly(answer)));
      }),
      { numRuns: 1_000 },
    );
  });

  test('give one object for configs that are written alike, in one answer and the next', () => {
    const configs = new RepeatedConfigs();
    const [alike, other] = ['{"a":{"value":1}}', '{"a":{"value":2}}'];
    const answer = (...all: readonly string[]) =>
      configs.parse(`{"topics":[${all.map((config) => topicText('"t"', config, false)).join(',')}]}`) as {
        topics: { config: object }[];
      };
    const [one, two, three] = answer(alike, other, alike).topics;
    expect(one?.config).toBe(three?.config);
    expect(two?.config).toEqual({ a: { value: 2 } });
    expect(answer(alike).topics[0]?.config).toBe(one?.config);
  });

  test.each([
    ['that never end', '{"topics":[', '"config":{', 200_000],
    ['in each other', '{"topic":{', '"config":{"a":1},"config":{"b":', 50_000],
    ['in long texts', '{"topic":{"config":{"a":"', '\\"config\\":{', 200_000],
  ])('are read in time that grows with their length: configs %s', (_, begin, repeated, times) => {
    const text = begin + repeated.repeat(times);
    expect(() => new RepeatedConfigs().parse(text)).toThrow();
  });
});
