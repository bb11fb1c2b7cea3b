import type { Report } from '../rules/report.ts';
import { show } from '../rules/report.ts';
import { didYouMean } from '../rules/suggest.ts';
import type { RawProfile, RawTopic } from '../schema/topic.ts';
import type { Locator } from '../yaml/source-node.ts';

/** Settings of a profile with everything it extends. */
export type ProfileSettings = Omit<RawProfile, 'extends'>;

/** Every profile with its bases applied. Cycles and unknown names are reported and left out. */
export function resolveProfiles(
  profiles: Readonly<Record<string, RawProfile>>,
  locator: Locator,
  report: Report,
): ReadonlyMap<string, ProfileSettings> {
  const names = Object.keys(profiles);
  const resolved = new Map<string, ProfileSettings>();
  // Step by step, because a chain may be longer than the call stack is deep.
  const resolve = (name: string): void => {
    const chain = new Set<string>();
    for (let next: string | undefined = name; next !== undefined && !resolved.has(next); ) {
      chain.add(next);
      next = baseOf(next, chain);
    }
    for (const each of [...chain].reverse()) {
      const { extends: base, ...own } = profiles[each] ?? {};
      resolved.set(each, mergeSettings(resolved.get(base ?? '') ?? {}, own));
    }
  };
  const baseOf = (name: string, chain: ReadonlySet<string>): string | undefined => {
    const base = profiles[name]?.extends;
    if (base === undefined) return undefined;
    const position = locator.value(['topic_profiles', name, 'extends']);
    if (chain.has(base)) {
      const all = [...chain];
      const cycle = [...shortened(all.slice(all.indexOf(base))), base].join(' -> ');
      report.add('profile-cycle', position, `profiles extend each other: ${cycle}`, 'Remove one `extends`.');
      return undefined;
    }
    if (Object.hasOwn(profiles, base)) return base;
    report.add(
      'unknown-profile',
      position,
      `there is no profile ${show(base)}`,
      didYouMean(base, names, declareProfile),
    );
    return undefined;
  };
  for (const name of names) resolve(name);
  return resolved;
}

function shortened(names: readonly string[]): readonly string[] {
  return names.length > 10 ? [...names.slice(0, 5), '…', ...names.slice(-4)] : names;
}

export const declareProfile = 'Declare it under topic_profiles.';

/** `config` and `tags` are merged key by key; everything else is the topic's own where it has one. */
export function mergeSettings<T extends ProfileSettings | RawTopic>(base: ProfileSettings, own: T): T {
  const merged = { ...base, ...own };
  const config = base.config && own.config ? { ...base.config, ...own.config } : merged.config;
  const tags = base.tags && own.tags ? { ...base.tags, ...own.tags } : merged.tags;
  return { ...merged, ...(config && { config }), ...(tags && { tags }) };
}
