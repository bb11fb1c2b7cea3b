import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { AivenClient, type ClientOptions } from '../../../../src/aiven/http/client.ts';
import { AivenError, unknownFrom } from '../../../../src/aiven/http/errors.ts';
import { Cancelled } from '../../../../src/model/cancel.ts';
import { Secret } from '../../../../src/model/secret.ts';
import {
  type Answer,
  error,
  hang,
  json,
  reset,
  type ScriptedServer,
  startScriptedServer,
  text,
} from '../../../support/aiven/scripted-server.ts';
import { VirtualClock } from '../../../support/aiven/virtual-clock.ts';
import { neverCancelled } from '../../../support/never-cancelled.ts';
import { bookOf } from '../../../support/secret-book.ts';
import { until } from '../../../support/until.ts';

const operation = { does: 'list the topics of service core', permission: 'service:data:write' };
const path = ['v1', 'project', 'acme'];
const answer = z.object({ ok: z.literal(true) });
const fine = json(200, { ok: true });
const token = Secret.of('AIVEN_TOKEN', 'token-for-tests-only');

const servers: ScriptedServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function connect(answers: readonly Answer[], options: Partial<ClientOptions> = {}) {
  const server = await startScriptedServer(...answers);
  servers.push(server);
  const clock = new VirtualClock();
  const lines: string[] = [];
  const client = new AivenClient({
    secrecy: bookOf(),
    token,
    baseUrl: server.url,
    clock,
    cancelled: neverCancelled,
    progress: (line) => lines.push(line),
    random: () => 0.5,
    ...options,
  });
  const read = () => client.read({ operation, path, answer });
  const write = (body: unknown = {}) => client.write({ method: 'POST', operation, path, body });
  return { server, clock, lines, client, read, write };
}

async function failureOf(promise: Promise<unknown>): Promise<AivenError> {
  const thrown = await promise.then(
    () => new Error('it succeeded'),
    (reason: unknown) => reason,
  );
  if (thrown instanceof AivenError) return thrown;
  throw thrown;
}

describe('a request', () => {
  test('carries the token, asks for JSON, and encodes what it names', async () => {
    const { server, client } = await connect([fine]);
    await client.read({ operation, path: ['v1', 'a/b', 'c d'], query: { q: '1&2' }, answer });
    expect(server.requests[0]?.url).toBe('/v1/a%2Fb/c%20d?q=1%262');
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'aivenv1 token-for-tests-only',
      accept: 'application/json',
    });
  });

  test.each(['..', '.', ''])('with the name %j is not sent', async (name) => {
    const { server, client } = await connect([fine]);
    const failure = await failureOf(client.read({ operation, path: ['v1', name], answer }));
    expect(failure.kind).toBe('not-sent');
    expect(server.requests).toHaveLength(0);
  });

  test('with the placeholder of a redacted secret anywhere in its body is not sent', async () => {
    const { server, write } = await connect([fine]);
    const failure = await failureOf(write({ user_config: { deep: ['<redacted>'] } }));
    expect(failure.kind).toBe('not-sent');
    expect(server.requests).toHaveLength(0);
  });

  test('at most eight are under way', async () => {
    const held: (() => void)[] = [];
    const sendAll = (): void => {
      for (const send of held.splice(0)) send();
    };
    const eightAtOnce: Answer = (response) => {
      held.push(() => response.end('{"ok":true}'));
      if (held.length === 8) setTimeout(sendAll, 20); // a ninth would come now
    };
    const { server, read } = await connect([eightAtOnce]);
    await Promise.all(Array.from({ length: 40 }, read));
    expect(server.requests).toHaveLength(40);
    expect(server.maxConcurrent()).toBe(8);
  });
});

