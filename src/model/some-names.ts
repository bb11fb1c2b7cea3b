/** `a, b, c and 4 more`: as many as `max` by name, the others counted. */
export function someNames(names: readonly string[], max: number): string {
  const more = names.length > max ? ` and ${names.length - max} more` : '';
  return `${names.slice(0, max).join(', ')}${more}`;
}
