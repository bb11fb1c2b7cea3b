import { profileNames } from './profile-names.ts';
import { overProfile, settingsLength } from './settings-text.ts';
import type { TopicDraft, TopicProfile, TopicSettingsDraft } from './topic-draft.ts';

export interface Profiled {
  readonly profiles: readonly TopicProfile[];
  /** In the order in which they came in. */
  readonly topics: readonly TopicDraft[];
}

/** Topics that say the same. */
interface Group {
  readonly settings: TopicSettingsDraft;
  readonly topics: number[];
  /** Characters that each of its topics takes now. */
  cost: number;
  profile: TopicSettingsDraft | undefined;
}

/** Beyond these the search would take long and find little: what few topics share is no profile. */
const maxProfiles = 40;
const maxWhole = 100;
const maxMixed = 24;
/** How many groups, the largest first, tell what a profile would save. */
const maxRated = 300;
/** `profile: ` and a name of some length, in the place of what the profile says. */
const naming = 20;
/** What a reader gains has to be more than a line of its own. */
const minSaved = 40;
const minTopics = 3;

/**
 * The profiles that shorten the spec most, one after the other, and the topics laid over them. Topics that share what few others
 * have stay as they are: a profile is for readers, and costs them a look.
 */
export function inferProfiles(topics: readonly TopicDraft[]): Profiled {
  const groups = groupsOf(topics);
  const chosen: TopicSettingsDraft[] = [];
  const rated = groups.slice(0, maxRated);
  const candidates = candidatesOf(groups).map((profile): Candidate => {
    return {
      profile,
      length: settingsLength(profile),
      costs: rated.map(({ settings }) => costOver(settings, profile)),
    };
  });
  while (chosen.length < maxProfiles) {
    const best = bestOf(candidates, rated);
    if (best === undefined) break;
    chosen.push(best);
    for (const group of groups) {
      const cost = costOver(group.settings, best);
      if (cost === undefined || cost >= group.cost) continue;
      group.cost = cost;
      group.profile = best;
    }
  }
  return named(topics, groups, chosen);
}

function groupsOf(topics: readonly TopicDraft[]): readonly Group[] {
  const groups = new Map<string, Group>();
  topics.forEach((topic, index) => {
    const key = settingsKey(topic);
    const group = groups.get(key);
    if (group === undefined) {
      const settings = settingsOnly(topic);
      groups.set(key, { settings, topics: [index], cost: settingsLength(settings), profile: undefined });
    } else group.topics.push(index);
  });
  return [...groups.values()].sort((a, b) => b.topics.length - a.topics.length);
}

function settingsOnly({ partitions, replication, config, tags }: TopicSettingsDraft): TopicSettingsDraft {
  return {
    ...(partitions !== undefined && { partitions }),
    ...(replication !== undefined && { replication }),
    config,
    tags,
  };
}

function settingsKey({ partitions, replication, config, tags }: TopicSettingsDraft): string {
  return JSON.stringify([
    partitions ?? null,
    replication ?? null,
    [...config].map(([key, value]) => [key, String(value)]),
    [...tags],
  ]);
}

/** All that groups say, with their tags and without, and what two of the largest have in common. */
function candidatesOf(groups: readonly Group[]): readonly TopicSettingsDraft[] {
  const whole = groups.slice(0, maxWhole).map(({ settings }) => settings);
  const mixed = groups.slice(0, maxMixed).map(({ settings }) => settings);
  const common = mixed.flatMap((one, index) => mixed.slice(index + 1).map((other) => inCommon(one, other)));
  const all = [...whole, ...whole.map((settings) => ({ ...settings, tags: new Map() })), ...common];
  const distinct = new Map(all.map((settings) => [settingsKey(settings), settings]));
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, settings]) => settings);
}

function inCommon(one: TopicSettingsDraft, other: TopicSettingsDraft): TopicSettingsDraft {
  return {
    ...(one.partitions !== undefined &&
      one.partitions === other.partitions && { partitions: one.partitions }),
    ...(one.replication !== undefined &&
      one.replication === other.replication && { replication: one.replication }),
    config: new Map([...one.config].filter(([key, value]) => other.config.get(key) === value)),
    tags: new Map([...one.tags].filter(([key, value]) => other.tags.get(key) === value)),
  };
}

/** A profile that could be, with the characters that each group of topics would take over it. */
interface Candidate {
  readonly profile: TopicSettingsDraft;
  readonly length: number;
  readonly costs: readonly (number | undefined)[];
}

/** Undefined: none saves enough. */
function bestOf(candidates: readonly Candidate[], rated: readonly Group[]): TopicSettingsDraft | undefined {
  let best: TopicSettingsDraft | undefined;
  let most = minSaved;
  for (const { profile, length, costs } of candidates) {
    let saved = -length - naming;
    let uses = 0;
    rated.forEach(({ topics, cost }, index) => {
      const over = costs[index];
      if (over === undefined || over >= cost) return;
      saved += (cost - over) * topics.length;
      uses += topics.length;
    });
    if (uses < minTopics || saved <= most) continue;
    best = profile;
    most = saved;
  }
  return best;
}

/** Undefined: the topic cannot use the profile. */
function costOver(own: TopicSettingsDraft, profile: TopicSettingsDraft): number | undefined {
  const left = overProfile(own, profile);
  return left === undefined ? undefined : settingsLength(left) + naming;
}

function named(
  topics: readonly TopicDraft[],
  groups: readonly Group[],
  chosen: readonly TopicSettingsDraft[],
): Profiled {
  const users = new Map(chosen.map((profile) => [profile, [] as number[]]));
  for (const { profile, topics: members } of groups) {
    if (profile !== undefined) users.get(profile)?.push(...members);
  }
  const used = chosen.filter((profile) => (users.get(profile)?.length ?? 0) > 0);
  const names = profileNames(
    used.map((settings) => ({
      settings,
      topics: (users.get(settings) ?? []).map((index) => topics[index]?.name ?? ''),
    })),
  );
  const profiles = used.map((settings, index) => ({ name: names[index] ?? `shared-${index + 1}`, settings }));
  const profileOf = new Map<number, TopicProfile>();
  for (const profile of profiles) {
    for (const index of users.get(profile.settings) ?? []) profileOf.set(index, profile);
  }
  return {
    profiles: profiles.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    topics: topics.map((topic, index) => {
      const profile = profileOf.get(index);
      const left = profile && overProfile(topic, profile.settings);
      if (profile === undefined || left === undefined) return topic;
      const { config: _, tags: __, partitions: ___, replication: ____, ...own } = topic;
      return { ...own, profile: profile.name, ...left };
    }),
  };
}
