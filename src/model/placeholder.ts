/**
 * Texts that stand where a secret should, and are none: what a mask shows, what a template or a shell would have replaced.
 * Each completes "the value", and never repeats it.
 */
const placeholders: readonly { readonly pattern: RegExp; readonly says: string }[] = [
  {
    pattern: /\$\{\{.*\}\}/s,
    says: 'is an expression of GitHub Actions that nobody evaluated: it is written in a workflow file, not into a secret',
  },
  { pattern: /^(.)\1+$/su, says: 'is one character again and again, as a mask is' },
  { pattern: /^<[^<>]*>$/s, says: 'is a placeholder in angle brackets' },
  {
    pattern:
      /^\W*(redacted|masked|hidden|sensitive( value)?|secret value|your[-_ ].*|undefined|null|nil|none|nan|object object)\W*$/i,
    says: 'is a word that other tools show or write instead of a secret',
  },
  {
    pattern: /^(\$\{[^{}]*\}|\$\([^()]*\)|\$[A-Z_][A-Z0-9_]*|%[A-Z_][A-Z0-9_]*%|\{\{.*\}\})$/s,
    says: 'is the name of a variable that nobody replaced by its value',
  },
  {
    pattern: /^(op:\/\/|vault:|ENC\[|arn:aws:(secretsmanager|ssm):|ref\+|secretref:)/,
    says: 'is a reference to a secret that another tool keeps, and this action does not follow it',
  },
];

/** Undefined: it may be a secret. Takes the whole value. */
export function whyNoSecret(value: string): string | undefined {
  const text = value.trim();
  return placeholders.find(({ pattern }) => pattern.test(text))?.says;
}
