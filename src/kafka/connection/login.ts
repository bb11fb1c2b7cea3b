import plain from 'kafkajs/src/broker/saslAuthenticator/plain.js';
import scram256 from 'kafkajs/src/broker/saslAuthenticator/scram256.js';
import scram512 from 'kafkajs/src/broker/saslAuthenticator/scram512.js';
import type {
  AuthenticationProvider,
  ConnectionOptions,
  SaslMessage,
} from 'kafkajs/src/network/connection.js';
import { ForeignText } from '../../model/foreign-text.ts';
import type { KafkaLogin, SaslMechanism } from '../../model/kafka-connection.ts';
import type { Secrecy } from '../../model/secrecy.ts';
import { openSecret } from '../../model/secret.ts';
import { KafkaFailure } from '../failure.ts';

const providers = {
  PLAIN: plain,
  'SCRAM-SHA-256': scram256,
  'SCRAM-SHA-512': scram512,
} as const satisfies Record<SaslMechanism, unknown>;

/** Brokers use 4,096 to some ten thousands. 10⁷ keep a core busy for seconds; kafkajs checks the minimum only. */
const maxIterations = 1_000_000;

/** The one place that opens the password. */
export function saslOptions(
  login: KafkaLogin,
  place: string,
  secrecy: Pick<Secrecy, 'tell'>,
): ConnectionOptions['sasl'] {
  if (login.kind !== 'sasl') return null;
  const { mechanism, username } = login;
  const authenticate = providers[mechanism]({ username, password: openSecret(login.password) });
  const authenticationProvider: AuthenticationProvider = (args) => {
    let broken: unknown;
    const saslAuthenticate = async (message: SaslMessage): Promise<unknown> => {
      try {
        const answer = await args.saslAuthenticate(message);
        checkIterations(answer, place);
        return answer;
      } catch (error) {
        broken = error;
        throw error;
      }
    };
    const exchange = authenticate({ ...args, saslAuthenticate });
    return {
      async authenticate() {
        try {
          await exchange.authenticate();
        } catch (error) {
          // kafkajs calls every error of the exchange an authentication error, time-outs included.
          if (broken !== undefined && !isProtocolError(broken)) throw broken;
          throw refusedLogin(
            `${place} refused the login ${username} with sasl_mechanism ${mechanism}`,
            broken ?? error,
            secrecy,
          );
        }
      },
    };
  };
  return { mechanism, authenticationProvider };
}

export function refusedLogin(what: string, error: unknown, secrecy: Pick<Secrecy, 'tell'>): KafkaFailure {
  const words = secrecy.tell(ForeignText.of(error instanceof Error ? error.message : String(error)));
  return new KafkaFailure({
    code: 'unauthenticated',
    kafkaCode: 'SASL_AUTHENTICATION_FAILED',
    transient: false,
    message: `${what}: ${words}`,
  });
}

/** An error code in the broker's answer, as opposed to a broken connection. */
export function isProtocolError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'KafkaJSProtocolError';
}

/** `i` of SCRAM's server-first-message (RFC 5802). */
function checkIterations(answer: unknown, place: string): void {
  const iterations = typeof answer === 'object' && answer !== null && 'i' in answer ? Number(answer.i) : 0;
  if (iterations <= maxIterations) return;
  throw new KafkaFailure({
    code: 'incomplete',
    kafkaCode: 'SASL_AUTHENTICATION_FAILED',
    transient: false,
    message: `${place} asks for ${iterations} SCRAM iterations, more than ${maxIterations}; no proof was sent`,
  });
}
