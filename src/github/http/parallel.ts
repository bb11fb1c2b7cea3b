/** GitHub asks for no more than 100 requests at a time over all jobs of an account; eight is plenty for one. */
const maxAtATime = 8;

/** Answers in the order of the input. The first failure ends it. */
export async function inParallel<T, R>(
  inputs: readonly T[],
  work: (input: T) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Map<number, R>();
  const queue = inputs.entries();
  const worker = async (): Promise<void> => {
    for (const [index, input] of queue) results.set(index, await work(input));
  };
  await Promise.all(Array.from({ length: Math.min(maxAtATime, inputs.length) }, worker));
  return [...results.entries()].sort(([a], [b]) => a - b).map(([, result]) => result);
}
