import type { AivenClient, AivenWrite } from './http/client.ts';
import { type AivenError, asAivenError, safeText } from './http/errors.ts';

type Body = Readonly<Record<string, unknown>>;

/** Objects inside of a body whose keys are settings as well. */
const wrappers: ReadonlySet<string> = new Set(['config', 'user_config', 'kafka_mirrormaker']);

/**
 * Sends what an object has, with a change in it, see `liveAndStated`. Aiven may tell keys that it does not take back: what it measures, or
 * what its brokers know and its API does not (`unclean_leader_election_enable` in terraform-provider-aiven's issue 1446). A 400 comes before
 * anything is done, so the same is sent again without the keys that it names, unless the change itself names them. `kept` says which of the
 * object's keys the change does not name. Answers those that were left out: Aiven has no way to set them, so none to lose them either, and reading back
 * tells.
 */
export async function sendWhole(
  client: AivenClient,
  request: Omit<AivenWrite, 'body'>,
  { body, kept }: { readonly body: Body; readonly kept: ReadonlySet<string> },
): Promise<ReadonlySet<string>> {
  const refused = new Set<string>();
  for (;;) {
    try {
      await client.write({ ...request, body: without(body, refused) });
      return refused;
    } catch (thrown) {
      const error = asAivenError(thrown);
      const more = [...kept].filter((key) => !refused.has(key) && isRefused(error, key));
      if (more.length === 0) throw error;
      for (const key of more) refused.add(key);
      const keys = more.join(' and ');
      client.progress(
        safeText(
          `Aiven does not take back ${keys}, which is not to change: left out to ${request.operation.does}`,
        ),
      );
    }
  }
}

/** The words of Python's jsonschema, which Aiven answers with. */
function isRefused({ status, message }: AivenError, key: string): boolean {
  return (
    status === 400 && /additional properties are not allowed/i.test(message) && message.includes(`'${key}'`)
  );
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
