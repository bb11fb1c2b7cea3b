import type { LiveKafkaAcl } from '../model/kafka-acl.ts';
import { known, type Reading, unknown } from '../model/reading.ts';
import type { Call } from './connection/call.ts';
import { errorName } from './error-codes.ts';
import { KafkaFailure, unknownBecause, wordsOf } from './failure.ts';
import { type AclEntry, toId } from './protocol/acl-entry.ts';
import { type DescribeAclsAnswer, describeAcls } from './protocol/acls.ts';

/** Every entry of the authorizer: one request. */
export async function readAcls(call: Call, cluster: string): Promise<Reading<readonly LiveKafkaAcl[]>> {
  try {
    return toReading(cluster, await call.read(describeAcls, undefined));
  } catch (error) {
    if (error instanceof KafkaFailure) return unknownBecause(error);
    throw error;
  }
}

function toReading(cluster: string, answer: DescribeAclsAnswer): Reading<readonly LiveKafkaAcl[]> {
  if (answer.errorCode !== 0) return problem(cluster, answer);
  const acls: LiveKafkaAcl[] = [];
  for (const entry of answer.entries) {
    const id = toId(cluster, entry);
    // Left out, the entry would look as if it were not there, and its principal as if it had exactly what is listed.
    if (id === undefined) return unknown('incomplete', newerThanThisTool(cluster, entry));
    acls.push({ id });
  }
  return known(acls);
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

function newerThanThisTool(cluster: string, entry: AclEntry): string {
  const codes = `resource type ${entry.resourceType}, pattern type ${entry.patternType}, operation ${entry.operation}, permission ${entry.permission}`;
  return `${cluster} has an ACL entry of ${entry.principal} on ${entry.resourceName} that this version does not know (${codes})`;
}
