/**
 * The key in `service:kafka-core`: YAML ends a key only at a colon with a space behind it, and reads this as text.
 * Undefined: the text does not begin like that. What follows the colon may be a password, so it is never told.
 */
export function keyWithoutSpace(text: string): string | undefined {
  return /^([\w.-]+(?: *-> *[\w.-]+)?):(?!\/\/)\S/.exec(text)?.[1];
}

export const missingSpace = {
  message: 'a space is missing after a colon',
  hint: 'Put a space between each key with its colon and the value: "key: value".',
};
