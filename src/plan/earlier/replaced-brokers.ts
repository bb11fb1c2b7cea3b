import { type Desired, resourcesOf } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import { flowName } from '../../model/flow.ts';
import { isInCluster } from '../../model/resource.ts';
import { someNames } from '../../model/some-names.ts';
import { clustersInDoubt } from './renamed-clusters.ts';

/**
 * Brokers may move, and a key may be given to another cluster. While nothing tells which of the two it is, what the spec had there is
 * taken to be in the cluster that has the key now.
 */
export function replacedBrokers(
  /** Undefined: what the spec said before is not known, or there was none. */
  before: Desired | undefined,
  desired: Desired,
): readonly Finding[] {
  if (before === undefined) return [];
  return clustersInDoubt(before, desired)
    .filter(({ key }) => !desired.leftOut.includes(key))
    .map(({ key, addresses }): Finding => {
      const count = resourcesOf(before).filter(({ id }) => isInCluster(id) && id.cluster === key).length;
      const rest = 'that the spec had there';
      const what =
        count === 1
          ? `the one topic or ACL entry ${rest} stays as it is`
          : `the ${count} topics and ACL entries ${rest} stay as they are`;
      const now = desired.clusters.find((cluster) => cluster.key === key);
      const position = now?.position;
      const from = desired.flows.filter(({ id }) => now?.aliases.includes(id.source) === true);
      const copied =
        from.length === 0
          ? ''
          : `, and ${someNames(
              from.map(({ id }) => flowName(id)),
              3,
            )} would copy what the other one holds into the topics written so far, which is not checked`;
      return {
        code: 'brokers-replaced',
        severity: 'warning',
        message: `${key} has none of the brokers that it had before this change (${someNames(addresses, 3)}), and nothing tells whether it is the same cluster. If it is another, ${what}${copied}`,
        hint: 'Give another cluster another key, so that the plan lists what stays. For the same cluster write its cluster_id in a pull request before this one; then the plan can tell.',
        loosens: true,
        ...(position && { position }),
      };
    });
}
