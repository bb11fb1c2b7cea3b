import { z } from 'zod';
import { inRange, rangeWords } from '../../model/limits/config-range.ts';
import {
  type QuantityConfig,
  refusedTopicConfigs,
  type TopicConfig,
  topicConfigs,
} from '../../model/limits/topic-configs.ts';
import { suggest } from '../../model/suggest.ts';
import { meantQuantity } from '../meant/quantity.ts';
import { show } from '../rules/report.ts';
import { topicConsumeSchema, topicProduceSchema } from './acl.ts';
import { profileName, topicName } from './names.ts';
import { howToWrite, parseQuantity, unitWords } from './units.ts';
import {
  choice,
  flag,
  orDefault,
  type ValueProblem,
  value,
  valueProblem,
  wholeNumber,
  words,
} from './values.ts';

const unlistedConfigs = ['report', 'keep', 'reset'] as const;

const unlistedConfig = choice(
  'What an override on the topic means that the spec does not list: report it, keep it silently, or reset it.',
  unlistedConfigs,
);

const tags = z
  .record(words('Key of the tag.', 1, 64), words('Value of the tag.', 0, 256))
  .superRefine((written, context) => {
    if (Object.keys(written).length <= 25) return;
    const params = { code: 'out-of-range', hint: 'Aiven keeps at most 25 tags on a topic.' };
    context.addIssue({ code: 'custom', message: 'there are more than 25 tags', params });
  })
  .describe('Tags of the topic; Aiven services only. The tags are exactly these; null: none.');

/** What a topic and a profile have in common. */
const settings = {
  // Not null: the default counts at creation only, and neither number can go back to "whatever the cluster says".
  partitions: wholeNumber('Number of partitions. Grows only.', 1, 1_000_000).optional(),
  replication: wholeNumber('Replication factor.', 1, 32_767).optional(),
  config: configObject().optional(),
  tags: orDefault(tags),
  // Not null: Aiven's API knows no way to take an owner away.
  owner_user_group_id: words(
    'Id of the user group that owns the topic, such as ug22ba494e096; Aiven services only.',
    1,
    36,
  ).optional(),
  protect: orDefault(
    flag('Never deleted by this tool, and loses no records through a change of it, whatever else is said.'),
  ),
  unlisted_config: orDefault(unlistedConfig),
};

const topicSchema = z
  .strictObject({
    profile: profileName.describe('The profile whose settings this topic starts from.').optional(),
    ...settings,
    description: orDefault(words('What the topic is for; Aiven services only; null: none.', 1, 256)),
    produce: topicProduceSchema.optional(),
    consume: topicConsumeSchema.optional(),
  })
  .describe('A topic.');

const profileSchema = z
  .strictObject({
    extends: profileName.describe('Another profile, whose settings are the base of this one.').optional(),
    ...settings,
  })
  .describe('Settings that topics share by naming the profile.');

export const topicsSchema = z.record(topicName, topicSchema).describe('Topics of the cluster, by name.');
export const profilesSchema = z
  .record(profileName, profileSchema)
  .describe('Profiles of topic settings, by name.');
export const unlistedConfigSchema = unlistedConfig;

export type RawTopic = z.output<typeof topicSchema>;
export type RawProfile = z.output<typeof profileSchema>;

/** Kafka's own spelling of the value; `null` for the cluster's default. */
export type RawConfig = Readonly<Record<string, string | null | undefined>>;

function configObject(): z.ZodType<RawConfig> {
  const fields = [...topicConfigs].map(
    ([key, config]) => [key, configValue(key, config).optional()] as const,
  );
  const refused = [...refusedTopicConfigs].map(
    ([key, reason]) => [key, refusedValue(key, reason).optional()] as const,
  );
  return z
    .strictObject({ ...Object.fromEntries(fields), ...Object.fromEntries(refused) })
    .describe("Topic configs by Kafka's own names. null asks for the cluster's default.");
}

