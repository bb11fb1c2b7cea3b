import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answer = (response: ServerResponse, request: SeenRequest) => void;

/** A raw HTTP server on loopback that answers what a test says, in order; the last answer repeats. */
export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  readonly maxConcurrent: () => number;
  stop(): Promise<void>;
}

export async function startScriptedServer(...answers: readonly Answer[]): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  let open = 0;
  let maxOpen = 0;
  const server = createServer(async (incoming, response) => {
    maxOpen = Math.max(maxOpen, ++open);
    response.on('close', () => open--);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer); // no encoding is set, so chunks are buffers
    const request = {
      method: incoming.method ?? '',
      url: incoming.url ?? '',
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push(request);
    answer?.(response, request);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    maxConcurrent: () => maxOpen,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return text(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
}

export function text(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

/** Aiven's error body. */
export function error(
  status: number,
  message: string,
  code?: string,
  headers: Record<string, string> = {},
): Answer {
  const entry = { message, status, ...(code === undefined ? {} : { error_code: code }) };
  return json(status, { errors: [entry], message }, headers);
}

export const reset: Answer = (response) => response.socket?.resetAndDestroy();
export const hang: Answer = () => undefined;
