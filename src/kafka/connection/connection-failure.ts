import { types } from 'node:util';
import { ForeignText } from '../../model/foreign-text.ts';
import type { Secrecy } from '../../model/secrecy.ts';
import { distrustOf } from '../../model/untrusted-certificate.ts';
import { KafkaFailure } from '../failure.ts';
import { MalformedAnswer } from '../protocol/reader.ts';
import { isProtocolError, refusedLogin } from './login.ts';

type Teller = Pick<Secrecy, 'tell'>;

/** What a failed connection or request means, said about one broker. Errors that are none of these are bugs and thrown on. */
export function connectionFailure(error: unknown, place: string, secrecy: Teller): KafkaFailure {
  if (error instanceof KafkaFailure) return error;
  if (error instanceof MalformedAnswer)
    return failed('incomplete', `${place} sent an answer that cannot be read: ${error.message}`);
  if (isProtocolError(error)) {
    const isMechanism = 'type' in error && error.type === 'UNSUPPORTED_SASL_MECHANISM';
    return isMechanism
      ? refusedMechanism(place, error, secrecy)
      : refusedLogin(`${place} refused the login`, error, secrecy);
  }
  if (!types.isNativeError(error)) throw error;
  const words = secrecy.tell(ForeignText.of(error.message));
  switch (error.name) {
    case 'KafkaJSRequestTimeoutError':
      return failed('unreachable', `${place} did not answer in time: ${words}`, 'REQUEST_TIMED_OUT');
    case 'KafkaJSConnectionClosedError':
      return failed(
        'unreachable',
        `${place} closed the connection without an answer; check that security_protocol, sasl_mechanism and the client certificate are what this listener takes`,
      );
    case 'KafkaJSConnectionError':
      return brokenConnection(error, words, place);
    case 'KafkaJSSASLAuthenticationError':
      // Errors of the exchange itself have their own words by now: this one is of the handshake.
      return refusedMechanism(place, error, secrecy);
    case 'KafkaJSServerDoesNotSupportApiKey':
      return failed('unavailable', `${place} offers no SASL login on this listener`, 'UNSUPPORTED_VERSION');
    default:
      if (isOpenSslError(error)) return unusableCertificate(words, place);
      if (error.name.startsWith('KafkaJS'))
        return failed('unreachable', `the connection to ${place} broke: ${words}`);
      throw error;
  }
}

/** Said in the handshake; kafkajs does not pass on which mechanisms the broker offers. */
function refusedMechanism(place: string, error: Error, secrecy: Teller): KafkaFailure {
  const what = `${place} refused the login before a password was sent, because it does not offer this sasl_mechanism (write one that it offers)`;
  return refusedLogin(what, error, secrecy);
}

/** Node's system and TLS error codes; kafkajs keeps them beside its own text. */
function brokenConnection(error: Error, told: string, place: string): KafkaFailure {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const words = told.replace(/^Connection error: /, '');
  const said = reasons[code];
  if (error.message === 'Connection timeout') {
    return failed(
      'unreachable',
      `${place} did not accept a connection in time; ${howToReach}`,
      'REQUEST_TIMED_OUT',
    );
  }
  if (said !== undefined) return failed('unreachable', `${place} ${said}`);
  if (clientCertificateAlerts.test(code)) {
    return new KafkaFailure({
      code: 'unauthenticated',
      kafkaCode: 'SSL_AUTHENTICATION_FAILED',
      transient: false,
      message: `${place} refused the client certificate: ${words}`,
    });
  }
  if (distrustOf(code) !== undefined) {
    return new KafkaFailure({
      code: 'unreachable',
      kafkaCode: 'SSL_AUTHENTICATION_FAILED',
      transient: false,
      message: `${place} has a certificate that cannot be trusted, and nothing was sent to it: ${words} (${code})`,
    });
  }
  if (/^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)|^EPROTO$/.test(code)) {
    return failed(
      'unreachable',
      `${place} does not speak TLS here; check the port and security_protocol: ${words}`,
    );
  }
  return failed('unreachable', `the connection to ${place} broke: ${words}`);
}

const howToReach =
  "the runner must reach it directly, as Kafka goes through no proxy: run the job on a self-hosted runner in its network, or add the runner's address to the allow-list of the brokers";

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ENOTFOUND: `cannot be resolved: there is no such host name; if it is one of a private network, ${howToReach}`,
  EAI_AGAIN: 'cannot be resolved now: the name server did not answer',
  ECONNRESET: 'reset the connection; check that security_protocol is that of this listener',
  EHOSTUNREACH: `cannot be reached: no route to the host; ${howToReach}`,
  ENETUNREACH: `cannot be reached: no route to its network; ${howToReach}`,
  ETIMEDOUT: `did not accept the connection in time; ${howToReach}`,
};

/** TLS alerts about the client's certificate, under each prefix that OpenSSL gives them. */
const clientCertificateAlerts =
  /^ERR_SSL_(SSLV3|TLSV1|TLSV13)_ALERT_(BAD_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED)/;

function isOpenSslError(error: Error): boolean {
  return (
    'code' in error && typeof error.code === 'string' && /^ERR_OSSL_|^ERR_CRYPTO_|^ERR_SSL_/.test(error.code)
  );
}

/** OpenSSL's texts name a routine and a reason, never the material. */
function unusableCertificate(words: string, place: string): KafkaFailure {
  return new KafkaFailure({
    code: 'unauthenticated',
    kafkaCode: 'SSL_AUTHENTICATION_FAILED',
    transient: false,
    message: `ssl_client_cert or ssl_client_key of the login to ${place} cannot be used: ${words}`,
  });
}

function failed(
  code: 'unreachable' | 'incomplete' | 'unavailable',
  message: string,
  kafkaCode = 'NETWORK_EXCEPTION',
): KafkaFailure {
  return new KafkaFailure({ code, kafkaCode, transient: code !== 'unavailable', message });
}