function configValue(key: string, config: TopicConfig) {
  return value<string | null>({ description: config.description, ...jsonType(config) }, (written) =>
    written === null ? { value: null } : parseConfig(key, config, written),
  );
}

function parseConfig(
  key: string,
  config: TopicConfig,
  written: unknown,
): { readonly value: string } | ValueProblem {
  switch (config.type) {
    case 'quantity':
      return parseInteger(key, config, written);
    case 'flag':
      if (written === true || written === 'true') return { value: 'true' };
      if (written === false || written === 'false') return { value: 'false' };
      return valueProblem('config-value', `${key} cannot be ${show(written)}`, 'Write true or false.');
    case 'ratio': {
      const isNumber =
        typeof written === 'number' || (typeof written === 'string' && /^[0-9.]{1,20}$/.test(written));
      const number = isNumber ? Number(written) : Number.NaN;
      if (number >= 0 && number <= 1) return { value: decimal(number) };
      return valueProblem('config-value', `${key} cannot be ${show(written)}`, 'Write a number from 0 to 1.');
    }
    case 'choice':
      if (typeof written === 'string' && config.values.includes(written))
        return { value: canonicalChoice(written) };
      return valueProblem(
        'config-value',
        `${key} cannot be ${show(written)}`,
        choiceHint(key, config.values, written),
      );
  }
}

/** A list is written as Kafka's own text: `compact,delete`. */
function choiceHint(key: string, values: readonly string[], written: unknown): string {
  const text = Array.isArray(written) ? written.join(',') : String(written);
  const meant = values.find((each) => each === text.replaceAll(' ', '')) ?? suggest(text, values);
  return meant === undefined ? `Use one of: ${values.join(', ')}.` : `Write ${key}: ${meant}.`;
}

/** Java prints a double with at least one decimal; so do Kafka's describe answers. */
function decimal(number: number): string {
  return Number.isInteger(number) ? number.toFixed(1) : String(number);
}

/** Kafka takes the list in any order; Aiven's enum has one. */
function canonicalChoice(written: string): string {
  return written === 'delete,compact' ? 'compact,delete' : written;
}

function parseInteger(key: string, config: QuantityConfig, written: unknown) {
  const parsed = parseQuantity(written, config.unit);
  if (!parsed.ok)
    return valueProblem(
      'config-value',
      `${key} cannot be ${show(written)}`,
      quantityHint(key, config, written),
    );
  if (inRange(config, parsed.value)) return { value: String(parsed.value) };
  const message = `${key} must be ${rangeWords(config)}, not ${parsed.value}`;
  const nearest = parsed.value > config.maximum ? config.maximum : config.minimum;
  return valueProblem('config-value', message, `Write ${key}: ${nearest}, or another value in the range.`);
}

function quantityHint(key: string, config: QuantityConfig, written: unknown): string {
  const { unit } = config;
  const meant = typeof written === 'string' ? meantQuantity(written, unit) : undefined;
  const parsed = meant === undefined ? undefined : parseQuantity(meant, unit);
  if (meant === undefined || !parsed?.ok || !inRange(config, parsed.value)) return howToWrite[unit];
  return `Write ${key}: ${meant}. ${unitWords[unit]}`;
}

function refusedValue(key: string, reason: string) {
  return value<never>({ description: `Not for specs: ${reason}.`, not: {} }, () =>
    valueProblem('config-refused', `${key} cannot be set in a spec: ${reason}`, 'Remove the line.'),
  );
}

function jsonType(config: TopicConfig): Record<string, unknown> {
  switch (config.type) {
    case 'quantity': {
      const units = { duration: '(ms|s|m|h|d|w)?', size: '(B|KiB|MiB|GiB|TiB)?', count: '' }[config.unit];
      return { type: ['integer', 'string', 'null'], pattern: `^-?[0-9]{1,20}${units}$` };
    }
    case 'ratio':
      return { type: ['number', 'string', 'null'], minimum: 0, maximum: 1 };
    case 'flag':
      return { enum: [true, false, 'true', 'false', null] };
    case 'choice':
      return { enum: [...config.values, null] };
  }
}
