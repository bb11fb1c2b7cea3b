import type { Reading } from '../../model/reading.ts';
import { known } from '../../model/reading.ts';
import type { LiveTopic } from '../../model/topic.ts';

/**
 * What a topic inherits is the same for every topic of a cluster. Where Aiven does not tell it for a topic that
 * overrides a config (`retention.ms` often has no synonym), a topic that does not override it has it as its value.
 */
export function withClusterDefaults(
  readings: ReadonlyMap<string, Reading<LiveTopic | undefined>>,
): ReadonlyMap<string, Reading<LiveTopic | undefined>> {
  const defaults = new Map<string, string>();
  for (const reading of readings.values()) {
    if (reading.state !== 'known') continue;
    for (const [name, { overridden, value }] of reading.value?.config ?? []) {
      if (!overridden && value !== null) defaults.set(name, value);
    }
  }
  const complete = sharedCompletion(defaults);
  return new Map(
    [...readings].map(([key, reading]) => {
      if (reading.state !== 'known' || reading.value === undefined) return [key, reading];
      const config = complete(reading.value.config);
      return [key, config === reading.value.config ? reading : known({ ...reading.value, config })];
    }),
  );
}

type Config = LiveTopic['config'];

/** Topics that share a map of configs go on sharing one; one that lacks nothing is the same. */
function sharedCompletion(defaults: ReadonlyMap<string, string>): (config: Config) => Config {
  const completed = new Map<Config, Config>();
  return (config) => {
    const done = completed.get(config) ?? completedConfig(config, defaults);
    completed.set(config, done);
    return done;
  };
}

function completedConfig(config: Config, defaults: ReadonlyMap<string, string>): Config {
  const missing = [...config].flatMap(([name, entry]) => {
    const inherited = defaults.get(name);
    return entry.inherited !== undefined || inherited === undefined
      ? []
      : [[name, { ...entry, inherited }] as const];
  });
  return missing.length === 0 ? config : new Map([...config, ...missing]);
}
