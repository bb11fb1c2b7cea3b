import type { Unknown, UnknownCode } from './reading.ts';

/** What to do so that something on a cluster can be looked at. `identity`: the one that would do, as in "an admin identity that …". */
export function unreadHint(cluster: string, { code }: Unknown, identity: string): string {
  return hints[code](cluster, identity);
}

const hints: { readonly [C in UnknownCode]: (cluster: string, identity: string) => string } = {
  'not-contacted': (cluster) =>
    `It is looked at once the connection of ${cluster} is on the default branch: merge the connection first, in a pull request of its own, to see it before the rest is merged.`,
  'not-managed': (cluster, identity) => `Give ${cluster} ${identity}.`,
  denied: (cluster, identity) => `Give ${cluster} ${identity}.`,
  unreachable: (cluster) => `Make sure that this run reaches the brokers of ${cluster}, then run again.`,
  unauthenticated: (cluster) => `Correct the login of ${cluster}, then run again.`,
  incomplete: () => 'Run again; the message says what was left out.',
  unavailable: (cluster) => `Run again once ${cluster} answers.`,
};
