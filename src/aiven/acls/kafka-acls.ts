import type { KafkaAclId, LiveKafkaAcl, NewerAcl } from '../../model/kafka-acl.ts';
import type { LiveCluster } from '../../model/live.ts';
import { known, type Reading } from '../../model/reading.ts';
import { keyOf, nameOf } from '../../model/resource.ts';
import type { ResourceWriter } from '../../model/writer.ts';
import type { ServiceAddress } from '../aiven.ts';
import type { AivenClient } from '../http/client.ts';
import { dataOperation, servicePath, unknownInService } from '../service.ts';
import {
  isKnownKafkaAcl,
  type KafkaAclRow,
  kafkaAclList,
  kafkaAclRow,
  type WireKafkaAcl,
} from '../wire/acl.ts';
import { isUsualKafkaAcl } from '../wire/usual-form.ts';
import { aclRows } from './acl-rows.ts';
import { readAclsBack } from './read-back.ts';
import { type AclEntries, writeAcls } from './write-acls.ts';

/** Kafka-native ACLs of an Aiven service: `/project/{project}/service/{service}/kafka/acl`, one entry per call. */
export function kafkaAclWriter(client: AivenClient, address: ServiceAddress): ResourceWriter<'kafka-acl'> {
  return {
    write: (changes) => writeAcls(kafkaAclEntries(client, address), changes),
    readBack: (ids) => readAclsBack<'kafka-acl'>(ids, (cluster) => readKafkaAcls(client, address, cluster)),
  };
}

async function readKafkaAcls(
  client: AivenClient,
  address: ServiceAddress,
  cluster: string,
): Promise<Reading<readonly LiveKafkaAcl[]>> {
  try {
    return liveKafkaAcls((await listKafkaAcls(client, address)).kafka_acl, cluster).kafkaAcls;
  } catch (error) {
    return unknownInService(client, address, error);
  }
}

/** The same entry may be stored more than once; it is one ACL. */
export function liveKafkaAcls(
  entries: readonly unknown[],
  cluster: string,
): Required<Pick<LiveCluster, 'kafkaAcls' | 'newerAcls'>> {
  const { rows, odd } = aclRows(kafkaAclRow, entries, isUsualKafkaAcl);
  const acls = rows.filter(isKnownKafkaAcl).map((row) => ({ id: kafkaAclId(row, cluster), aclId: row.id }));
  return {
    kafkaAcls: known([...new Map(acls.map((acl) => [keyOf(acl.id), acl])).values()]),
    newerAcls: [...rows.filter((row) => !isKnownKafkaAcl(row)).map(newerAcl), ...odd],
  };
}

function newerAcl(row: KafkaAclRow): NewerAcl {
  const { principal, resource_name, resource_type, pattern_type, operation: what, permission_type } = row;
  const values = `resource type ${resource_type}, pattern type ${pattern_type}, operation ${what}, permission ${permission_type}`;
  return { principal, text: `on ${resource_name} (${values})` };
}

/** The answer holds Aiven's own ACLs as well, under `acl`. */
export function listKafkaAcls(client: AivenClient, address: ServiceAddress) {
  return client.read({
    operation: dataOperation(address, 'list the ACLs of'),
    path: aclsPath(address),
    answer: kafkaAclList,
  });
}

function kafkaAclId(row: WireKafkaAcl, cluster: string): KafkaAclId {
  return {
    kind: 'kafka-acl',
    cluster,
    principal: row.principal,
    host: row.host,
    resourceType: row.resource_type,
    resourceName: row.resource_name,
    patternType: row.pattern_type,
    operation: row.operation,
    permission: row.permission_type,
  };
}

/**
 * +DENY, +ALLOW, -ALLOW, -DENY: at every moment access is no wider than the old and the new together and no narrower
 * than what both grant.
 */
function waveOf(change: { readonly action: string; readonly id: Pick<KafkaAclId, 'permission'> }): number {
  const deny = change.id.permission === 'DENY';
  if (change.action === 'delete') return deny ? 3 : 2;
  return deny ? 0 : 1;
}

function kafkaAclEntries(client: AivenClient, address: ServiceAddress): AclEntries<'kafka-acl'> {
  return {
    waveOf,
    list: async (cluster) => {
      const { kafka_acl } = await listKafkaAcls(client, address);
      return aclRows(kafkaAclRow, kafka_acl, isUsualKafkaAcl)
        .rows.filter(isKnownKafkaAcl)
        .map((row) => ({ id: kafkaAclId(row, cluster), aclId: row.id }));
    },
    add: (id) =>
      client.write({
        method: 'POST',
        operation: dataOperation(address, `add the ACL "${nameOf(id)}" to`),
        path: aclsPath(address),
        body: {
          principal: id.principal,
          host: id.host,
          resource_type: id.resourceType,
          resource_name: id.resourceName,
          pattern_type: id.patternType,
          operation: id.operation,
          permission_type: id.permission,
        },
      }),
    delete: (id, aclId) =>
      client.write({
        method: 'DELETE',
        operation: dataOperation(address, `delete the ACL "${nameOf(id)}" of`),
        path: [...aclsPath(address), aclId],
      }),
  };
}

function aclsPath(address: ServiceAddress): string[] {
  return [...servicePath(address), 'kafka', 'acl'];
}
