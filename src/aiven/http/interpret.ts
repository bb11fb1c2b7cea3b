import { ForeignText } from '../../model/foreign-text.ts';
import type { Secrecy } from '../../model/secrecy.ts';
import { errorBody } from '../wire/error.ts';
import type { RepeatedConfigs } from '../wire/repeated-configs.ts';
import { parseJson } from './answer-text.ts';
import { AivenError, isRetryableStatus, type Operation } from './errors.ts';
import type { Exchanged } from './exchange.ts';
import { requestedWait } from './retry.ts';
import { secretsInAnswer } from './secrets-in-answer.ts';

/** What came of one request. */
export type Interpreted =
  | { readonly ok: true; readonly body: unknown }
  | { readonly ok: false; readonly error: AivenError; readonly wait?: number };

/** Of the answers of one run, what is not looked at twice. */
export interface Repeated {
  readonly configs: RepeatedConfigs;
  /** Configs without a secret that is not known yet. */
  readonly lookedAt: WeakSet<object>;
}

/** What an answer says. Its secrets are known from here on, before anybody reads it. */
export function interpret(
  { status, statusText, headers, answer }: Extract<Exchanged, { state: 'answered' }>,
  options: {
    readonly operation: Operation;
    readonly path: readonly string[];
    readonly secrecy: Secrecy;
    readonly maxBytes: number;
    readonly now: Date;
    readonly repeated: Repeated;
  },
): Interpreted {
  const { operation, path, secrecy, maxBytes, now, repeated } = options;
  if (answer.state === 'too-long') {
    const message = `The answer is larger than ${Math.round(maxBytes / 1024 / 1024)} MiB.`;
    return { ok: false, error: new AivenError({ kind: 'malformed', operation, message }) };
  }
  const json = parseJson(answer.text, repeated.configs);
  if (json.ok) secrecy.keep(secretsInAnswer(json.value, repeated.lookedAt));
  const said = errorBody.safeParse(json.ok ? json.value : undefined).data;
  const isFine = status >= 200 && status < 300;
  if (isFine && json.ok && said?.error === undefined) return { ok: true, body: json.value };
  if (isFine && !json.ok) {
    const message = 'The answer is not JSON, or it was cut.';
    return { ok: false, error: new AivenError({ kind: 'malformed', operation, message }) };
  }
  const first = said?.errors?.[0];
  // A proxy's error page is no message: only what has Aiven's form is repeated.
  const words = said?.error ?? first?.message ?? said?.message ?? ForeignText.of(statusText);
  const message = words.isEmpty ? 'no explanation' : secrecy.tell(words);
  const error = new AivenError({
    kind: 'answer',
    operation,
    status,
    message,
    ...(first?.error_code === undefined ? {} : { code: secrecy.tell(first.error_code) }),
    ...(path[1] === 'project' && path[2] !== undefined ? { project: path[2] } : {}),
  });
  const wait = requestedWait(headers, message, now);
  return { ok: false, error, ...(wait === undefined || !isRetryableStatus(status) ? {} : { wait }) };
}
