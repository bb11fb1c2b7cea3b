import type { Unknown, UnknownCode } from './reading.ts';

/**
 * What to do so that something on a cluster can be looked at. `identity`: the one that would do, as in "an admin identity that …";
 * `otherwise`: what else would do.
 */
export function unreadHint(
  cluster: string,
  { code }: Unknown,
  { identity, otherwise }: { readonly identity: string; readonly otherwise: string },
): string {
  return `${hints[code](cluster, identity)}, or ${otherwise}.`;
}

const hints: { readonly [C in UnknownCode]: (cluster: string, identity: string) => string } = {
  'not-contacted': (cluster) =>
    `Merge the connection of ${cluster} first, in a pull request of its own: once it is on the default branch, this is looked at`,
  'left-out': (cluster) => `Run without ${cluster} in \`leave-out-clusters\``,
  'not-managed': (cluster, identity) => `Give ${cluster} ${identity}`,
  denied: (cluster, identity) => `Give ${cluster} ${identity}`,
  unreachable: (cluster) => `Make sure that this run reaches the brokers of ${cluster}, then run again`,
  unauthenticated: (cluster) => `Correct the login of ${cluster}, then run again`,
  incomplete: () => 'Run again',
  'not-there': (cluster) => `Correct what the spec says of ${cluster}`,
  unavailable: (cluster) => `Run again once ${cluster} answers`,
};