describe('a read', () => {
  test.each([408, 429, 500, 501, 502, 503, 504])('is repeated after %d', async (status) => {
    const { server, read, clock } = await connect([error(status, 'later'), error(status, 'later'), fine]);
    await expect(read()).resolves.toEqual({ ok: true });
    expect(server.requests).toHaveLength(3);
    expect(clock.slept).toEqual(status === 429 ? [1_000, 2_000] : [200, 400]);
  });

  test('is repeated after a reset connection', async () => {
    const { server, read } = await connect([reset, fine]);
    await read();
    expect(server.requests).toHaveLength(2);
  });

  test('is repeated after a time-out', async () => {
    const { server, read } = await connect([hang, fine], { timeoutMs: 250 });
    await read();
    expect(server.requests.length).toBeGreaterThan(1);
  });

  test('that is slow by nature is repeated once after a time-out, and as others after anything else', async () => {
    const slow = await connect([hang], { timeoutMs: 60 });
    const read = slow.client.read({ operation, path, answer, isSlow: true });
    expect(await failureOf(read)).toMatchObject({ kind: 'timeout' });
    expect(slow.server.requests).toHaveLength(2);
    expect(slow.lines).toEqual([expect.stringContaining('(2 of 2)')]);

    const down = await connect([error(503, 'later')]);
    await failureOf(down.client.read({ operation, path, answer, isSlow: true }));
    expect(down.server.requests).toHaveLength(5);
  });

  test('is sent five times at most', async () => {
    const { server, read, lines } = await connect([error(503, 'An error occurred. Please try again later.')]);
    const failure = await failureOf(read());
    expect(failure.status).toBe(503);
    expect(server.requests).toHaveLength(5);
    expect(lines[0]).toBe(
      'Aiven answered 503 when asked to list the topics of service core: trying again in 200 ms (2 of 5)',
    );
  });

  test.each([400, 403, 404, 405, 409, 417])('is not repeated after %d', async (status) => {
    const { server, read } = await connect([error(status, 'no', 'some_code')]);
    expect(await failureOf(read())).toMatchObject({ status, code: 'some_code', message: 'no' });
    expect(server.requests).toHaveLength(1);
  });

  test('many that fail share one budget of retries', async () => {
    const { server, read } = await connect([error(500, 'down')]);
    await Promise.all(Array.from({ length: 30 }, () => failureOf(read())));
    expect(server.requests).toHaveLength(30 + 20);
  });
});

