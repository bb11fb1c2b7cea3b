import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { z } from 'zod';
import { aivenAclRow, kafkaAclRow } from '../../../../src/aiven/wire/acl.ts';
import { topicRow, topicWithAnyConfig } from '../../../../src/aiven/wire/topic.ts';
import {
  isUsualAivenAcl,
  isUsualKafkaAcl,
  isUsualTopic,
  isUsualTopicRow,
} from '../../../../src/aiven/wire/usual-form.ts';

/** As Aiven answers it, every field that is read filled in. */
const topic = {
  topic_name: 'orders',
  state: 'ACTIVE',
  replication: 3,
  partitions: [
    {
      ...{ partition: 0, size: 12.5, remote_size: 0, earliest_offset: 3, latest_offset: 17 },
      consumer_groups: [{ group_name: 'billing', offset: 4 }],
    },
    { partition: 1, size: 0 },
  ],
  tags: [{ key: 'team', value: '' }],
  topic_description: 'Orders',
  owner_user_group_id: 'ug1',
  config: { retention_ms: { value: 1, source: 'topic_config' } },
};
const row = { topic_name: 'orders', state: 'ACTIVE', partitions: 3, replication: 2 };
const kafkaAcl = {
  ...{ id: 'acl1', principal: 'User:a', host: '*', resource_type: 'Topic', resource_name: 'orders' },
  ...{ pattern_type: 'LITERAL', operation: 'Read', permission_type: 'ALLOW' },
};
const aivenAcl = { id: 'acl2', permission: 'read', topic: 'orders.*', username: 'a' };

interface Form {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly isUsual: (entry: unknown) => boolean;
  readonly usual: object;
}
const forms: readonly Form[] = [
  { name: 'a topic', schema: topicWithAnyConfig, isUsual: isUsualTopic, usual: topic },
  { name: 'a row of the list of topics', schema: topicRow, isUsual: isUsualTopicRow, usual: row },
  { name: 'a Kafka-native ACL', schema: kafkaAclRow, isUsual: isUsualKafkaAcl, usual: kafkaAcl },
  { name: "an entry of Aiven's own ACLs", schema: aivenAclRow, isUsual: isUsualAivenAcl, usual: aivenAcl },
];

/** What JSON can say, and what may be taken for something else. */
const odd = fc.constantFrom<unknown>(
  ...[null, '', 'x', '3', 0, -1, 1, 1.5, -0, 2 ** 53, 1e300, Number.POSITIVE_INFINITY, true, false],
  ...[[], [null], [[]], {}, [{}], { group_name: '' }, { 0: 'x' }, [{ group_name: 7 }], [{ key: 'k' }]],
);

type Step = string | number;

function placesIn(value: unknown, path: readonly Step[] = []): readonly (readonly Step[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([step, inner]) => placesIn(inner, [...path, step]))];
}

/** `gone`: the key is not there, or the item of the list is another's. */
function changed(value: unknown, [step, ...rest]: readonly Step[], to: unknown): unknown {
  if (step === undefined) return to === gone ? null : to;
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => {
      if (index !== step) return [item];
      return rest.length === 0 && to === gone ? [] : [changed(item, rest, to)];
    });
  }
  const entries = Object.entries(value as object).flatMap(([key, inner]) => {
    if (key !== step) return [[key, inner]];
    return rest.length === 0 && to === gone ? [] : [[key, changed(inner, rest, to)]];
  });
  return Object.fromEntries(entries);
}
const gone = Symbol('gone');

/** Of the keys that the schema reads. */
function read(entry: unknown, asRead: unknown): unknown {
  if (Array.isArray(asRead) && Array.isArray(entry))
    return asRead.map((one, index) => read(entry[index], one));
  if (typeof asRead !== 'object' || asRead === null || typeof entry !== 'object' || entry === null)
    return entry;
  return Object.fromEntries(
    Object.entries(asRead).map(([key, one]) => [key, read(Reflect.get(entry, key), one)]),
  );
}

describe.each(forms)('$name in its usual form', ({ schema, isUsual, usual }) => {
  test('is told without the schema', () => {
    expect(isUsual(usual)).toBe(true);
  });

  test('passes the schema, which changes none of its values, however an answer was changed', () => {
    const places = placesIn(usual);
    let told = 0;
    const change = fc.tuple(fc.constantFrom(...places), fc.oneof(odd, fc.constant(gone)));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
        const entry = changes.reduce<unknown>((one, [path, to]) => {
          return placesIn(one).some((place) => place.join() === path.join()) ? changed(one, path, to) : one;
        }, usual);
        if (!isUsual(entry)) return;
        told++;
        const parsed = schema.safeParse(entry);
        expect(parsed.success).toBe(true);
        expect(parsed.data).toEqual(read(entry, parsed.data));
      }),
      { numRuns: 500 },
    );
    expect(told).toBeGreaterThan(0);
  });
});
