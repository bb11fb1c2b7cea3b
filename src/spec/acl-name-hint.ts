import { globOfRegex, looksLikeRegex } from '../model/pattern-language.ts';

/** The field of an ACL line that names its resource. */
export type AclNameField = 'topic' | 'group' | 'transactional_id' | 'cluster';

/** What the text means as a glob, or as the regular expression that it surely is, in the words of ACLs. */
export function aclNameHint(field: AclNameField, name: string): string {
  const glob = looksLikeRegex(name) ? globOfRegex(name) : name;
  if (glob === '*') return `Write ${field}: '*' with pattern: literal for every ${field}.`;
  const prefix = glob?.replace(/\*+$/, '');
  if (prefix === undefined || prefix === '' || prefix === name || prefix.includes('*')) {
    return 'Write the name, or * alone with pattern: literal.';
  }
  return prefix === glob ? `Write ${field}: ${prefix}.` : `Write ${field}: ${prefix} and pattern: prefixed.`;
}
