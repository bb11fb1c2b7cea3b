import type { z } from 'zod';
import { Cancelled, throwIfCancelled } from '../../model/cancel.ts';
import type { Clock } from '../../model/clock.ts';
import { ForeignText } from '../../model/foreign-text.ts';
import type { Secrecy } from '../../model/secrecy.ts';
import { openSecret, type Secret } from '../../model/secret.ts';
import type { WriteGate } from '../../model/write-gate.ts';
import type { AivenOptions } from '../aiven.ts';
import { RepeatedConfigs } from '../wire/repeated-configs.ts';
import { encodePath, parseBaseUrl } from './base-url.ts';
import { AivenError, type Operation, safeText } from './errors.ts';
import { exchange } from './exchange.ts';
import { cancelledError, failedExchange, goneError, passGate } from './failed-exchange.ts';
import { type Interpreted, interpret } from './interpret.ts';
import { maxNamedWaitMs, maxPausedMs, Pause, seconds } from './pause.ts';
import { backoff, maxAttempts, mayRepeatRead, mayRepeatWrite, RetryBudget } from './retry.ts';
import { redactedMarker } from './secrets-in-answer.ts';
import { Silence } from './silence.ts';
import { maxAtATime, Slots } from './slots.ts';

/** How many times as long as a write. Any read may take a minute; topics, which Aiven asks the brokers for, may take two. */
const timesAsLong = { write: 1, read: 2.1, slowRead: 4 };

/** Tries of a read that has two minutes for each, while they run out: a run is not to take half an hour for one list. */
const maxSlowTries = 2;

/** A wait of 0 s would make a loop without a pause. */
const minNamedWaitMs = 1_000;

export interface ClientOptions extends AivenOptions {
  /** In [0, 1). */
  readonly random?: () => number;
  /** For one write from connecting to the last byte of the answer, in milliseconds; reads get longer, see `timesAsLong`. */
  readonly timeoutMs?: number;
  /** Of an answer, after decompression. */
  readonly maxBytes?: number;
}

export interface AivenRequest {
  readonly operation: Operation;
  /** Unencoded segments: `['v1', 'project', 'acme']`. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface AivenRead<T> extends AivenRequest {
  /** POST only for the batch read of topics. */
  readonly method?: 'GET' | 'POST';
  readonly answer: z.ZodType<T>;
  /** Aiven reads topics from the brokers, which it says can take a minute. */
  readonly isSlow?: boolean;
  /** False: the caller asks for less instead. */
  readonly repeatsTimeout?: boolean;
}

export interface AivenWrite extends AivenRequest {
  readonly method: 'POST' | 'PUT' | 'DELETE';
}

/**
 * The one way to the Aiven API. Reads are repeated on throttling, server errors and broken connections. A write is
 * sent once, because an error does not tell whether it took effect; only 429, which Aiven answers before doing
 * anything, is repeated. Everything it throws is an `AivenError`. After the run is cancelled nothing is sent.
 */
export class AivenClient {
  readonly clock: Clock;
  readonly progress: (line: string) => void;
  readonly secrecy: Secrecy;
  /** False once the batch read of topics was found not to work. */
  readsTopicsInBatches = true;
  readonly #trace: (line: string) => void;
  readonly #origin: string;
  readonly #token: Secret;
  readonly #random: () => number;
  readonly #timeoutMs: number;
  readonly #maxBytes: number;
  readonly #cancelled: AbortSignal;
  readonly #writeGate: WriteGate | undefined;
  readonly #budget = new RetryBudget();
  readonly #slots = new Slots(maxAtATime);
  readonly #pause: Pause;
  readonly #silence: Silence;
  readonly #repeated = { configs: new RepeatedConfigs(), lookedAt: new WeakSet<object>() };
  /** Set by an answer that refuses the token, or names a wait that is too long: until then nothing is sent. */
  #stop: { readonly error: AivenError; readonly until: number } | undefined;

