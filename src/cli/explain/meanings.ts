import { mirroredTopic } from '../../desired/derived/mirrored-topics.ts';
import { sourceRules } from '../../mirrormaker/access-source.ts';
import { targetRules } from '../../mirrormaker/access-target.ts';
import { internalTopicRules } from '../../mirrormaker/internal-topics.ts';
import type { Rule as FlowRule } from '../../mirrormaker/mirror-flow.ts';
import { suggest } from '../../model/suggest.ts';
import type { Rule } from '../../spec/rules/rule.ts';
import { ruleGroups } from '../../spec/rules/rules.ts';
import { commentWord, knownWords } from './comment-words.ts';
import { documented } from './documented.ts';

/** What a code means. A few codes mean one thing in the spec and a like thing in what is live. */
export type Meaning =
  | ({ readonly about: 'spec'; readonly group: string } & Rule)
  /** Why a flow needs a topic or a right. */
  | ({ readonly about: 'need' } & FlowRule)
  | {
      readonly about: 'live' | 'flow' | 'risk' | 'reason' | 'comment';
      /** Empty: its table has none. */
      readonly level: string;
      readonly what: string;
      readonly next: string;
    };

export type Explained =
  | { readonly state: 'known'; readonly code: string; readonly meanings: readonly Meaning[] }
  | { readonly state: 'unknown'; readonly near: readonly string[] };

/** A code, or a word of a comment such as `data lost`. Letters, digits and dashes count; how the rest is written does not. */
export function explainCode(written: string): Explained {
  const code = written.trim().toLowerCase().replaceAll('_', '-');
  const all = allMeanings();
  const meanings = all.get(code);
  if (meanings !== undefined) return { state: 'known', code, meanings };
  const word = commentWord(written);
  if (word?.is === 'risk') return { state: 'known', code: word.code, meanings: all.get(word.code) ?? [] };
  if (word !== undefined) {
    const meaning = { about: 'comment', level: '', what: word.what, next: '' } as const;
    return { state: 'known', code: written.trim().toLowerCase(), meanings: [meaning] };
  }
  const near = nearCodes(code, [...all.keys()]);
  const meant = suggest(written, knownWords);
  return { state: 'unknown', near: meant === undefined ? near : [...near.slice(0, maxNear - 1), meant] };
}

const maxNear = 8;

/** The one that a typing mistake meant, then those that share a word with it. */
function nearCodes(code: string, codes: readonly string[]): readonly string[] {
  const meant = suggest(code, codes);
  const words = code.split('-').filter((word) => word.length > 2);
  const shared = codes.filter((each) => words.some((word) => each.split('-').includes(word)));
  return [...new Set([...(meant === undefined ? [] : [meant]), ...shared])].slice(0, maxNear);
}

function allMeanings(): ReadonlyMap<string, readonly Meaning[]> {
  const all = new Map<string, readonly Meaning[]>();
  const add = (code: string, meaning: Meaning) => all.set(code, [...(all.get(code) ?? []), meaning]);
  for (const { title: group, rules } of ruleGroups) {
    for (const [code, rule] of Object.entries<Rule>(rules)) add(code, { about: 'spec', group, ...rule });
  }
  const needs: readonly FlowRule[] = [
    ...[sourceRules, targetRules, internalTopicRules].flatMap((rules) => Object.values<FlowRule>(rules)),
    mirroredTopic,
  ];
  for (const rule of needs) add(rule.id.toLowerCase(), { about: 'need', ...rule });
  for (const row of documented) {
    const { codes, meaning } = meaningOf(row);
    for (const code of codes) add(code, meaning);
  }
  return all;
}

function meaningOf(row: string): { readonly codes: readonly string[]; readonly meaning: Meaning } {
  const [about = '', names = '', ...cells] = row.split('\t');
  const codes = [...names.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
  const [first = '', second = '', third = ''] = cells;
  switch (about) {
    case 'live':
      return { codes, meaning: { about, level: first, what: second, next: third } };
    case 'risk':
      return { codes, meaning: { about, level: first, what: second, next: '' } };
    case 'flow':
      return { codes, meaning: { about, level: '', what: first, next: second } };
    default:
      return { codes, meaning: { about: 'reason', level: `exit code ${first}`, what: second, next: '' } };
  }
}
