import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { EffectLog, type LoggedRequest } from './effect-log.ts';
import type { EmulatorRequest, EmulatorResponse, Route } from './exchange.ts';
import { Faults } from './faults.ts';

/** The HTTP frame that the emulated APIs share: routing, counting, effects, faults. Listens on loopback only. */
export interface Emulator {
  /** `http://127.0.0.1:<port>`, no trailing slash. */
  readonly url: string;
  readonly log: EffectLog;
  readonly faults: Faults;
  /** Resolves once no request is being handled, and it listens again after a fault `refuse`. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  readonly routes: readonly Route[];
  /** Runs before any route: authentication, rate limits. An answer ends the request. */
  readonly before?: (request: EmulatorRequest, route: Route | undefined) => EmulatorResponse | undefined;
  /** Sees every answer before it is sent; for checking it against a published schema. */
  readonly after?: (
    request: EmulatorRequest,
    route: Route | undefined,
    response: EmulatorResponse,
  ) => EmulatorResponse;
  readonly notFound: (request: EmulatorRequest) => EmulatorResponse;
  readonly badJson: (message: string) => EmulatorResponse;
  readonly port?: number;
}

export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const log = new EffectLog();
  const faults = new Faults();
  const sockets = new Set<Socket>();
  const handling = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const served = serve({ ...options, refuse }, log, faults, request, response)
      .catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : new Error(String(error)));
        throw error;
      })
      .finally(() => handling.delete(served));
    handling.add(served);
  });
  const refuse = async (until: () => Promise<void>): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.resetAndDestroy();
    await Promise.all([closed, until()]);
    await listen(server, port);
  };
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  return {
    url: `http://127.0.0.1:${port}`,
    log,
    faults,
    quiet: async () => {
      while (handling.size > 0) await Promise.all(handling);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function serve(
  options: EmulatorOptions & { readonly refuse: (until: () => Promise<void>) => Promise<void> },
  log: EffectLog,
  faults: Faults,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const method = incoming.method ?? 'GET';
  const target = incoming.url ?? '/';
  const { pathname, searchParams } = new URL(target, 'http://loopback');
  const match = findRoute(options.routes, method, pathname);
  const route = match?.route;
  const text = await readBody(incoming);
  const body = parseJson(text);
  const logged = log.open(method, target, route?.name ?? 'unknown', body.ok ? body.value : text);
  const request: EmulatorRequest = {
    method,
    path: pathname,
    query: searchParams,
    headers: incoming.headers,
    parameters: match?.parameters ?? {},
    body: body.ok ? body.value : undefined,
    effect: (what) => log.effect(logged, what),
  };

  const fault = faults.strike({ method, path: target, route: logged.route, body: logged.body });
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'never') {
    fault.sent();
    return;
  }
  if (fault?.kind === 'refuse') return options.refuse(fault.until);
  if (fault?.kind === 'reset') return reset(outgoing);
  if (fault?.kind === 'answer') return send(outgoing, logged, fault.response);
  if (fault?.kind === 'call') await fault.call();
  if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));

  const handled = await handle(options, request, route, body.ok ? undefined : body.message);
  const response = options.after?.(request, route, handled) ?? handled;

  if (fault?.kind === 'call-after-effect') await fault.call();
  if (fault?.kind === 'reset-after-effect') return reset(outgoing);
  if (fault?.kind === 'cut') return cut(outgoing, logged, response);
  if (fault?.kind === 'huge') return sendHuge(outgoing, logged, fault.bytes);
  if (fault?.kind === 'drip') return drip(outgoing, logged, response, fault.everyMs);
  send(outgoing, logged, fault?.kind === 'answer-after-effect' ? fault.response : response);
}

async function handle(
  options: EmulatorOptions,
  request: EmulatorRequest,
  route: Route | undefined,
  badJson: string | undefined,
): Promise<EmulatorResponse> {
  const early = options.before?.(request, route);
  if (early !== undefined) return early;
  if (badJson !== undefined) return options.badJson(badJson);
  if (route === undefined) return options.notFound(request);
  return route.handle(request);
}

function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly parameters: Record<string, string> } | undefined {
  const segments = path.split('/');
  for (const route of routes) {
    if (route.method !== method) continue;
    const pattern = route.path.split('/');
    if (pattern.length !== segments.length) continue;
    const parameters: Record<string, string> = {};
    const matches = pattern.every((part, index) => {
      const segment = segments[index] ?? '';
      if (!part.startsWith('{')) return part === segment;
      parameters[part.slice(1, -1)] = decodeURIComponent(segment);
      return segment !== '';
    });
    if (matches) return { route, parameters };
  }
  return undefined;
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer); // no encoding is set, so chunks are buffers
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false; message: string } {
  if (text === '') return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

function send(outgoing: ServerResponse, logged: LoggedRequest, response: EmulatorResponse): void {
  logged.status = response.status;
  const raw = typeof response.body === 'string';
  const text = response.body === undefined ? '' : raw ? String(response.body) : JSON.stringify(response.body);
  outgoing.writeHead(response.status, {
    'content-type': raw ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    ...response.headers,
  });
  outgoing.end(text);
}

/** Announces the whole and sends half of it. */
function cut(outgoing: ServerResponse, logged: LoggedRequest, response: EmulatorResponse): void {
  logged.status = response.status;
  const text = JSON.stringify(response.body ?? {});
  outgoing.writeHead(response.status, {
    'content-type': 'application/json; charset=utf-8',
    ...response.headers,
    'content-length': String(Buffer.byteLength(text)),
  });
  outgoing.write(text.slice(0, text.length / 2), () => outgoing.socket?.destroy());
}

async function drip(
  outgoing: ServerResponse,
  logged: LoggedRequest,
  response: EmulatorResponse,
  everyMs: number,
): Promise<void> {
  logged.status = response.status;
  outgoing.writeHead(response.status, { 'content-type': 'application/json', ...response.headers });
  for (const byte of Buffer.from(JSON.stringify(response.body ?? {}))) {
    if (outgoing.destroyed) return;
    outgoing.write(Buffer.of(byte));
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  outgoing.end();
}

async function sendHuge(outgoing: ServerResponse, logged: LoggedRequest, bytes: number): Promise<void> {
  logged.status = 200;
  const chunk = Buffer.alloc(1024 * 1024, '{},');
  outgoing.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  outgoing.write('[');
  for (let sent = 0; sent < bytes && !outgoing.destroyed; sent += chunk.length) {
    if (outgoing.write(chunk)) continue;
    const either = new AbortController();
    await Promise.race(['drain', 'close'].map((event) => once(outgoing, event, { signal: either.signal })));
    either.abort();
  }
  outgoing.end('{}]');
}

function reset(outgoing: ServerResponse): void {
  outgoing.socket?.resetAndDestroy();
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}
