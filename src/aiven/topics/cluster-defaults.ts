import type { Reading } from '../../model/reading.ts';
import { known } from '../../model/reading.ts';
import type { LiveTopic, LiveTopicConfig } from '../../model/topic.ts';

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
  const complete = (name: string, config: LiveTopicConfig): LiveTopicConfig => {
    const inherited = config.inherited ?? defaults.get(name);
    return inherited === undefined ? config : { ...config, inherited };
  };
  return new Map(
    [...readings].map(([key, reading]) => {
      if (reading.state !== 'known' || reading.value === undefined) return [key, reading];
      const config = new Map([...reading.value.config].map(([name, entry]) => [name, complete(name, entry)]));
      return [key, known({ ...reading.value, config })];
    }),
  );
}
