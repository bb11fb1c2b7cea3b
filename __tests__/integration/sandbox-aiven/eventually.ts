/** Tries until it does not throw, for up to five seconds. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const end = performance.now() + 5000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
