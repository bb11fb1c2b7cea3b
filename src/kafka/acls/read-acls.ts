import type { LiveKafkaAcl, NewerAcl } from '../../model/kafka-acl.ts';
import type { LiveCluster } from '../../model/live.ts';
import { known, type Reading, unknown } from '../../model/reading.ts';
import type { Call } from '../connection/call.ts';
import { errorName } from '../error-codes.ts';
import { KafkaFailure, unknownBecause, wordsOf } from '../failure.ts';
import { type AclEntry, toId } from '../protocol/acl-entry.ts';
import { type DescribeAclsAnswer, describeAcls } from '../protocol/acls.ts';

type Acls = Required<Pick<LiveCluster, 'kafkaAcls' | 'newerAcls'>>;

/** Every entry of the authorizer: one request. */
export async function readAcls(call: Call, cluster: string): Promise<Acls> {
  try {
    return toAcls(cluster, await call.read(describeAcls, undefined));
  } catch (error) {
    if (error instanceof KafkaFailure) return { kafkaAcls: unknownBecause(error), newerAcls: [] };
    throw error;
  }
}

/** An entry with a value that is newer than this tool stands apart, so that it is neither lost nor in the way of the others. */
function toAcls(cluster: string, answer: DescribeAclsAnswer): Acls {
  if (answer.errorCode !== 0) return { kafkaAcls: problem(cluster, answer), newerAcls: [] };
  const acls: LiveKafkaAcl[] = [];
  const newer: NewerAcl[] = [];
  for (const entry of answer.entries) {
    const id = toId(cluster, entry);
    if (id === undefined) newer.push(newerThanThisTool(entry));
    else acls.push({ id });
  }
  return { kafkaAcls: known(acls), newerAcls: newer };
}

function problem(cluster: string, answer: DescribeAclsAnswer): Reading<never> {
  switch (errorName(answer.errorCode)) {
    case 'SECURITY_DISABLED':
      return unknown(
        'unavailable',
        `the brokers of ${cluster} have no authorizer, so there are no ACLs to read; set authorizer.class.name there, or take the ACLs of ${cluster} out of the spec`,
      );
    case 'CLUSTER_AUTHORIZATION_FAILED':
      return unknown(
        'denied',
        `reading ACLs takes Describe on Cluster, which this login lacks on ${cluster}: ${wordsOf(answer)}`,
      );
    default:
      return unknown(
        'unavailable',
        `the ACLs of ${cluster} cannot be read now: ${errorName(answer.errorCode)}: ${wordsOf(answer)}`,
      );
  }
}

function newerThanThisTool(entry: AclEntry): NewerAcl {
  const { principal, resourceName, resourceType, patternType, operation, permission } = entry;
  const codes = `resource type ${resourceType}, pattern type ${patternType}, operation ${operation}, permission ${permission}`;
  return { principal, text: `on ${resourceName} (${codes})` };
}
