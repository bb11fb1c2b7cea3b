import { afterEach } from '@jest/globals';
import { MemoryBackend } from '../../../sandbox/aiven/memory-backend.ts';
import { type AivenEmulator, type AivenOptions, startAiven } from '../../../sandbox/aiven/start-aiven.ts';
import type { World } from '../../../sandbox/aiven/world.ts';
import { type JsonAnswer, jsonAnswer } from '../../support/json-answer.ts';

export const project = '/v1/project/acme';
/** Three brokers in memory. */
export const core = `${project}/service/core`;
export const mirror = `${project}/service/mirror`;
export const endpoints = `${project}/integration_endpoint`;
export const integrations = `${project}/integration`;
export const flows = `${mirror}/mirrormaker/replication-flows`;
export const topics = `${core}/topic`;
export const batch = topics.replace('/v1', '/v2');

export interface Answer extends JsonAnswer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

export interface AivenApi {
  readonly aiven: AivenEmulator;
  readonly world: World;
  readonly backend: MemoryBackend;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  put(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  send(method: string, path: string, options: RequestInit): Promise<Answer>;
  /** The emulator's clock moves only here. */
  advance(milliseconds: number): void;
  /** Long enough for everything that is under way. */
  settle(): void;
}

const running: AivenEmulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((aiven) => aiven.stop()));
});

/** An emulator with two Kafka services and one MirrorMaker service in project `acme`; it stops after the test. */
export async function aivenApi(options: Partial<AivenOptions> = {}): Promise<AivenApi> {
  let now = 1_000_000;
  const backend = new MemoryBackend();
  const aiven = await startAiven({
    token: 'test-token',
    services: [
      { project: 'acme', name: 'core', type: 'kafka', backend },
      { project: 'acme', name: 'second', type: 'kafka', backend: new MemoryBackend() },
      { project: 'acme', name: 'mirror', type: 'kafka_mirrormaker' },
    ],
    now: () => now,
    ...options,
  });
  running.push(aiven);

  const send = async (method: string, path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${aiven.url}${path}`, { method, ...init });
    const text = await response.text();
    const json = response.headers.get('content-type')?.startsWith('application/json');
    return {
      ...jsonAnswer(json ? JSON.parse(text) : text),
      status: response.status,
      text,
      headers: response.headers,
    };
  };
  const call = (method: string, path: string, body?: unknown) =>
    send(method, path, {
      headers: { authorization: 'aivenv1 test-token', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    aiven,
    world: aiven.world,
    backend,
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    delete: (path) => call('DELETE', path),
    send,
    advance: (milliseconds) => {
      now += milliseconds;
    },
    settle: () => {
      now += 60_000;
    },
  };
}

/** The parts of an error body that clients look at; the top message has to be that of the first error. */
export function refusal(answer: Answer): {
  readonly status: number;
  readonly code?: string;
  readonly message: string;
} {
  const message = answer.textAt('errors', 0, 'message');
  const errorCode = answer.at('errors', 0, 'error_code');
  if (message !== answer.at('message') || answer.at('errors', 0, 'status') !== answer.status) {
    throw new Error(`Not Aiven's error body: ${answer.text}`);
  }
  const code = typeof errorCode === 'string' ? { code: errorCode } : {};
  return { status: answer.status, ...code, message };
}

export const plaintext = { bootstrap_servers: 'onprem.example:9092', security_protocol: 'PLAINTEXT' };

export async function newEndpoint(
  api: AivenApi,
  name = 'onprem',
  userConfig: object = plaintext,
): Promise<string> {
  const answer = await api.post(endpoints, {
    endpoint_name: name,
    endpoint_type: 'external_kafka',
    user_config: userConfig,
  });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.textAt('service_integration_endpoint', 'endpoint_id');
}

/** Attaches `core` to `mirror`. */
export async function newIntegration(
  api: AivenApi,
  userConfig: object = { cluster_alias: 'core' },
): Promise<string> {
  const answer = await api.post(integrations, {
    integration_type: 'kafka_mirrormaker',
    source_service: 'core',
    dest_service: 'mirror',
    user_config: userConfig,
  });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.textAt('service_integration', 'service_integration_id');
}

export const flow = { source_cluster: 'onprem', target_cluster: 'core', enabled: true };
