import { inFlightMs, onCancel } from '../../model/cancel.ts';
import type { Clock } from '../../model/clock.ts';
import type { WriteGate } from '../../model/write-gate.ts';
import { cancelledFailure, KafkaFailure, stoppedFailure } from '../failure.ts';
import type { Api } from '../protocol/api.ts';
import type { Address } from './addresses.ts';
import type { Session } from './session.ts';

export interface CallOptions {
  readonly session: Session;
  readonly clock: Clock;
  /** For everything the call sends, in milliseconds. */
  readonly limitMs: number;
  /** The cluster's key in the spec. */
  readonly cluster: string;
  readonly cancelled: AbortSignal;
  /** Each write passes it. */
  readonly writeGate: WriteGate | undefined;
}

/**
 * The requests of one call of `KafkaCluster`. When its time is up, or the run is cancelled, nothing more is sent. What asks
 * ends at once then; a write that is on its way may still be answered for a moment.
 */
export class Call {
  readonly #options: CallOptions;
  readonly #deadline: number;
  #expired: KafkaFailure | undefined;

  constructor(options: CallOptions) {
    this.#options = options;
    this.#deadline = options.clock.monotonic() + options.limitMs;
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
    return this.#within(async () => {
      await this.#passGate();
      return this.#options.session.write(api, request);
    }, 'write');
  }

  writeAtController<Request, Answer>(
    api: Api<Request, Answer>,
    request: Request,
    refused: (answer: Answer) => boolean,
  ): Promise<Answer> {
    return this.#within(async () => {
      await this.#passGate();
      return this.#options.session.writeAtController(api, request, refused);
    }, 'write');
  }

  async #passGate(): Promise<void> {
    const passed = await this.#options.writeGate?.pass();
    if (passed?.state === 'stop') throw stoppedFailure(passed.because);
  }

  async #within<Answer>(send: () => Promise<Answer>, kind: 'read' | 'write' = 'read'): Promise<Answer> {
    if (this.#expired) throw this.#expired;
    const { cancelled } = this.#options;
    if (cancelled.aborted) throw cancelledFailure();
    const left = this.#deadline - this.#options.clock.monotonic();
    if (left <= 0) throw this.#expire();
    const timers: NodeJS.Timeout[] = [];
    let stopListening = (): void => {};
    const expiry = new Promise<never>((_, reject) => {
      timers.push(setTimeout(() => reject(this.#expire()), left));
      stopListening = onCancel(cancelled, () => {
        if (kind === 'read') reject(cancelledFailure());
        else timers.push(setTimeout(() => reject(this.#unanswered()), inFlightMs));
      });
    });
    try {
      return await Promise.race([send(), expiry]);
    } finally {
      stopListening();
      timers.forEach(clearTimeout);
    }
  }

  #unanswered(): KafkaFailure {
    return new KafkaFailure({
      code: 'unreachable',
      kafkaCode: 'REQUEST_TIMED_OUT',
      transient: true,
      message: `${this.#options.cluster} had not answered ${inFlightMs / 1000} s after the run was cancelled`,
    });
  }

  #expire(): KafkaFailure {
    const { cluster, limitMs } = this.#options;
    this.#expired ??= new KafkaFailure({
      code: 'unreachable',
      kafkaCode: 'REQUEST_TIMED_OUT',
      transient: true,
      message: `${cluster} did not answer everything within ${limitMs / 1000} s`,
    });
    return this.#expired;
  }
}
