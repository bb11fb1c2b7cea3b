import type { z } from 'zod';
import type { Clock } from '../../model/clock.ts';
import { openSecret, type Secret } from '../../model/secret.ts';
import { errorBody } from '../wire/error.ts';
import { parseJson, readText } from './answer-text.ts';
import { encodePath, parseBaseUrl } from './base-url.ts';
import { AivenError, type AivenErrorDetails, isRetryableStatus, type Operation, safeText } from './errors.ts';
import { KnownSecrets } from './known-secrets.ts';
import { backoff, longestWait, mostAttempts, RetryBudget, requestedWait } from './retry.ts';
import { Slots } from './slots.ts';

/** The placeholder that Aiven shows instead of a secret. Writing it back could destroy the stored one. */
export const redactedMarker = '<redacted>';

export interface ClientOptions {
  readonly token: Secret;
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly progress: (line: string) => void;
  /** In [0, 1). */
  readonly random?: () => number;
  /** For one exchange from connecting to the last byte of the answer, in milliseconds. */
  readonly timeout?: number;
  /** Of an answer, after decompression. */
  readonly mostBytes?: number;
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
}

export interface AivenWrite extends AivenRequest {
  readonly method: 'POST' | 'PUT' | 'DELETE';
}

/**
 * The one way to the Aiven API. Reads are repeated on throttling, server errors and broken connections. A write is
 * sent once, because an error does not tell whether it took effect; only 429, which Aiven answers before doing
 * anything, is repeated. Everything it throws is an `AivenError`.
 */
export class AivenClient {
  readonly clock: Clock;
  readonly progress: (line: string) => void;
  readonly secrets = new KnownSecrets();
  readonly #origin: string;
  readonly #token: Secret;
  readonly #random: () => number;
  readonly #timeout: number;
  readonly #mostBytes: number;
  readonly #budget = new RetryBudget();
  readonly #slots = new Slots(8);
  /** On the monotonic clock: Aiven's limit counts all requests of a token, so all of them wait. */
  #pausedUntil = Number.NEGATIVE_INFINITY;
  #announced = Number.NEGATIVE_INFINITY;
  /** Set by the first answer that refuses the token; from then on nothing is sent. */
  #refusal: AivenErrorDetails | undefined;

  constructor(options: ClientOptions) {
    this.#origin = parseBaseUrl(options.baseUrl);
    this.#token = options.token;
    this.secrets.add(options.token);
    this.clock = options.clock;
    this.progress = options.progress;
    this.#random = options.random ?? Math.random;
    this.#timeout = options.timeout ?? 30_000;
    this.#mostBytes = options.mostBytes ?? 32 * 1024 * 1024;
  }

  async read<T>(request: AivenRead<T>): Promise<T> {
    const { operation, answer } = request;
    const body = await this.#attempts({ method: 'GET', ...request }, mayRepeatRead);
    const parsed = answer.safeParse(body);
    if (parsed.success) return parsed.data;
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new AivenError({
      kind: 'malformed',
      operation,
      message: `The answer does not have the shape that Aiven documents${where === '' ? '' : ` at ${this.secrets.redact(where)}`}.`,
    });
  }

  /** The answers of Aiven's writes are not used: what counts is what is read back. */
  async write(request: AivenWrite): Promise<void> {
    await this.#attempts(request, mayRepeatWrite);
  }