describe('slowing down', () => {
  const limited = (headers: Record<string, string> = {}): Answer =>
    error(429, 'Rate limit 120 exceeded - try again in 28s', undefined, headers);

  test('waits as long as Aiven says, and says so', async () => {
    const { read, clock, lines } = await connect([limited(), fine]);
    await read();
    expect(clock.slept).toEqual([28_000]);
    expect(lines).toEqual(['Aiven asks to slow down: waiting 28 s']);
  });

  test('holds back every other request, too, and says it once', async () => {
    const { read, clock, lines, server } = await connect([limited({ 'retry-after': '5' }), fine]);
    await read();
    const before = server.requests.length;
    await Promise.all([read(), read(), read()]);
    expect(server.requests.length - before).toBe(3);
    expect(clock.monotonic()).toBe(5_000);
    expect(lines).toEqual(['Aiven asks to slow down: waiting 5 s']);
  });

  test('a wait that is named costs no retry, however often it comes', async () => {
    const { read, server, clock } = await connect([...Array.from({ length: 12 }, () => limited()), fine]);
    await expect(read()).resolves.toEqual({ ok: true });
    expect(server.requests).toHaveLength(13);
    expect(clock.monotonic()).toBe(12 * 28_000);
  });

  test('what is queued behind a pause is not sent to be refused', async () => {
    const { read, server } = await connect([...Array.from({ length: 8 }, () => limited()), fine]);
    await Promise.all(Array.from({ length: 100 }, read));
    expect(server.requests).toHaveLength(8 + 100);
  });

  test('a wait of 0 s is one of 1 s', async () => {
    const { read, clock } = await connect([limited({ 'retry-after': '0' }), fine]);
    await read();
    expect(clock.slept).toEqual([1_000]);
  });

  test('a wait of more than 5 minutes ends it at once, for everybody', async () => {
    const { read, clock, server, write } = await connect([limited({ 'retry-after': '301' })]);
    const failure = await failureOf(read());
    expect(failure).toMatchObject({ status: 429, isLasting: true });
    expect(failure.message).toBe(
      'Rate limit 120 exceeded - try again in 28s. It asks to wait 301 s, and this run waits 5 minutes at once and 10 in all. Run again later; a token that other tools use as well reaches its limit sooner',
    );
    expect((await failureOf(write())).status).toBe(429);
    expect(clock.slept).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  test('a run waits 10 minutes in all', async () => {
    const { read, clock } = await connect([limited({ 'retry-after': '250' })]);
    expect(await failureOf(read())).toMatchObject({ status: 429, isLasting: true });
    expect(clock.slept).toEqual([250_000, 250_000]);
  });

  test('without a named wait, the pause grows and the tries are counted', async () => {
    const { read, clock, server } = await connect([error(429, 'slow down')]);
    expect((await failureOf(read())).status).toBe(429);
    expect(clock.slept).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(server.requests).toHaveLength(5);
  });
});

describe('an API that answers nothing', () => {
  test('is given up after 65 s of silence, and asked again half a minute later', async () => {
    const { read, clock, server } = await connect([reset, reset, fine]);
    const first = await connect([reset]);
    await failureOf(first.read());
    await first.clock.sleep(64_000);
    await failureOf(first.write());
    await first.clock.sleep(1_000);
    const sent = first.server.requests.length;
    const failure = await failureOf(first.read());
    expect(failure).toMatchObject({ kind: 'gone', isLasting: true });
    expect(failure.message).toBe('Aiven has answered nothing for 65 s, so this was not asked any more.');
    expect(first.server.requests).toHaveLength(sent);
    await first.clock.sleep(30_000);
    await failureOf(first.read());
    expect(first.server.requests.length).toBeGreaterThan(sent);
    // An answer of any kind is one.
    await read();
    await clock.sleep(120_000);
    await expect(read()).resolves.toEqual({ ok: true });
    expect(server.requests).toHaveLength(4);
  });
});

describe('a run that is cancelled', () => {
  async function cancellable(...answers: readonly Answer[]) {
    const cancel = new AbortController();
    return { cancel, ...(await connect(answers, { cancelled: cancel.signal })) };
  }

  test('asks and writes nothing any more', async () => {
    const { cancel, read, write, server } = await cancellable(fine);
    cancel.abort();
    expect((await failureOf(read())).kind).toBe('cancelled');
    expect((await failureOf(write())).kind).toBe('cancelled');
    expect(server.requests).toHaveLength(0);
  });

  test('does not wait for what it asked', async () => {
    const { cancel, read, server } = await cancellable(hang);
    const asked = failureOf(read());
    await until(
      () => server.requests.length,
      (sent) => sent === 1,
    );
    cancel.abort();
    expect((await asked).kind).toBe('cancelled');
  });

  test('sends none of the writes that are queued, and waits a moment for those that are on their way', async () => {
    const { cancel, write, server } = await cancellable(hang);
    const writes = Promise.all(Array.from({ length: 60 }, () => failureOf(write())));
    await until(
      () => server.requests.length,
      (sent) => sent === 8,
    );
    cancel.abort();
    const kinds = (await writes).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'cancelled')).toHaveLength(52);
    expect(kinds.filter((kind) => kind === 'timeout')).toHaveLength(8);
    expect(server.requests).toHaveLength(8);
  });

  test('takes the answer to a write that is on its way', async () => {
    const { cancel, write, server } = await cancellable((response) => {
      cancel.abort();
      response.end('{}');
    });
    await write();
    expect(server.requests).toHaveLength(1);
  });

  test('is no reading: what was not asked is not unknown', async () => {
    const { cancel, read } = await cancellable(fine);
    cancel.abort();
    const failure = await failureOf(read());
    expect(() => unknownFrom(failure)).toThrow(Cancelled);
  });
});

