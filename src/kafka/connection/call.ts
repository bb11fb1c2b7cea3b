import type { Clock } from '../../model/clock.ts';
import { KafkaFailure } from '../failure.ts';
import type { Api } from '../protocol/api.ts';
import type { Address } from './addresses.ts';
import type { Session } from './session.ts';

export interface CallOptions {
  readonly session: Session;
  readonly clock: Clock;
  /** For everything the call sends, in milliseconds. */
  readonly limit: number;
  /** The cluster's key in the spec. */
  readonly cluster: string;
}

/** The requests of one call of `KafkaCluster`. When its time is up nothing more is sent. */
export class Call {
  readonly #options: CallOptions;
  readonly #deadline: number;
  #expired: KafkaFailure | undefined;

  constructor(options: CallOptions) {
    this.#options = options;
    this.#deadline = options.clock.monotonic() + options.limit;
  }

  read<Request, Answer>(api: Api<Request, Answer>, request: Request): Promise<Answer> {
    return this.#within(() => this.#options.session.read(api, request));
  }

  allows(address: Address): boolean {
    return this.#options.session.allows(address);
  }

  readAt<Request, Answer>(address: Address, api: Api<Request, Answer>, request: Request): Promise<Answer> {
    return this.#within(() => this.#options.session.readAt(address, api, request));
  }

  offers(key: number): Promise<boolean> {
    return this.#within(() => this.#options.session.offers(key));
  }

  write<Request, Answer>(api: Api<Request, Answer>, request: Request): Promise<Answer> {
    return this.#within(() => this.#options.session.write(api, request));
  }

  writeAtController<Request, Answer>(
    api: Api<Request, Answer>,
    request: Request,
    refused: (answer: Answer) => boolean,
  ): Promise<Answer> {
    return this.#within(() => this.#options.session.writeAtController(api, request, refused));
  }

  async #within<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    if (this.#expired) throw this.#expired;
    const left = this.#deadline - this.#options.clock.monotonic();
    if (left <= 0) throw this.#expire();
    let timer: NodeJS.Timeout | undefined;
    const expiry = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(this.#expire()), left);
    });
    try {
      return await Promise.race([send(), expiry]);
    } finally {
      clearTimeout(timer);
    }
  }

  #expire(): KafkaFailure {
    const { cluster, limit } = this.#options;
    this.#expired ??= new KafkaFailure({
      code: 'unreachable',
      kafkaCode: 'REQUEST_TIMED_OUT',
      transient: true,
      message: `${cluster} did not answer everything within ${limit / 1000} s`,
    });
    return this.#expired;
  }
}
