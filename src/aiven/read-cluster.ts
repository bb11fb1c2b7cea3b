import type { ClusterReadRequest, LiveCluster } from '../model/live.ts';
import { known, type Reading, unknown } from '../model/reading.ts';
import { groupsNotAsked, notAsked, notOnAiven, unreadCluster } from '../model/unread-cluster.ts';
import { liveAivenAcls, readAivenAcls } from './acls/aiven-acls.ts';
import { listKafkaAcls, liveKafkaAcls } from './acls/kafka-acls.ts';
import type { ServiceAddress } from './aiven.ts';
import { serviceFeatures } from './features.ts';
import type { AivenClient } from './http/client.ts';
import { readService, serviceStateOf, unknownInService } from './service.ts';
import { readConsumerGroups } from './topics/consumer-groups.ts';
import { readTopicNames, readTopics } from './topics/read-topics.ts';
import { aivenAclList } from './wire/acl.ts';
import type { WireService } from './wire/service.ts';

/**
 * One service read, one list of topics, one batch per hundred wanted topics (of all topics where groups are wanted), one list
 * of ACLs. The service comes first: one that is powered off or missing is not asked any further.
 */
export async function readCluster(
  client: AivenClient,
  address: ServiceAddress,
  request: ClusterReadRequest,
): Promise<LiveCluster> {
  const { cluster } = request;
  const service = await readService(client, address, 'kafka');
  if (service.state === 'unknown') {
    return { ...unreadCluster(request, service), clusterId: idNotTold };
  }
  const nodes = service.value.node_count;
  const [topics, acls] = await Promise.all([
    readAllTopics(client, address, request),
    readAcls(client, address, request),
  ]);
  const brokers =
    nodes === undefined
      ? unknown('incomplete', `Aiven does not tell how many nodes service ${address.service} has`)
      : known(nodes);
  return {
    cluster,
    clusterId: idNotTold,
    brokers,
    ...serviceStateOf(client, service.value.state),
    features: serviceFeatures(service.value, topics.topics),
    serviceUsers: usersOf(service.value, address),
    ...topics,
    ...acls,
    ...notOnAiven,
  };
}

function usersOf({ users }: WireService, { service }: ServiceAddress): Reading<readonly string[]> {
  return users == null
    ? unknown('incomplete', `Aiven does not tell the users of service ${service}`)
    : known(users.map(({ username }) => username).sort());
}

async function readAllTopics(
  client: AivenClient,
  address: ServiceAddress,
  { cluster, topics: requested, alsoTopics = () => false, consumerGroups = false }: ClusterReadRequest,
): Promise<Pick<LiveCluster, 'topicNames' | 'partitionCounts' | 'topics' | 'consumerGroups'>> {
  try {
    const list = await readTopicNames(client, address);
    const wanted = [...new Set([...requested, ...list.names.filter(alsoTopics)])];
    const topics = await readTopics(client, address, cluster, list, wanted);
    // The list may lack a topic that the read of it by name found.
    const names = new Set(list.names);
    for (const [name, topic] of topics) {
      if (topic.state !== 'known') continue;
      if (topic.value === undefined) names.delete(name);
      else names.add(name);
    }
    return {
      topicNames: known([...names].sort()),
      partitionCounts: list.partitionCounts,
      topics,
      consumerGroups: consumerGroups
        ? await readConsumerGroups(client, { address, cluster, list }, topics)
        : groupsNotAsked,
    };
  } catch (error) {
    const reason = await unknownInService(client, address, error);
    return {
      topicNames: reason,
      partitionCounts: new Map(),
      topics: new Map(requested.map((name) => [name, reason])),
      consumerGroups: consumerGroups ? reason : groupsNotAsked,
    };
  }
}

type Acls = Pick<LiveCluster, 'kafkaAcls' | 'aivenAcls' | 'newerAcls'>;

/** The list of Kafka-native ACLs carries Aiven's own ACLs, so both kinds usually cost one request. */
async function readAcls(
  client: AivenClient,
  address: ServiceAddress,
  { cluster, kafkaAcls, aivenAcls }: ClusterReadRequest,
): Promise<Acls> {
  const noAiven = { aivenAcls: notAsked, newerAcls: [] };
  const ownAcls = () => (aivenAcls ? readAivenAcls(client, address, cluster) : noAiven);
  if (!kafkaAcls) return { kafkaAcls: notAsked, ...(await ownAcls()) };
  try {
    const both = await listKafkaAcls(client, address);
    const rows = aivenAclList.safeParse(both);
    const native = liveKafkaAcls(both.kafka_acl, cluster);
    const own = aivenAcls && rows.success ? liveAivenAcls(rows.data.acl, cluster) : await ownAcls();
    return { ...own, ...native, newerAcls: [...native.newerAcls, ...own.newerAcls] };
  } catch (error) {
    return { ...(await ownAcls()), kafkaAcls: await unknownInService(client, address, error) };
  }
}

const idNotTold = unknown('incomplete', "Aiven's API does not tell the id of a Kafka cluster");