describe('a write', () => {
  test.each([
    ['500', error(500, 'boom'), 500],
    ['503', error(503, 'later'), 503],
    ['408', error(408, 'slow'), 408],
    ['a reset', reset, undefined],
  ])('is sent once, also when it fails with %s', async (_, failing, status) => {
    const { server, write } = await connect([failing, fine]);
    expect((await failureOf(write())).status).toBe(status);
    expect(server.requests).toHaveLength(1);
  });

  test('is sent once when it times out', async () => {
    const { server, write } = await connect([hang, fine], { timeoutMs: 1_000 });
    expect((await failureOf(write())).kind).toBe('timeout');
    expect(server.requests).toHaveLength(1);
  });

  test('is repeated after 429, which has no effect', async () => {
    const { server, write } = await connect([error(429, 'try again in 2s'), fine]);
    await write({ a: 1 });
    expect(server.requests.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
  });

  test('accepts an empty answer', async () => {
    const { write } = await connect([text(204, '')]);
    await expect(write()).resolves.toBeUndefined();
  });

  test('fails when a 200 carries an error', async () => {
    const { write } = await connect([json(200, { error: 'no such thing' })]);
    expect((await failureOf(write())).message).toBe('no such thing');
  });
});

describe('a refused token', () => {
  test.each([
    ['401', error(401, 'Invalid token')],
    ['403 authentication_failed', error(403, 'Authentication failed', 'authentication_failed')],
  ])('%s is not tried again, by any request', async (_, refusal) => {
    const { server, read, write } = await connect([refusal]);
    expect((await failureOf(read())).isUnauthenticated).toBe(true);
    expect((await failureOf(read())).isUnauthenticated).toBe(true);
    expect((await failureOf(write())).isUnauthenticated).toBe(true);
    expect(server.requests).toHaveLength(1);
  });
});

describe('hostile answers', () => {
  test.each([301, 302, 303, 307, 308])('a redirect (%d) is not followed', async (status) => {
    const elsewhere = await startScriptedServer(fine);
    servers.push(elsewhere);
    const { server, read } = await connect([text(status, '', { location: `${elsewhere.url}/v1` })]);
    expect((await failureOf(read())).kind).toBe('redirect');
    expect(server.requests).toHaveLength(1);
    expect(elsewhere.requests).toHaveLength(0);
  });

  test.each([
    ['an HTML page', text(200, '<html>Log in</html>', { 'content-type': 'text/html' })],
    ['JSON that was cut', text(200, '{"ok": tr')],
    ['the wrong shape', json(200, { ok: 'yes' })],
    ['null', json(200, null)],
    ['a list', json(200, [])],
  ])('%s is malformed, and is not asked for again', async (_, hostile) => {
    const { server, read } = await connect([hostile]);
    expect((await failureOf(read())).kind).toBe('malformed');
    expect(server.requests).toHaveLength(1);
  });

  test('an answer longer than allowed is not read to its end', async () => {
    const endless: Answer = (response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 0x20)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    const { read } = await connect([endless], { maxBytes: 1024 * 1024 });
    expect(await failureOf(read())).toMatchObject({
      kind: 'malformed',
      message: 'The answer is larger than 1 MiB.',
    });
  });

  test('the limit counts what a compressed answer unfolds to', async () => {
    const bomb: Answer = (response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync(Buffer.alloc(8 * 1024 * 1024, 0x20)));
    };
    const { read } = await connect([bomb], { maxBytes: 1024 * 1024 });
    expect((await failureOf(read())).kind).toBe('malformed');
  });

  test('an answer that drips ends with the time limit', async () => {
    const drip: Answer = (response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(timer));
    };
    const { write } = await connect([drip], { timeoutMs: 80 });
    expect((await failureOf(write())).kind).toBe('timeout');
  });

  test('an error page of a proxy is not repeated to people', async () => {
    const { write } = await connect([text(502, '<html><script>alert(1)</script></html>')]);
    expect((await failureOf(write())).message).toBe('Bad Gateway');
  });

  test('an error text is one line of at most 500 characters', async () => {
    const { write } = await connect([
      error(400, `a\n::set-output name=x::y\u001b[31m\u202e${'z'.repeat(9_000)}`),
    ]);
    const { message } = await failureOf(write());
    expect(message).toMatch(/^a ::set-output name=x::y \[31m z+…$/u);
    expect(message).toHaveLength(500);
  });

  test('an error that repeats the request does not repeat its secrets', async () => {
    const password = 'pass"word\nwith\\everything';
    const { write, client } = await connect([
      (response, request) =>
        error(400, `Invalid: ${request.body} ${password} ${request.headers.authorization}`)(
          response,
          request,
        ),
    ]);
    client.secrecy.keep([Secret.of('PASSWORD', password)]);
    const failure = await failureOf(write({ password }));
    expect(failure.message).toBe('Invalid: {"password":"***"} *** aivenv1 ***');
    expect(failure.cause).toBeUndefined();
  });
});
