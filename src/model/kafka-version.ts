/** `4.1` of `4.1.2`: limits differ between these, never between patches. */
export interface KafkaVersion {
  readonly major: number;
  readonly minor: number;
}

/** Of text such as `3.9`, `4.1.2` or `4.3-IV0`; undefined when it names no version. */
export function parseKafkaVersion(text: string): KafkaVersion | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})(?![\d])/.exec(text);
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) };
}

export function isAtLeast(version: KafkaVersion, wanted: KafkaVersion): boolean {
  return version.major > wanted.major || (version.major === wanted.major && version.minor >= wanted.minor);
}

export function showKafkaVersion({ major, minor }: KafkaVersion): string {
  return `${major}.${minor}`;
}