  constructor(options: ClientOptions) {
    this.#origin = parseBaseUrl(options.baseUrl);
    this.#token = options.token;
    this.secrecy = options.secrecy;
    this.secrecy.keep([options.token]);
    this.clock = options.clock;
    this.progress = options.progress;
    this.#trace = options.trace ?? (() => {});
    this.#random = options.random ?? Math.random;
    this.#timeoutMs = options.timeoutMs ?? 30_000;
    this.#maxBytes = options.maxBytes ?? 32 * 1024 * 1024;
    this.#cancelled = options.cancelled;
    this.#writeGate = options.writeGate;
    this.#pause = new Pause({ ...options, slots: this.#slots });
    this.#silence = new Silence(options.clock);
  }

  /** How long requests have waited so far because Aiven asked to slow down. */
  get throttledMs(): number {
    return this.#pause.pastMs;
  }

  async read<T>(request: AivenRead<T>): Promise<T> {
    const { operation, answer } = request;
    const body = await this.#attempts({ method: 'GET', ...request }, 'read');
    const parsed = answer.safeParse(body);
    if (parsed.success) return parsed.data;
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new AivenError({
      kind: 'malformed',
      operation,
      message: `The answer does not have the shape that Aiven documents${where === '' ? '' : ` at ${this.secrecy.tell(ForeignText.of(where))}`}.`,
    });
  }

  /** The answers of Aiven's writes are not used: what counts is what is read back. */
  async write(request: AivenWrite): Promise<void> {
    await this.#attempts(request, 'write');
  }

