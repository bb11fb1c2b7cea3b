import type { SandboxKafka } from '../../../sandbox/kafka/sandbox-kafka.ts';

/** Requests of the Kafka protocol that change something, by `ApiKeys`. */
const writing = new Set([
  'AlterClientQuotas',
  'AlterConfigs',
  'AlterPartitionReassignments',
  'AlterReplicaLogDirs',
  'AlterUserScramCredentials',
  'CreateAcls',
  'CreatePartitions',
  'CreateTopics',
  'DeleteAcls',
  'DeleteGroups',
  'DeleteRecords',
  'DeleteTopics',
  'ElectLeaders',
  'IncrementalAlterConfigs',
  'InitProducerId',
  'OffsetCommit',
  'OffsetDelete',
  'Produce',
  'UpdateFeatures',
]);

/** Every writing request that the authorizer of the cluster decided about so far, whoever sent it. */
export async function kafkaWrites(kafka: SandboxKafka): Promise<readonly string[]> {
  const decisions = await kafka.authorizerLog();
  return decisions
    .filter(({ request }) => writing.has(request))
    .map(
      ({ principal, request, resourceType, resourceName }) =>
        `${principal} ${request} ${resourceType} ${resourceName}`,
    );
}
