import { randomBytes } from 'node:crypto';
import type { KafkaBridge, KafkaUser, SandboxKafka } from '../kafka/sandbox-kafka.ts';
import type { BackendAcl, KafkaBackend } from '../kafka-backend.ts';
import type { ServiceLogin } from './cluster-login.ts';

/** As whom MirrorMaker 2 logs in to the brokers of an Aiven service. */
const username = 'aiven-mirrormaker';
const principal = `User:${username}`;

/**
 * On Aiven, MirrorMaker 2 has every right on an Aiven service. Here that is a user who was granted every right, not a super
 * user, so that the authorizer's log tells what MirrorMaker 2 does there too.
 */
export async function serviceUser(kafka: SandboxKafka, bridge: KafkaBridge): Promise<ServiceLogin> {
  const user: KafkaUser = { name: username, password: randomBytes(18).toString('base64url') };
  const [, , brokers] = await Promise.all([
    kafka.createUser(user.name, user.password),
    Promise.all(everyRightOf(principal).map((acl) => bridge.createAcl(acl))),
    bridge.brokers(),
  ]);
  return {
    bootstrapServers: kafka.bootstrapServers,
    caPem: kafka.caPem,
    username,
    password: user.password,
    brokers,
  };
}

/** What Aiven's own user may do is nothing that its API lists. */
export function withoutServiceUser(backend: KafkaBackend): KafkaBackend {
  return {
    ...backend,
    listAcls: async () => (await backend.listAcls()).filter((acl) => acl.principal !== principal),
  };
}

/** Every right on a cluster, for one principal. */
export function everyRightOf(principal: string): readonly BackendAcl[] {
  return everyResource.map(([resourceType, resourceName]) => ({
    principal,
    host: '*',
    resourceType,
    resourceName,
    patternType: 'LITERAL',
    operation: 'ALL',
    permission: 'ALLOW',
  }));
}

const everyResource = [
  ['TOPIC', '*'],
  ['GROUP', '*'],
  ['TRANSACTIONAL_ID', '*'],
  ['CLUSTER', 'kafka-cluster'],
] as const;
