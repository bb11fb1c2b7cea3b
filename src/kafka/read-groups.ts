import { known, type Reading, unknown } from '../model/reading.ts';
import type { Address } from './connection/addresses.ts';
import type { Call } from './connection/call.ts';
import { errorName, standardWords } from './error-codes.ts';
import { KafkaFailure, unknownBecause } from './failure.ts';
import { authorizedMetadata } from './protocol/authorized-metadata.ts';
import { listGroups } from './protocol/groups.ts';

/**
 * The names of all consumer groups: each broker tells those that it coordinates, so each is asked. Some of them are no answer:
 * who may not list all, or cannot reach one broker, does not know which groups there are.
 */
export async function readGroups(
  call: Call,
  cluster: string,
  brokers: readonly Address[],
): Promise<Reading<readonly string[]>> {
  try {
    const { clusterOperations } = await call.read(authorizedMetadata, { topics: [] });
    if (!clusterOperations.has('Describe')) {
      return unknown(
        'denied',
        `listing all consumer groups takes Describe on Cluster, which this login lacks on ${cluster}`,
      );
    }
    const answers = await Promise.all(brokers.map((broker) => call.readAt(broker, listGroups, undefined)));
    const failed = answers.find(({ errorCode }) => errorCode !== 0);
    if (failed !== undefined) {
      const code = errorName(failed.errorCode);
      return unknown(
        'unavailable',
        `the consumer groups of ${cluster} cannot be listed now: ${code}: ${standardWords(code)}`,
      );
    }
    return known([...new Set(answers.flatMap(({ groups }) => groups))].sort());
  } catch (error) {
    if (error instanceof KafkaFailure) return unknownBecause(error);
    throw error;
  }
}
