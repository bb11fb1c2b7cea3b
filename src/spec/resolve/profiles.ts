import type { Report } from '../rules/report.ts';
import { show } from '../rules/report.ts';
import { didYouMean } from '../schema/suggest.ts';
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
  const resolve = (name: string, behind: readonly string[]): ProfileSettings => {
    const known = resolved.get(name);
    if (known !== undefined) return known;
    const { extends: base, ...own } = profiles[name] ?? {};
    const chain = [...behind, name];
    const settings = base === undefined ? own : mergeSettings(resolveBase(base, chain), own);
    resolved.set(name, settings);
    return settings;
  };
  const resolveBase = (base: string, chain: readonly string[]): ProfileSettings => {
    const position = locator.value(['topic_profiles', chain.at(-1) ?? '', 'extends']);
    if (chain.includes(base)) {
      const cycle = [...chain.slice(chain.indexOf(base)), base].join(' -> ');
      report.add('profile-cycle', position, `profiles extend each other: ${cycle}`, 'Remove one `extends`.');
      return {};
    }
    if (names.includes(base)) return resolve(base, chain);
    report.add(
      'unknown-profile',
      position,
      `there is no profile ${show(base)}`,
      didYouMean(base, names, declareProfile),
    );
    return {};
  };
  for (const name of names) resolve(name, []);
  return resolved;
}

export const declareProfile = 'Declare it under topic_profiles.';

/** `config` and `tags` are merged key by key; everything else is the topic's own where it has one. */
export function mergeSettings<T extends ProfileSettings | RawTopic>(base: ProfileSettings, own: T): T {
  const merged = { ...base, ...own };
  const config = base.config && own.config ? { ...base.config, ...own.config } : merged.config;
  const tags = base.tags && own.tags ? { ...base.tags, ...own.tags } : merged.tags;
  return { ...merged, ...(config && { config }), ...(tags && { tags }) };
}
