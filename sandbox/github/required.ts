export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the emulated repository has no ${what}`);
  return value;
}
