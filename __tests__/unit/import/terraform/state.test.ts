import { describe, expect, test } from '@jest/globals';
import { removedBlocks } from '../../../../src/import/terraform/removed-blocks.ts';
import { readState } from '../../../../src/import/terraform/state.ts';

const topic = {
  mode: 'managed',
  type: 'aiven_kafka_topic',
  name: 'orders',
  values: { topic_name: 'orders' },
};

function show(root: unknown): string {
  return JSON.stringify({ format_version: '1.0', values: { root_module: root } });
}

describe('what terraform show -json says', () => {
  test('resources of all modules, by the address that a removed block may name', () => {
    const read = readState(
      show({
        resources: [topic, { ...topic, mode: 'data', name: 'looked-up' }],
        child_modules: [
          {
            address: 'module.kafka["eu.west [1]"]',
            resources: [{ ...topic, index: 'a' }],
            child_modules: [{ address: 'module.kafka["eu.west [1]"].module.topics[0]', resources: [topic] }],
          },
        ],
      }),
    );
    expect(read.ok && read.resources.map(({ address }) => address)).toEqual([
      'aiven_kafka_topic.orders',
      'module.kafka.aiven_kafka_topic.orders',
      'module.kafka.module.topics.aiven_kafka_topic.orders',
    ]);
  });

  test.each([
    ['no JSON', 'terraform { }', /^is no JSON/],
    ['a plan', JSON.stringify({ planned_values: {} }), /^has no values/],
    ['an address that is none', show({ child_modules: [{ address: 'module.a}\nresource' }] }), /^has a form/],
    ['a name that is none', show({ resources: [{ ...topic, name: 'a"\n' }] }), /^has a form/],
    ['a list of something else', show({ resources: 7 }), /^has a form/],
  ])('%s is refused', (_, text, problem) => {
    const read = readState(text);
    expect(read.ok ? '' : read.problem).toMatch(problem);
  });
});

test('a removed block forgets without destroying', () => {
  expect(removedBlocks(['module.kafka.aiven_kafka_topic.orders'])).toMatch(
    /\nremoved \{\n {2}from = module\.kafka\.aiven_kafka_topic\.orders\n\n {2}lifecycle \{\n {4}destroy = false\n {2}\}\n\}\n$/,
  );
});
