import type { LiveTopicConfig } from '../model/topic.ts';

/** What a flow makes of a config of a mirrored topic; `null`: it goes back to what the target's brokers have. */
export interface SyncedConfig {
  readonly name: string;
  readonly value: string | null;
}

const brokersDefault = { overridden: false, from: 'default' } as const;

type Configs = ReadonlyMap<string, LiveTopicConfig>;

/**
 * `MirrorSourceConnector.incrementalAlterConfigs`: what is set on the source is set on the target, what is Kafka's own default
 * there goes back to the target's. Values of a broker's file stay behind. Only what differs from the target's is told.
 */
export function syncedConfigs(options: {
  readonly source: Configs;
  readonly target: Configs;
  readonly copies: (config: string) => boolean;
  readonly sourceIsAiven: boolean;
  /** Created by this plan: what it does not state is a default there. */
  readonly sourceIsNew: boolean;
}): readonly SyncedConfig[] {
  const { source, target, copies, sourceIsAiven, sourceIsNew } = options;
  const unstated = sourceIsNew
    ? [...target].filter(([name, { overridden }]) => overridden && !source.has(name))
    : [];
  const all = [
    ...source,
    ...unstated.map(([name, there]) => [name, { ...there, ...brokersDefault }] as const),
  ];
  return all.flatMap(([name, config]): SyncedConfig[] => {
    const there = target.get(name);
    if (there === undefined || config.value === null || !copies(name)) return [];
    const then = valueThen(config, there, sourceIsAiven);
    if (then === 'as-it-is' || isSameAs(then.value, there)) return [];
    return [{ name, value: then.value }];
  });
}

/** Whether a sync to this value would leave the config as it is. */
export function isSameAs(value: string | null, { value: there, overridden }: LiveTopicConfig): boolean {
  return value === there || (value === null && !overridden);
}

/** What MirrorMaker 2 makes of a config of the target. Aiven calls an override that equals Kafka's default a default. */
function valueThen(
  { value, overridden, from }: LiveTopicConfig,
  there: LiveTopicConfig,
  sourceIsAiven: boolean,
): { readonly value: string | null } | 'as-it-is' {
  if (overridden || from === 'cluster' || from === undefined) return { value };
  if (from === 'file') return 'as-it-is';
  if (there.overridden) return { value: null };
  return sourceIsAiven ? { value } : 'as-it-is';
}
