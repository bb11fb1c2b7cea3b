import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { Bytes } from './bytes.ts';

const apiKeys = {
  ListOffsets: 2,
  Metadata: 3,
  DescribeGroups: 15,
  ListGroups: 16,
  SaslHandshake: 17,
  ApiVersions: 18,
  CreateTopics: 19,
  DeleteTopics: 20,
  DescribeAcls: 29,
  CreateAcls: 30,
  DeleteAcls: 31,
  DescribeConfigs: 32,
  SaslAuthenticate: 36,
  CreatePartitions: 37,
  IncrementalAlterConfigs: 44,
  DescribeQuorum: 55,
  DescribeCluster: 60,
} as const;
export type ApiName = keyof typeof apiKeys;

/** The body of an answer, or what the broker does instead of answering. */
export type Answer = Buffer | 'silence' | 'hang up' | { readonly raw: Buffer };

export interface FakeBrokerOptions {
  readonly answers?: Partial<Record<ApiName, (body: Buffer) => Answer>>;
  /** Highest version offered per API; 99 unless told. */
  readonly versions?: Partial<Record<ApiName, number>>;
  /** Left out of ApiVersions, as by a broker that uses ZooKeeper. */
  readonly zooKeeper?: boolean;
  /** Left out of ApiVersions, as by an older broker. */
  readonly without?: ApiName;
  /** Speaks TLS with this certificate. */
  readonly tls?: tls.TlsOptions;
}

export interface FakeBroker {
  readonly port: number;
  /** `127.0.0.1:<port>`. */
  readonly address: string;
  readonly connections: number;
  readonly bytesReceived: number;
  readonly requests: readonly { readonly api: ApiName; readonly version: number; readonly body: Buffer }[];
  stop(): Promise<void>;
}

/** A hand-written broker on 127.0.0.1: it answers what a test tells it, in frames or not. */
export async function startFakeBroker(options: FakeBrokerOptions = {}): Promise<FakeBroker> {
  const sockets = new Set<net.Socket>();
  const requests: { api: ApiName; version: number; body: Buffer }[] = [];
  const seen = { connections: 0, bytes: 0 };
  const serve = (socket: net.Socket): void => {
    seen.connections++;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    let buffered = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      seen.bytes += chunk.length;
      buffered = Buffer.concat([buffered, chunk]);
      while (buffered.length >= 4 && buffered.length >= 4 + buffered.readInt32BE(0)) {
        const frame = buffered.subarray(4, 4 + buffered.readInt32BE(0));
        buffered = buffered.subarray(4 + frame.length);
        reply(socket, frame);
      }
    });
  };
  const server = options.tls ? tls.createServer(options.tls, serve) : net.createServer(serve);

  function reply(socket: net.Socket, frame: Buffer): void {
    const api = apiNameOf(frame.readInt16BE(0));
    const body = frame.subarray(10 + Math.max(0, frame.readInt16BE(8)));
    requests.push({ api, version: frame.readInt16BE(2), body });
    const answer = (options.answers?.[api] ?? defaults[api])?.(body) ?? 'hang up';
    if (answer === 'hang up') socket.destroy();
    else if (answer === 'silence') return;
    else if (Buffer.isBuffer(answer)) {
      socket.write(new Bytes().int32(4 + answer.length).int32(frame.readInt32BE(4)).buffer);
      socket.write(answer);
    } else socket.write(answer.raw);
  }

  const defaults: Partial<Record<ApiName, (body: Buffer) => Answer>> = {
    ApiVersions: () => apiVersions(options),
    Metadata: () => metadataAnswer({ port: port() }),
  };
  const port = (): number => (server.address() as AddressInfo).port; // it listens on TCP

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: port(),
    address: `127.0.0.1:${port()}`,
    get connections() {
      return seen.connections;
    },
    get bytesReceived() {
      return seen.bytes;
    },
    requests,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function apiNameOf(key: number): ApiName {
  const entry = Object.entries(apiKeys).find(([, value]) => value === key);
  if (!entry) throw new Error(`the fake broker knows no API ${key}`);
  return entry[0] as ApiName; // a key of the record
}

