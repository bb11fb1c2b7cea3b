import type { AivenClient, AivenWrite } from './http/client.ts';
import { AivenError, asAivenError, safeText } from './http/errors.ts';

type Body = Readonly<Record<string, unknown>>;

/** Objects inside of a body whose keys are settings as well. */
const wrappers: ReadonlySet<string> = new Set(['config', 'user_config', 'kafka_mirrormaker']);

export interface Whole {
  readonly body: Body;
  /** Which of the object's keys the change does not name. */
  readonly kept: ReadonlySet<string>;
  /**
   * What becomes of a kept value that Aiven does not take any more, or never took from a client of today. `left-out`: where a PUT keeps what it does
   * not send, or where the old object is gone. Else it would be lost, so it is for the spec to say what it should be: `clusters.core` of `mm2`.
   */
  readonly refusedValues: 'left-out' | { readonly stateIn: string };
}

/**
 * Sends what an object has, with a change in it, see `liveAndStated`. Aiven may tell keys that it does not take back: what it measures, or
 * what its brokers know and its API does not (`unclean_leader_election_enable` in terraform-provider-aiven's issue 1446); and values that it
 * does not take back, since its limits change. A 400 comes before anything is done, so the same is sent again without the keys that it names,
 * unless the change itself names them. Answers the keys that Aiven does not know and that were left out: it has no way to set them, so none to lose
 * them either. What was left out for its value is expected to stay, and reading back tells.
 */
export async function sendWhole(
  client: AivenClient,
  request: Omit<AivenWrite, 'body'>,
  { body, kept, refusedValues }: Whole,
): Promise<ReadonlySet<string>> {
  const [unknown, values] = [new Set<string>(), new Set<string>()];
  for (;;) {
    try {
      await client.write({ ...request, body: without(body, new Set([...unknown, ...values])) });
      return unknown;
    } catch (thrown) {
      const error = asAivenError(thrown);
      const open = [...kept].filter((key) => !unknown.has(key) && !values.has(key));
      const keys = open.filter((key) => isUnknownKey(error, key));
      const odd = keys.length > 0 ? [] : open.filter((key) => isRefusedValue(error, key));
      if (odd.length > 0 && refusedValues !== 'left-out') throw toBeStated(error, odd, refusedValues.stateIn);
      const more = [...keys, ...odd];
      if (more.length === 0) throw error;
      for (const key of keys) unknown.add(key);
      for (const key of odd) values.add(key);
      const what = more.map((key) => (odd.includes(key) ? `${key} as it is` : key)).join(' and ');
      client.progress(
        safeText(
          `Aiven does not take back ${what}, which is not to change: left out to ${request.operation.does}`,
        ),
      );
    }
  }
}

function toBeStated(error: AivenError, keys: readonly string[], where: string): AivenError {
  const { kind, operation, status, code } = error;
  const names = keys.join(' and ');
  return new AivenError({
    ...{ kind, operation },
    ...(status !== undefined && { status }),
    ...(code !== undefined && { code }),
    message: `${error.message}. That is the value of today, which the change does not name and Aiven does not take back. Nothing was changed. State ${names} in ${where} with a value that Aiven takes; null is its default`,
  });
}

/** The words of Python's jsonschema, which Aiven answers with. */
function isUnknownKey({ status, message }: AivenError, key: string): boolean {
  return (
    status === 400 && /additional properties are not allowed/i.test(message) && message.includes(`'${key}'`)
  );
}

/** Aiven names a refused value by its path: `Invalid input for user_config 'kafka_mirrormaker.producer_linger_ms': 10000 is …`. */
function isRefusedValue({ status, message }: AivenError, key: string): boolean {
  if (status !== 400) return false;
  const named = [...message.matchAll(/'([^']+)'\s*:/g)].map(([, path = '']) => path);
  return named.some((path) => path === key || path.endsWith(`.${key}`) || path.startsWith(`${key}.`));
}

function without(body: Body, keys: ReadonlySet<string>): Body {
  return Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) => {
      if (keys.has(key)) return [];
      return [[key, wrappers.has(key) && isBody(value) ? without(value, keys) : value]];
    }),
  );
}

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
