import { z } from 'zod';

/** The entries one by one: what the list does not name well is asked for by name. */
export const topicList = z.object({ topics: z.array(z.unknown()) });
export const topicRow = z.object({
  topic_name: z.string().min(1),
  state: z.string().nullish().catch(undefined),
  partitions: z.number().int().positive().nullish().catch(undefined),
});
export type TopicRow = z.infer<typeof topicRow>;

/** Integers of 16 digits and more come as strings, see `parseExactly`. */
const configValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type WireConfigValue = z.infer<typeof configValue>;

export const configEntry = z.object({
  value: configValue,
  source: z.string(),
  synonyms: z
    .array(z.object({ name: z.string(), source: z.string(), value: configValue.optional() }))
    .nullish(),
});
export type WireConfigEntry = z.infer<typeof configEntry>;

const wireTopic = z.object({
  topic_name: z.string().min(1),
  state: z.string().nullish(),
  replication: z.number().int().positive(),
  /** A list of partitions; the list of topics has their number instead. */
  partitions: z
    .array(
      z.object({
        /** Kafka says -1 where it does not know it. */
        size: z.number().nonnegative().nullish().catch(undefined),
        /** In tiered storage. */
        remote_size: z.number().nonnegative().nullish().catch(undefined),
        partition: z.number().int().nonnegative().nullish().catch(undefined),
        earliest_offset: z.number().nonnegative().nullish().catch(undefined),
        latest_offset: z.number().nonnegative().nullish().catch(undefined),
        /** With the offsets that they have committed. */
        consumer_groups: z
          .array(z.object({ group_name: z.string().min(1) }))
          .nullish()
          .catch(undefined),
      }),
    )
    .min(1),
  tags: z.array(z.object({ key: z.string(), value: z.string() })).nullish(),
  topic_description: z.string().nullish(),
  owner_user_group_id: z.string().nullish().catch(undefined),
  /** Keys with underscores in place of Kafka's dots. */
  config: z.record(z.string(), configEntry),
});

/** With configs of any form: there are thirty of each topic, so they are looked at where equal ones are known already. */
export const topicWithAnyConfig = wireTopic.extend({
  config: z.custom<Readonly<Record<string, unknown>>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  ),
});
export type WireTopicWithAnyConfig = z.infer<typeof topicWithAnyConfig>;
export type WireTopic = z.infer<typeof wireTopic>;

export const topicAnswer = z.object({ topic: wireTopic });

/** One malformed topic must not hide the other ninety-nine, so they are checked one by one. */
export const topicBatch = z.object({ topics: z.array(z.unknown()) });
