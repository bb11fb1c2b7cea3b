/** The body of an answer, which is JSON of any shape, and what stands at places in it. */
export interface JsonAnswer {
  readonly body: unknown;
  /** `at('topic', 'config')`; undefined where nothing stands there. */
  at(...path: readonly (string | number)[]): unknown;
  /** Throws where something else than a text stands there, as these do for theirs. */
  textAt(...path: readonly (string | number)[]): string;
  listAt(...path: readonly (string | number)[]): readonly JsonAnswer[];
}

export function jsonAnswer(body: unknown): JsonAnswer {
  const at = (...path: readonly (string | number)[]): unknown =>
    path.reduce<unknown>((inner, key) => (isContainer(inner) ? inner[key] : undefined), body);
  const told = <T>(
    value: unknown,
    path: readonly (string | number)[],
    isIt: (value: unknown) => value is T,
  ): T => {
    if (!isIt(value))
      throw new Error(`${path.join('.')} is ${JSON.stringify(value)} in ${JSON.stringify(body)}`);
    return value;
  };
  return {
    body,
    at,
    textAt: (...path) => told(at(...path), path, (value) => typeof value === 'string'),
    listAt: (...path) => told(at(...path), path, (value) => Array.isArray(value)).map(jsonAnswer),
  };
}

function isContainer(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return typeof value === 'object' && value !== null;
}
