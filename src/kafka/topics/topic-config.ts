import type { LiveTopicConfig } from '../../model/topic.ts';
import { type ConfigSynonym, type DescribedConfig, topicConfigSource } from '../protocol/describe-configs.ts';

export type TopicConfig = ReadonlyMap<string, LiveTopicConfig>;

/**
 * Turns the configs of many topics into the model. Ten thousand topics with some thirty keys each have mostly
 * the same few values, so equal entries are one object, and topics whose answers were alike share one map.
 */
export function configReader(): (configs: readonly DescribedConfig[]) => TopicConfig {
  const seen = new Map<string, readonly [string, LiveTopicConfig]>();
  const alike = new WeakMap<readonly DescribedConfig[], TopicConfig>();
  const read = (configs: readonly DescribedConfig[]): TopicConfig =>
    new Map(
      configs.map((config) => {
        const entry = toLiveTopicConfig(config);
        const key = JSON.stringify([config.name, entry.value, entry.overridden, entry.inherited, entry.from]);
        const known = seen.get(key) ?? [config.name, entry];
        seen.set(key, known);
        return known;
      }),
    );
  return (configs) => {
    const known = alike.get(configs) ?? read(configs);
    alike.set(configs, known);
    return known;
  };
}

function toLiveTopicConfig(config: DescribedConfig): LiveTopicConfig {
  const overridden = config.source === topicConfigSource;
  const value = config.sensitive ? null : config.value;
  const inherited = overridden ? inheritedValue(config) : value;
  const from = origins.get(config.source);
  return {
    value,
    overridden,
    ...(inherited === null ? {} : { inherited }),
    ...(from === undefined ? {} : { from }),
  };
}

/** `DescribeConfigsResponse.ConfigSource`: of one broker, of all, of a broker's file, of Kafka. */
const origins: ReadonlyMap<number, NonNullable<LiveTopicConfig['from']>> = new Map([
  [2, 'cluster'],
  [3, 'cluster'],
  [4, 'file'],
  [5, 'default'],
]);

/**
 * The first value below the topic's own. Brokers answer with their own setting, which may count in another unit:
 * `log.retention.hours` stands behind `retention.ms` (`ServerTopicConfigSynonyms`).
 */
function inheritedValue({ sensitive, synonyms }: DescribedConfig): string | null {
  const inherited = synonyms.find(({ source, value }) => source !== topicConfigSource && value !== null);
  return sensitive || inherited === undefined ? null : inMilliseconds(inherited);
}

function inMilliseconds({ name, value }: ConfigSynonym): string | null {
  const unit = /\.(hours|minutes)$/.exec(name)?.[1];
  if (unit === undefined || value === null || !/^-?\d+$/.test(value)) return value;
  const amount = BigInt(value);
  // -1 is "without limit" in every unit.
  return amount < 0n ? value : String(amount * (unit === 'hours' ? 3_600_000n : 60_000n));
}
