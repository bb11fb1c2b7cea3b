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
 * the cluster. A broker that does not list the key has it at Kafka's default, `false`.
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
    return known(answer.configs.find(({ name }) => name === key)?.value === 'true');
  } catch (error) {
    if (error instanceof KafkaFailure) return unknownBecause(error);
    throw error;
  }
}
