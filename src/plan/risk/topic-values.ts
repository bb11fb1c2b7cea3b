import type { ChangeOf } from '../../model/change.ts';
import { commaList } from '../../model/comma-list.ts';
import { configPath } from '../../model/field-path.ts';
import type { TopicConfigName } from '../../model/topic-config-names.ts';

/** A topic that is there and changes. */
export type TopicUpdate = ChangeOf<'topic'> & { readonly action: 'update' | 'replace' };

/** A size, time or number; `no limit` is more than any other. */
export type Amount = bigint | 'no limit';

/** The configs of a topic before or after the change, as they take effect; undefined: not known. */
export interface EffectiveConfigs {
  text(name: string): string | undefined;
  /** Undefined also where the text is no integer. */
  amount(name: TopicConfigName): Amount | undefined;
  flag(name: TopicConfigName): boolean | undefined;
  /** `cleanup.policy` as a set; undefined where it is not told, or names a policy that this version does not know. */
  readonly policies: ReadonlySet<string> | undefined;
}

export interface EffectiveTopic {
  readonly before: EffectiveConfigs;
  readonly after: EffectiveConfigs;
}

/**
 * What a change of several fields means together. A config that is reset takes the value that the topic inherits,
 * where the system tells it.
 */
export function effectiveTopic({ live, fields }: TopicUpdate): EffectiveTopic {
  const changed = new Map(fields.map(({ field, to }) => [field, to]));
  const before = (name: string): string | undefined => live.config.get(name)?.value ?? undefined;
  const after = (name: string): string | undefined => {
    const to = changed.get(configPath(name));
    if (to === undefined) return before(name);
    if (to === null) return live.config.get(name)?.inherited;
    return typeof to === 'string' ? to : undefined;
  };
  return { before: effectiveConfigs(before), after: effectiveConfigs(after) };
}

function effectiveConfigs(text: (name: string) => string | undefined): EffectiveConfigs {
  return {
    text,
    amount: (name) => amountOf(name, text(name)),
    flag: (name) => flagOf(text(name)),
    policies: policiesOf(text('cleanup.policy')),
  };
}

const maxLong = 2n ** 63n - 1n;
/** -1 is "no limit" here; elsewhere it is a number or not allowed. */
const unlimitedAtMinusOne: ReadonlySet<string> = new Set([
  'retention.ms',
  'retention.bytes',
  'local.retention.ms',
  'local.retention.bytes',
] satisfies TopicConfigName[]);

/** The text of a size, time or number as Kafka reads it; undefined: it is not told, or is no integer. */
export function amountOf(name: string, text: string | undefined): Amount | undefined {
  if (text === undefined || !/^[+-]?\d{1,40}$/.test(text.trim())) return undefined;
  const value = BigInt(text.trim().replace('+', ''));
  if (value >= maxLong) return 'no limit';
  // -2 is "as long as the record itself": the local copy never goes before it.
  if (value === -2n && name.startsWith('local.retention.')) return 'no limit';
  return value === -1n && unlimitedAtMinusOne.has(name) ? 'no limit' : value;
}

/** Undefined: it is not told, or is neither `true` nor `false`. */
export function flagOf(text: string | undefined): boolean | undefined {
  const word = text?.trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

function policiesOf(text: string | undefined): ReadonlySet<string> | undefined {
  if (text === undefined) return undefined;
  const policies = commaList(text.toLowerCase());
  return policies.every((policy) => policy === 'delete' || policy === 'compact')
    ? new Set(policies)
    : undefined;
}

/** By amount; nothing is more than `no limit`. */
export function isLess(a: Amount, b: Amount): boolean {
  if (a === 'no limit') return false;
  return b === 'no limit' || a < b;
}

/** Whether age or size may delete records. What is not told counts as a yes. */
export function deletes(configs: EffectiveConfigs): boolean {
  if (configs.policies?.has('delete') === false) return false;
  return configs.amount('retention.ms') !== 'no limit' || configs.amount('retention.bytes') !== 'no limit';
}

/** Whether older records of a key are removed. What is not told counts as a yes. */
export function compacts(configs: EffectiveConfigs): boolean {
  return configs.policies?.has('compact') !== false;
}

/** Half of it or less is much, and so is any limit where there was none. A larger cut is never a lower level. */
export function cutLevel(before: Amount, after: Amount): 'medium' | 'high' {
  if (before === 'no limit') return 'high';
  return after !== 'no limit' && after * 2n <= before ? 'high' : 'medium';
}
