import type { Severity } from '../../model/finding.ts';
import { aclRules } from './acls.ts';
import { clusterRules } from './clusters.ts';
import { fileRules } from './files.ts';
import { flowRules } from './flows.ts';
import { ownershipRules } from './ownership.ts';
import type { Rule } from './rule.ts';
import { topicRules } from './topics.ts';
import { valueRules } from './values.ts';

/** In the order of docs/rules.md, which is generated from this table. */
export const ruleGroups = [
  { title: 'Files and YAML', rules: fileRules },
  { title: 'Keys and values', rules: valueRules },
  { title: 'Clusters and logins', rules: clusterRules },
  { title: 'Topics', rules: topicRules },
  { title: 'Ownership and removal', rules: ownershipRules },
  { title: 'ACLs', rules: aclRules },
  { title: 'Replication flows', rules: flowRules },
] as const;

const rules = {
  ...fileRules,
  ...valueRules,
  ...clusterRules,
  ...topicRules,
  ...ownershipRules,
  ...aclRules,
  ...flowRules,
} satisfies Record<string, Rule>;

/** The `code` of a finding about the spec: stable, so that people and tools may rely on it. */
export type RuleCode = keyof typeof rules;

export function isRuleCode(code: string): code is RuleCode {
  return Object.hasOwn(rules, code);
}

export function severityOf(code: RuleCode): Severity {
  return rules[code].severity;
}