  async #attempts(
    request: AivenRequest & { readonly method: string },
    mayRepeat: (error: AivenError) => boolean,
  ): Promise<unknown> {
    const encoded = this.#encode(request);
    const deadline = this.clock.monotonic() + longestWait;
    for (let attempt = 1; ; attempt++) {
      await this.#pause();
      const result = await this.#slots.use(() => this.#exchange(request, encoded));
      if (result.ok) {
        this.#budget.earn();
        return result.body;
      }
      const { error } = result;
      if (attempt >= mostAttempts || !mayRepeat(error)) throw error;
      const throttled = error.status === 429;
      const wait = result.wait ?? backoff(attempt, throttled, this.#random());
      if (this.clock.monotonic() + wait > deadline || !this.#budget.pay(error.kind === 'timeout'))
        throw error;
      if (throttled) this.#pausedUntil = Math.max(this.#pausedUntil, this.clock.monotonic() + wait);
      else await this.#retryIn(wait, request.operation, error, attempt);
    }
  }

  /** Waits while Aiven has asked everybody to slow down. */
  async #pause(): Promise<void> {
    for (;;) {
      const wait = this.#pausedUntil - this.clock.monotonic();
      if (wait <= 0) return;
      if (this.#announced !== this.#pausedUntil) {
        this.#announced = this.#pausedUntil;
        this.progress(`Aiven asks to slow down: waiting ${seconds(wait)}`);
      }
      await this.clock.sleep(wait);
    }
  }
  async #retryIn(wait: number, operation: Operation, error: AivenError, attempt: number): Promise<void> {
    const what = error.status === undefined ? 'did not answer' : `answered ${error.status}`;
    const again = `trying again in ${seconds(wait)} (${attempt + 1} of ${mostAttempts})`;
    // Safe, because an operation may name what somebody else called a resource.
    this.progress(safeText(`Aiven ${what} when asked to ${operation.does}: ${again}`));
    await this.clock.sleep(wait);
  }

  #encode(request: AivenRequest): { readonly url: string; readonly body: string | undefined } {
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
    { method, operation }: { readonly method: string; readonly operation: Operation },
    { url, body }: { readonly url: string; readonly body: string | undefined },
  ): Promise<Exchange> {
    if (this.#refusal !== undefined)
      return { ok: false, error: new AivenError({ ...this.#refusal, operation }) };
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), this.#timeout);
    try {
      const response = await fetch(url, {
        method,
        redirect: 'error',
        signal: abort.signal,
        headers: {
          accept: 'application/json',
          authorization: `aivenv1 ${openSecret(this.#token)}`,
          'user-agent': 'aiven-kafka-gitops',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
      });
      const text = await readText(response, this.#mostBytes);
      return this.#interpret(response, text, operation);
    } catch (thrown) {
      return { ok: false, error: this.#networkError(thrown, abort.signal.aborted, operation) };
    } finally {
      clearTimeout(timer);
    }
  }

  #interpret(response: Response, text: string | undefined, operation: Operation): Exchange {
    if (text === undefined) {
      const message = `The answer is larger than ${Math.round(this.#mostBytes / 1024 / 1024)} MiB.`;
      return { ok: false, error: new AivenError({ kind: 'malformed', operation, message }) };
    }
    const json = parseJson(text);
    const said = errorBody.safeParse(json.ok ? json.value : undefined).data;
    if (response.ok && json.ok && said?.error === undefined) return { ok: true, body: json.value };
    if (response.ok && !json.ok) {
      const message = 'The answer is not JSON, or it was cut.';
      return { ok: false, error: new AivenError({ kind: 'malformed', operation, message }) };
    }
    const first = said?.errors?.[0];
    // A proxy's error page is no message: only what has Aiven's form is repeated.
    const message =
      said?.error ?? first?.message ?? said?.message ?? (response.statusText || 'no explanation');
    const details: AivenErrorDetails = {
      kind: 'answer',
      operation,
      status: response.status,
      message: this.secrets.redact(message),
      ...(first?.error_code === undefined ? {} : { code: first.error_code }),
    };
    const error = new AivenError(details);
    if (error.isUnauthenticated) this.#refusal = details;
    const wait = requestedWait(response.headers, message, this.clock.now());
    return {
      ok: false,
      error,
      ...(wait === undefined || !isRetryableStatus(response.status) ? {} : { wait }),
    };
  }

  #networkError(thrown: unknown, timedOut: boolean, operation: Operation): AivenError {
    if (timedOut) {
      const message = `Aiven did not answer within ${seconds(this.#timeout)}.`;
      return new AivenError({ kind: 'timeout', operation, message });
    }
    const { message: reason, code } = causeOf(thrown);
    if (reason === 'unexpected redirect') {
      const message = 'Aiven answered with a redirect, which is not followed. Check the Aiven API address.';
      return new AivenError({ kind: 'redirect', operation, message });
    }
    const name = typeof code === 'string' ? ` (${code})` : '';
    return new AivenError({
      kind: 'connection',
      operation,
      message: `The connection to Aiven failed${name}.`,
    });
  }
}

type Exchange =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly error: AivenError; readonly wait?: number };

/** fetch throws a TypeError around what went wrong. Only its code and reason are looked at: they hold no credential. */
function causeOf(thrown: unknown): { readonly message?: unknown; readonly code?: unknown } {
  if (typeof thrown !== 'object' || thrown === null || !('cause' in thrown)) return {};
  return typeof thrown.cause === 'object' && thrown.cause !== null ? thrown.cause : {};
}

function mayRepeatRead(error: AivenError): boolean {
  if (error.kind === 'connection' || error.kind === 'timeout') return true;
  return error.kind === 'answer' && error.status !== undefined && isRetryableStatus(error.status);
}

function mayRepeatWrite(error: AivenError): boolean {
  return error.status === 429;
}

function seconds(milliseconds: number): string {
  return milliseconds < 1_000 ? `${milliseconds} ms` : `${Math.ceil(milliseconds / 1_000)} s`;
}
