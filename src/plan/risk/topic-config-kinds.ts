import type { FieldChange } from '../../model/change.ts';
import type { TopicConfigName } from '../../model/topic-config-names.ts';
import {
  type Amount,
  amountOf,
  type EffectiveTopic,
  effectiveTopic,
  flagOf,
  isLess,
  type TopicUpdate,
} from './topic-values.ts';
import { type FieldRule, unknownConsequence, type Verdict } from './verdict.ts';

/** One topic config that changes. */
export interface ConfigChange {
  /** `config.retention.ms` */
  readonly field: string;
  readonly name: TopicConfigName;
  readonly topic: EffectiveTopic;
  readonly whole: TopicUpdate;
}

/** What the two directions mean. `loses`: records can be lost, so a value that cannot be read counts as a loss. */
interface Directions<V> {
  readonly loses?: true;
  readonly up: (change: ConfigChange, before: V, after: V) => Verdict;
  readonly down: (change: ConfigChange, before: V, after: V) => Verdict;
}

type ConfigRule = (name: TopicConfigName) => FieldRule<TopicUpdate>;

/** A number, size or time: `up` when it grows, `down` when it shrinks. */
export function amount(directions: Directions<Amount>): ConfigRule {
  return rule(directions, {
    parse: amountOf,
    isLess,
  });
}

/** A share from 0 to 1. */
export function ratio(directions: Directions<number>): ConfigRule {
  return rule(directions, {
    parse: (_, text) =>
      text !== undefined && /^\d{1,20}(\.\d{1,40})?(E-?\d{1,3})?$/i.test(text) ? Number(text) : undefined,
    isLess: (a, b) => a < b,
  });
}

/**
 * `up` when it is switched on, `down` when it is switched off. One known side tells the direction. A topic that was read
 * and does not have the flag at all is as by Kafka's `standard`: its brokers do not know it, or Aiven does not echo it.
 */
export function flag({
  standard = false,
  ...directions
}: Directions<boolean> & { readonly standard?: boolean }): ConfigRule {
  return (name) => (field, whole) => {
    const change = configChange(name, field, whole);
    const told = flagOf(change.topic.before.text(name));
    const before = whole.live.config.has(name) ? told : standard;
    const after = flagOf(change.topic.after.text(name));
    const isUnreadable = typeof field.to === 'string' && after === undefined;
    if (isUnreadable || (before === undefined && after === undefined)) return notTold(change, directions);
    if (before === after) return 'harmless';
    return (after ?? before === false)
      ? directions.up(change, false, true)
      : directions.down(change, true, false);
  };
}

/** One of some words. `judge` answers `unknown-value` where this version does not know one of the two. */
export function choice(
  judge: (change: ConfigChange, before: string, after: string) => Verdict | 'unknown-value',
  { loses }: { readonly loses?: true } = {},
): ConfigRule {
  return (name) => (field, whole) => {
    const change = configChange(name, field, whole);
    const before = change.topic.before.text(name);
    const after = change.topic.after.text(name);
    const verdict =
      before === undefined || after === undefined ? 'unknown-value' : judge(change, before, after);
    return verdict === 'unknown-value' ? notTold(change, loses === undefined ? {} : { loses }) : verdict;
  };
}

function rule<V>(
  directions: Directions<V>,
  values: {
    readonly parse: (name: string, text: string | undefined) => V | undefined;
    readonly isLess: (a: V, b: V) => boolean;
  },
): ConfigRule {
  return (name) => (field, whole) => {
    const change = configChange(name, field, whole);
    const before = values.parse(name, change.topic.before.text(name));
    const after = values.parse(name, change.topic.after.text(name));
    if (before === undefined || after === undefined) return notTold(change, directions);
    if (values.isLess(after, before)) return directions.down(change, before, after);
    return values.isLess(before, after) ? directions.up(change, before, after) : 'harmless';
  };
}

function configChange(name: TopicConfigName, { field }: FieldChange, whole: TopicUpdate): ConfigChange {
  return { field, name, whole, topic: effectiveTopic(whole) };
}

function notTold({ field, name, topic }: ConfigChange, { loses }: { readonly loses?: true }): Verdict {
  const sides = [
    topic.before.text(name) === undefined ? 'the value now' : '',
    topic.after.text(name) === undefined ? 'the default that it goes back to' : '',
  ].filter((side) => side !== '');
  const because =
    sides.length > 0 ? `${sides.join(' and ')} is not told` : 'a value cannot be read by this version';
  const records = loses === undefined ? because : `${because}, so records may be deleted`;
  return [unknownConsequence(field, records, loses && 'records')];
}