  /** The slot is kept while it waits: what is queued behind is sent when this has been answered. */
  #attempts(request: Request, kind: 'read' | 'write'): Promise<unknown> {
    const encoded = this.#encode(request);
    return this.#slots.use(async () => {
      try {
        return await this.#inSlot(request, encoded, kind);
      } catch (thrown) {
        throw thrown instanceof Cancelled ? cancelledError(request.operation) : thrown;
      }
    });
  }

  async #inSlot(request: Request, encoded: Encoded, kind: 'read' | 'write'): Promise<unknown> {
    const { operation, repeatsTimeout = true, isSlow = false } = request;
    for (let attempt = 1; ; ) {
      throwIfCancelled(this.#cancelled);
      await this.#pause.end();
      if (kind === 'write') await passGate(this.#writeGate, operation);
      throwIfCancelled(this.#cancelled);
      const result = await this.#exchange(request, encoded, kind);
      if (result.ok) {
        this.#budget.earn();
        return result.body;
      }
      const { error, wait } = result;
      if (error.isLasting) throw error;
      if (error.status === 429 && wait !== undefined) {
        // It costs no retry: Aiven did nothing, and says when it will.
        if (!this.#pause.extend(Math.max(wait, minNamedWaitMs))) throw this.#limitReached(error, wait);
        continue;
      }
      const maxTries = isSlow && error.kind === 'timeout' ? maxSlowTries : maxAttempts;
      if (attempt >= maxTries || !(kind === 'read' ? mayRepeatRead(error) : mayRepeatWrite(error)))
        throw error;
      if (error.kind === 'timeout' && !repeatsTimeout) throw error;
      if (!this.#budget.pay(error.kind === 'timeout')) throw error;
      const pause = wait ?? backoff(attempt, error.status === 429, this.#random());
      attempt++;
      if (error.status !== 429) await this.#retryIn(pause, operation, error, `${attempt} of ${maxTries}`);
      else if (!this.#pause.extend(pause)) throw this.#limitReached(error, pause);
    }
  }

  /** From now on until the wait is over nothing is sent: it would be refused, and lengthen the wait of others. */
  #limitReached({ operation, message }: AivenError, wait: number): AivenError {
    const limited = new AivenError({
      kind: 'answer',
      operation,
      status: 429,
      isLasting: true,
      message: `${message}. It asks to wait ${seconds(wait)}, and this run waits ${maxNamedWaitMs / 60_000} minutes at once and ${maxPausedMs / 60_000} in all. Run again later; a token that other tools use as well reaches its limit sooner`,
    });
    this.#stop = { error: limited, until: this.clock.monotonic() + wait };
    return limited;
  }

  async #retryIn(wait: number, operation: Operation, error: AivenError, which: string): Promise<void> {
    const what = error.status === undefined ? 'did not answer' : `answered ${error.status}`;
    const again = `trying again in ${seconds(wait)} (${which})`;
    // Safe, because an operation may name what somebody else called a resource.
    this.progress(safeText(`Aiven ${what} when asked to ${operation.does}: ${again}`));
    await this.clock.sleep(wait);
  }

  #encode(request: AivenRequest): Encoded {
    const { operation, query = {} } = request;
    const path = encodePath(request.path);
    if (path === undefined) {
      throw new AivenError({
        kind: 'not-sent',
        operation,
        message:
          'A name in this request is empty, `.` or `..`, which cannot stand in an address. It was not sent.',
      });
    }
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    if (body?.includes(redactedMarker)) {
      throw new AivenError({
        kind: 'not-sent',
        operation,
        message: `The request contains the placeholder ${redactedMarker} that Aiven shows instead of a secret. It was not sent, because it could overwrite that secret.`,
      });
    }
    const search = new URLSearchParams(query).toString();
    return { url: `${this.#origin}${path}${search === '' ? '' : `?${search}`}`, body };
  }

  async #exchange(
    { method, operation, path, isSlow = false }: Request,
    { url, body }: Encoded,
    kind: 'read' | 'write',
  ): Promise<Interpreted> {
    const stop = this.#stop;
    if (stop !== undefined && this.clock.monotonic() < stop.until)
      return { ok: false, error: stop.error.about(operation) };
    const { left } = this.#silence;
    if (left === 0) return { ok: false, error: goneError(operation) };
    const own = this.#timeoutMs * timesAsLong[isSlow ? 'slowRead' : kind];
    const timeoutMs = isSlow ? own : Math.min(own, left);
    const { answered, unanswered } = this.#silence.begin();
    const begun = this.clock.monotonic();
    const exchanged = await exchange(
      {
        url,
        method,
        body,
        headers: {
          accept: 'application/json',
          authorization: `aivenv1 ${openSecret(this.#token)}`,
          'user-agent': 'aiven-kafka-gitops',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        mayWrite: kind === 'write',
      },
      { timeoutMs, maxBytes: this.#maxBytes, cancelled: this.#cancelled, clock: this.clock },
    );
    const outcome = exchanged.state === 'answered' ? exchanged.status : exchanged.state;
    const tookMs = Math.round(this.clock.monotonic() - begun);
    this.#trace(`Aiven ${method} /${path.join('/')}: ${outcome} in ${tookMs} ms`);
    // A slow read that took too long says nothing about the others.
    if ('hasBegun' in exchanged && !exchanged.hasBegun) {
      if (!(isSlow && exchanged.state === 'timeout')) unanswered();
    } else answered();
    if (exchanged.state === 'answered') {
      const now = this.clock.now();
      const result = interpret(exchanged, {
        ...{ operation, path, now },
        secrecy: this.secrecy,
        maxBytes: this.#maxBytes,
        repeated: this.#repeated,
      });
      if (!result.ok && result.error.isUnauthenticated)
        this.#stop = { error: result.error, until: Number.POSITIVE_INFINITY };
      return result;
    }
    return { ok: false, error: failedExchange(exchanged, { operation, kind, timeoutMs }) };
  }
}

type Request = AivenRequest &
  Pick<AivenRead<unknown>, 'isSlow' | 'repeatsTimeout'> & { readonly method: string };

interface Encoded {
  readonly url: string;
  readonly body: string | undefined;
}