function apiVersions({ versions = {}, zooKeeper = false, without }: FakeBrokerOptions): Buffer {
  const offered = Object.entries(apiKeys).filter(
    ([name]) => name !== without && !(zooKeeper && name === 'DescribeQuorum'),
  );
  const bytes = new Bytes().int16(0);
  bytes.array(offered, ([name, key]) =>
    bytes
      .int16(key)
      .int16(0)
      .int16(versions[name as ApiName] ?? 99),
  );
  return bytes.buffer;
}

export interface FakeTopic {
  readonly name: string;
  readonly partitions?: number;
  readonly replication?: number;
  readonly errorCode?: number;
}

export function metadataAnswer(options: {
  readonly port: number;
  readonly host?: string;
  readonly clusterId?: string;
  readonly topics?: readonly FakeTopic[];
}): Buffer {
  const bytes = new Bytes().int32(0);
  bytes.array([1], (node) =>
    bytes
      .int32(node)
      .text(options.host ?? '127.0.0.1')
      .int32(options.port)
      .text(null),
  );
  bytes.text(options.clusterId ?? 'fake-cluster').int32(1);
  bytes.array(options.topics ?? [], ({ name, partitions = 1, replication = 1, errorCode = 0 }) => {
    const count = errorCode === 0 ? partitions : 0;
    const replicas = Array.from({ length: replication }, (_, node) => node + 1);
    bytes.int16(errorCode).text(name).int8(0);
    bytes.array(Array.from({ length: count }), () => {
      bytes.int16(0).int32(0).int32(1);
      bytes
        .array(replicas, (node) => bytes.int32(node))
        .array(replicas, (node) => bytes.int32(node))
        .int32(0);
    });
  });
  return bytes.buffer;
}

export interface FakeConfig {
  readonly name: string;
  readonly value: string | null;
  readonly source?: number;
  readonly sensitive?: boolean;
  readonly synonyms?: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly source: number;
  }[];
}

export interface FakeResult {
  readonly name: string;
  readonly errorCode?: number;
  readonly message?: string;
}

export function configsAnswer(
  topics: readonly (FakeResult & { readonly configs?: readonly FakeConfig[] })[],
): Buffer {
  const bytes = new Bytes().int32(0);
  bytes.array(topics, ({ name, errorCode = 0, message = null, configs = [] }) => {
    bytes.int16(errorCode).text(message).int8(2).text(name);
    bytes.array(configs, ({ name: key, value, source = 5, sensitive = false, synonyms = [] }) => {
      bytes
        .text(key)
        .text(value)
        .int8(0)
        .int8(source)
        .int8(sensitive ? 1 : 0);
      bytes.array(synonyms, (synonym) => bytes.text(synonym.name).text(synonym.value).int8(synonym.source));
    });
  });
  return bytes.buffer;
}

/** CreateTopics version 3 and CreatePartitions version 1. */
export function topicResults(results: readonly FakeResult[]): Buffer {
  const bytes = new Bytes().int32(0);
  bytes.array(results, ({ name, errorCode = 0, message = null }) =>
    bytes.text(name).int16(errorCode).text(message),
  );
  return bytes.buffer;
}

/** DeleteTopics version 3. */
export function deletedTopics(results: readonly FakeResult[]): Buffer {
  const bytes = new Bytes().int32(0);
  bytes.array(results, ({ name, errorCode = 0 }) => bytes.text(name).int16(errorCode));
  return bytes.buffer;
}

export function alteredConfigs(results: readonly FakeResult[]): Buffer {
  const bytes = new Bytes().int32(0);
  bytes.array(results, ({ name, errorCode = 0, message = null }) =>
    bytes.int16(errorCode).text(message).int8(2).text(name),
  );
  return bytes.buffer;
}
