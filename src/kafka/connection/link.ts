import type net from 'node:net';
import { types } from 'node:util';
import { createLogger, LEVELS } from 'kafkajs/src/loggers/index.js';
import type { RawRequest } from 'kafkajs/src/network/connection.js';
import type { KafkaConnection } from '../../model/kafka-connection.ts';
import type { Secrecy } from '../../model/secrecy.ts';
import { errorName } from '../error-codes.ts';
import { KafkaFailure } from '../failure.ts';
import type { Deadlines } from '../kafka.ts';
import { type Api, encodeRequest, type Throttled } from '../protocol/api.ts';
import { type ApiVersionsAnswer, apiVersions, describeQuorumKey } from '../protocol/api-versions.ts';
import { MalformedAnswer, Reader } from '../protocol/reader.ts';
import { type Address, type AllowedBrokers, formatAddress } from './addresses.ts';
import { connectionFailure } from './connection-failure.ts';
import { GuardedConnection } from './guarded-connection.ts';
import { saslOptions } from './login.ts';
import { guarded, openSocket, untilCancelled } from './socket.ts';
import type { Sending } from './write-guard.ts';

export interface LinkOptions {
  readonly connection: KafkaConnection;
  readonly allowed: AllowedBrokers;
  readonly deadlines: Deadlines;
  readonly sending: Sending;
  /** Ends the connection, in whatever state it is; the reason is a `KafkaFailure`. */
  readonly signal: AbortSignal;
  /** Aborted when the run is cancelled: no byte is sent after it. */
  readonly cancelled: AbortSignal;
  readonly secrecy: Secrecy;
}

/** A broker may ask for a pause before the next request (KIP-219). A hostile one could ask for hours. */
const maxPauseMs = 30_000;

/** kafkajs writes nothing: its lines would go to stdout, where the runner reads commands. */
const silent = createLogger({ level: LEVELS.NOTHING, logCreator: () => () => {} });

/** One connection to one broker, logged in. Its errors are `KafkaFailure`. */
export class Link {
  readonly address: Address;
  readonly #connection: GuardedConnection;
  readonly #versions: ApiVersionsAnswer['ranges'];
  readonly #secrecy: Secrecy;

  private constructor(
    address: Address,
    connection: GuardedConnection,
    versions: ApiVersionsAnswer['ranges'],
    secrecy: Secrecy,
  ) {
    this.address = address;
    this.#connection = connection;
    this.#versions = versions;
    this.#secrecy = secrecy;
  }

  /** Connects, verifies the server's certificate, then logs in: once. */
  static async open(address: Address, options: LinkOptions): Promise<Link> {
    const place = formatAddress(address);
    const { connection: settings, deadlines } = options;
    let refused: unknown;
    const connection = new GuardedConnection({
      ...address,
      logger: silent,
      clientId: 'aiven-kafka-gitops',
      connectionTimeout: deadlines.connect,
      requestTimeout: deadlines.request,
      sasl: saslOptions(settings.login, place, options.secrecy),
      socketFactory({ host, port, onConnect }): net.Socket {
        try {
          options.allowed.check({ host, port });
          const socket = openSocket({ host, port }, settings.transport, settings.login, onConnect);
          const limited = options.sending === 'questions' ? guarded(socket, place) : socket;
          return untilCancelled(limited, options.cancelled);
        } catch (error) {
          refused = error; // kafkajs keeps only the text
          throw error;
        }
      },
    });
    options.signal.addEventListener('abort', () => connection.abort(options.signal.reason));
    try {
      options.signal.throwIfAborted();
      await connection.connect();
      const { errorCode, ranges } = await exchange(connection, apiVersions, undefined, options.secrecy);
      if (errorCode !== 0) throw new MalformedAnswer(`ApiVersions: ${errorName(errorCode)}`);
      connection.setVersions(
        Object.fromEntries(ranges.map(({ key, min, max }) => [key, { minVersion: min, maxVersion: max }])),
      );
      connection.setSupportAuthenticationProtocol(true);
      await logIn(connection);
      connection.afterLogin();
      options.signal.throwIfAborted();
      return new Link(address, connection, ranges, options.secrecy);
    } catch (error) {
      const failure = connectionFailure(
        options.signal.aborted ? options.signal.reason : (refused ?? error),
        place,
        options.secrecy,
      );
      await end(connection, failure);
      throw failure;
    }
  }

  get place(): string {
    return formatAddress(this.address);
  }

  /** Only KRaft brokers offer DescribeQuorum. */
  get isKRaft(): boolean {
    return this.offers(describeQuorumKey);
  }

  /** Whether the broker answers an API, by its key, in any version. */
  offers(key: number): boolean {
    return this.#versions.some((range) => range.key === key);
  }

  get isOpen(): boolean {
    return this.#connection.isConnected();
  }

  /** Sends once. After a failure of the connection itself the link is closed. */
  async send<Request, Answer>(api: Api<Request, Answer>, request: Request): Promise<Answer> {
    this.#requireVersion(api);
    try {
      return await exchange(this.#connection, api, request, this.#secrecy);
    } catch (error) {
      const failure = connectionFailure(error, this.place, this.#secrecy);
      await this.close(failure);
      throw failure;
    }
  }

  /** What still waits for an answer fails with `because`. */
  async close(because: KafkaFailure): Promise<void> {
    await end(this.#connection, because);
  }

  #requireVersion({ key, name, version }: Api<never, unknown>): void {
    const range = this.#versions.find((candidate) => candidate.key === key);
    if (range !== undefined && range.min <= version && version <= range.max) return;
    const spoken =
      range === undefined ? 'it does not know this request' : `it speaks ${range.min} to ${range.max}`;
    throw new KafkaFailure({
      code: 'unavailable',
      kafkaCode: 'UNSUPPORTED_VERSION',
      transient: false,
      message: `${this.place} does not speak ${name} version ${version} (${spoken}); this tool works with Apache Kafka 2.3 to 4.x`,
    });
  }
}

/** kafkajs reads the answers to a login itself, and trips over those that make no sense. */
async function logIn(connection: GuardedConnection): Promise<void> {
  try {
    await connection.authenticate();
  } catch (error) {
    if (error instanceof KafkaFailure || error instanceof MalformedAnswer) throw error;
    if (types.isNativeError(error) && error.name.startsWith('KafkaJS')) throw error;
    throw new MalformedAnswer(`the login: ${String(error)}`);
  }
}

/** kafkajs frames, numbers and times the request; the bytes inside are this room's. */
function exchange<Request, Answer>(
  connection: GuardedConnection,
  api: Api<Request, Answer>,
  request: Request,
  secrecy: Secrecy,
): Promise<Answer> {
  const raw: RawRequest<Answer> = {
    request: {
      apiKey: api.key,
      apiVersion: api.version,
      apiName: api.name,
      encode: async () => encodeRequest(api, request),
    },
    response: {
      async decode(payload) {
        const reader = new Reader(payload, secrecy);
        const body = api.read(reader);
        reader.end();
        return { body, clientSideThrottleTime: Math.min(throttleOf(body), maxPauseMs) };
      },
      parse: async ({ body }) => body,
    },
    logResponseError: false,
  };
  return connection.send(raw);
}

function throttleOf(body: unknown): number {
  // Every answer but ApiVersions version 0 has it.
  return (body as Partial<Throttled>).throttleMs ?? 0;
}

async function end(connection: GuardedConnection, because: KafkaFailure): Promise<void> {
  connection.abort(because);
  await connection.disconnect();
}
