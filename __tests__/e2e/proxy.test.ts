import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type MemoryWorld, memoryWorld, oneTopic } from '../support/e2e/memory-world.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A proxy that opens no way, and remembers where it was to lead. */
async function startProxy() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  server.on('connect', ({ url }, socket) => {
    asked.push(`CONNECT ${url}`);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  stops.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  return { asked, url: `http://127.0.0.1:${port}` };
}

let world: MemoryWorld;
beforeEach(async () => {
  world = await memoryWorld();
  world.repository.commit({ 'kafka/spec.yaml': oneTopic }, 'Start');
});

test('requests to Aiven go through https_proxy, and those of plain http to this machine do not', async () => {
  const proxy = await startProxy();
  const env = { https_proxy: proxy.url, http_proxy: proxy.url, no_proxy: '127.0.0.1' };
  const away = await world.repository.byHand({
    inputs: { mode: 'plan', 'aiven-url': 'https://api.aiven.example' },
    env,
  });
  expect(away.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'not-readable' });
  expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT api.aiven.example:443']));

  proxy.asked.length = 0;
  const here = await world.repository.byHand({ inputs: { mode: 'plan' }, env });
  expect(here.outputs).toMatchObject({ result: 'planned' });
  expect(proxy.asked).toEqual([]);
});

test('a host of no_proxy is contacted directly', async () => {
  const proxy = await startProxy();
  const { url: closed } = await startProxy();
  await stops.pop()?.(); // nobody listens there any more
  const run = await world.repository.byHand({
    inputs: { mode: 'plan', 'aiven-url': closed.replace('http://127.0.0.1', 'https://localhost') },
    env: { HTTPS_PROXY: proxy.url, NO_PROXY: 'localhost,127.0.0.1' },
  });
  expect(run.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'not-readable' });
  expect(run.log).toContain('through the proxy that');
  expect(proxy.asked).toEqual([]);
});
