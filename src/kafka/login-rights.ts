import type { LoginRights } from '../model/login-rights.ts';
import { known, type Reading, unknown } from '../model/reading.ts';
import { batches } from './batches.ts';
import type { Call } from './call.ts';
import { errorName } from './error-codes.ts';
import { KafkaFailure, unknownBecause } from './failure.ts';
import { authorizedMetadata } from './protocol/authorized-metadata.ts';
import { describeGroups } from './protocol/describe-groups.ts';

const groupsPerRequest = 500;

/** DescribeCluster came with 2.8, as KIP-679 did. */
const describeClusterKey = 60;

/** Logs in and asks what the login may do: one Metadata, and one DescribeGroups per 500 groups. */
export async function readLoginRights(
  call: Call,
  cluster: string,
  groups: readonly string[],
): Promise<Reading<LoginRights>> {
  try {
    const { topics, clusterOperations } = await call.read(authorizedMetadata, undefined);
    const described = new Map<string, boolean>();
    for (const batch of batches([...new Set(groups)].sort(), groupsPerRequest)) {
      for (const { name, errorCode } of (await call.read(describeGroups, { groups: batch })).groups) {
        described.set(name, errorName(errorCode) !== 'GROUP_AUTHORIZATION_FAILED');
      }
    }
    const leftOut = groups.find((name) => !described.has(name));
    if (leftOut !== undefined) {
      return unknown('incomplete', `the brokers of ${cluster} left group ${leftOut} out of their answer`);
    }
    return known({
      topics: new Map(topics.map(({ name, partitions, operations }) => [name, { partitions, operations }])),
      clusterOperations,
      groups: described,
      brokersBefore28: !(await call.offers(describeClusterKey)),
    });
  } catch (error) {
    if (error instanceof KafkaFailure) return unknownBecause(error);
    throw error;
  }
}
