import { commonPrefix } from '../names/common-prefix.ts';
import { isReservedKey } from '../reserved-keys.ts';
import type { TopicSettingsDraft } from './topic-draft.ts';

interface Named {
  readonly settings: TopicSettingsDraft;
  /** The topics that use it. */
  readonly topics: readonly string[];
}

/** After what the names of its topics begin with; where they have nothing in common, after what it says. Each is another one. */
export function profileNames(profiles: readonly Named[]): readonly string[] {
  const taken = new Set<string>();
  return profiles.map(({ settings, topics }) => {
    const name = freeName(clean(commonPrefix(topics)) || wordsFor(settings), taken);
    taken.add(name);
    return name;
  });
}

function clean(prefix: string): string {
  const name = prefix
    .replace(/[^a-zA-Z0-9_.-]/g, '')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, 48);
  return name.length < 2 || isReservedKey(name) ? '' : name;
}

function wordsFor({ config, partitions }: TopicSettingsDraft): string {
  const policy = config.get('cleanup.policy');
  if (policy === 'compact') return 'compacted';
  const retention = config.get('retention.ms');
  if (retention === -1n || retention === -1) return 'kept-forever';
  if (typeof retention === 'string') return `kept-${retention}`;
  return partitions === undefined ? 'shared' : `partitions-${partitions}`;
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}-${number}`)) number++;
  return `${wanted}-${number}`;
}
