import { inFlightMs, onCancel } from '../../model/cancel.ts';
import type { Clock } from '../../model/clock.ts';
import { type AnswerText, readText } from './answer-text.ts';

export interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** A write that is on its way when the run is cancelled may still be answered for a moment. */
  readonly mayWrite: boolean;
}

export interface ExchangeLimits {
  /** From connecting to the last byte of the answer. */
  readonly timeoutMs: number;
  /** Of an answer, after decompression. */
  readonly maxBytes: number;
  readonly cancelled: AbortSignal;
  readonly clock: Pick<Clock, 'alarm'>;
}

export type Exchanged =
  | {
      readonly state: 'answered';
      readonly status: number;
      readonly statusText: string;
      readonly headers: Headers;
      readonly answer: AnswerText;
    }
  /** A redirect, which is not followed. */
  | { readonly state: 'redirect' }
  | Unanswered;

/** The answer did not come to its end. */
export type Unanswered = { readonly hasBegun: boolean } & (
  | { readonly state: 'timeout' }
  /** The run was cancelled while this was on its way. */
  | { readonly state: 'cancelled' }
  | { readonly state: 'broken'; readonly code: string | undefined }
);

/** One request and its answer, within its time. */
export async function exchange(
  { url, method, headers, body, mayWrite }: Sent,
  { timeoutMs, maxBytes, cancelled, clock }: ExchangeLimits,
): Promise<Exchanged> {
  const abort = new AbortController();
  let ended: 'timeout' | 'cancelled' = 'timeout';
  let hasBegun = false;
  const alarms = [clock.alarm(timeoutMs, () => abort.abort())];
  const stopListening = onCancel(cancelled, () => {
    const end = (): void => {
      ended = 'cancelled';
      abort.abort();
    };
    if (mayWrite) alarms.push(clock.alarm(inFlightMs, end));
    else end();
  });
  try {
    const response = await fetch(url, {
      method,
      redirect: 'error',
      signal: abort.signal,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    hasBegun = true;
    const { status, statusText } = response;
    const answer = await readText(response, maxBytes);
    return { state: 'answered', status, statusText, headers: response.headers, answer };
  } catch (thrown) {
    if (abort.signal.aborted) return { state: ended, hasBegun };
    const { message, code } = causeOf(thrown);
    if (message === 'unexpected redirect') return { state: 'redirect' };
    return { state: 'broken', hasBegun, code: typeof code === 'string' ? code : undefined };
  } finally {
    stopListening();
    for (const silence of alarms) silence();
  }
}

/** fetch throws a TypeError around what went wrong. Only its code and reason are looked at: they hold no credential. */
function causeOf(thrown: unknown): { readonly message?: unknown; readonly code?: unknown } {
  if (typeof thrown !== 'object' || thrown === null || !('cause' in thrown)) return {};
  return typeof thrown.cause === 'object' && thrown.cause !== null ? thrown.cause : {};
}
