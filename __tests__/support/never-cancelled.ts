/** For runs that nobody cancels. */
export const neverCancelled: AbortSignal = new AbortController().signal;
