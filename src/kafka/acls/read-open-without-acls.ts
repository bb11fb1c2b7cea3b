import { known, type Reading, unknown } from '../../model/reading.ts';
import type { Call } from '../connection/call.ts';
import { errorName } from '../error-codes.ts';
import { KafkaFailure, unknownBecause, wordsOf } from '../failure.ts';
import { describeBrokerConfig } from '../protocol/describe-configs.ts';
import type { BrokerAddress } from '../protocol/metadata.ts';

/** `StandardAuthorizer.ALLOW_EVERYONE_IF_NO_ACL_IS_FOUND_CONFIG`; the authorizer of clusters with ZooKeeper has the same. */
const key = 'allow.everyone.if.no.acl.found';

/**
 * Whether the brokers let everybody in where no ACL entry names a resource, as one broker says: they have to agree. It takes DescribeConfigs on
 * the cluster. Apache Kafka's own brokers know no type for the key (`KafkaConfig.configType`) and hide its value as they do a secret: then it is
 * unknown.
 */
export async function readOpenWithoutAcls(
  call: Call,
  brokers: readonly BrokerAddress[],
): Promise<Reading<boolean>> {
  const broker = brokers.find((each) => call.allows(each));
  if (broker === undefined) return unknown('not-contacted', 'no broker may be contacted that would tell it');
  try {
    const { topics } = await call.readAt(broker, describeBrokerConfig, { nodeId: broker.nodeId, name: key });
    const [answer] = topics;
    if (answer === undefined)
      return unknown('incomplete', `broker ${broker.nodeId} did not answer for itself`);
    if (answer.errorCode !== 0) {
      const code = errorName(answer.errorCode);
      const words = wordsOf(answer);
      return unknown(code.endsWith('AUTHORIZATION_FAILED') ? 'denied' : 'incomplete', words);
    }
    const value = answer.configs.find(({ name }) => name === key)?.value?.toLowerCase();
    if (value === 'true' || value === 'false') return known(value === 'true');
    return unknown('incomplete', 'the brokers do not tell this setting of their authorizer');
  } catch (error) {
    if (error instanceof KafkaFailure) return unknownBecause(error);
    throw error;
  }
}
