import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import type { SandboxKafka } from '../sandbox/kafka/sandbox-kafka.ts';
import { Frames, type KafkaRequest, requestOf } from './kafka-frames.ts';

/** What may become of one request to a broker. */
export const kafkaFaults = [
  'refused',
  'reset before',
  'reset after',
  'hang',
  'slow drip',
  'cut',
  'garbage',
  'huge',
] as const;
export type KafkaFault = (typeof kafkaFaults)[number];

export interface KafkaStrike {
  /** `Metadata`, `CreateTopics (validate)`. */
  readonly api: string;
  readonly fault: KafkaFault;
  readonly times: number;
  /** For `refused`: when connections are taken again. */
  readonly until: () => Promise<void>;
}

/** The moment right before a write would be passed on, which it then is not, or right after its answer has come. */
export interface WriteStop {
  /** Counted from 1. */
  readonly write: number;
  readonly when: 'before' | 'after';
  readonly reached: () => void;
  /** When the answer is passed on. */
  readonly over: Promise<void>;
}

interface Waiting {
  readonly fault: KafkaFault | undefined;
  readonly stop: WriteStop | undefined;
}

/**
 * Stands between the action and one broker. It ends TLS with the broker's own certificate, so that it sees requests and answers, and
 * puts its own port where the broker names its own.
 */
export class KafkaProxy {
  /** Requests in the order in which they came. */
  readonly requests: KafkaRequest[] = [];
  /** What changes something and has reached the broker. */
  readonly writes: string[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #server: tls.Server;
  readonly #broker: { readonly port: number; readonly ca: string };
  #port = 0;
  #strike: (KafkaStrike & { left: number }) | undefined;
  #stop: WriteStop | undefined;
  #count = 0;
  #back: Promise<void> = Promise.resolve();

  private constructor(kafka: SandboxKafka, pem: string) {
    this.#broker = { port: Number(kafka.bootstrapServers.split(':')[1]), ca: kafka.caPem };
    this.#server = tls.createServer({ key: pem, cert: pem }, (client) => this.#serve(client));
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(kafka: SandboxKafka): Promise<KafkaProxy> {
    const proxy = new KafkaProxy(kafka, await readFile(join(kafka.directory, 'node-1.pem'), 'utf8'));
    await proxy.#listen();
    return proxy;
  }

  get bootstrapServers(): string {
    return `localhost:${this.#port}`;
  }

  strike(strike: KafkaStrike): void {
    this.#strike = { ...strike, left: strike.times };
  }

  stopAt(stop: WriteStop): void {
    this.#stop = stop;
  }

  /** Resolves once connections are taken again. */
  async clear(): Promise<void> {
    this.#strike = undefined;
    this.#stop = undefined;
    this.#count = 0;
    await this.#back;
    this.requests.length = 0;
    this.writes.length = 0;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #listen(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port; // a TCP server's address is never a string
  }

  #faultOf({ api }: KafkaRequest): KafkaFault | undefined {
    const strike = this.#strike;
    if (strike === undefined || strike.api !== api || strike.left === 0) return undefined;
    strike.left--;
    return strike.fault;
  }

  #serve(client: tls.TLSSocket): void {
    const broker = tls.connect({ ...this.#broker, host: '127.0.0.1', servername: 'localhost' });
    const waiting = new Map<number, Waiting>();
    for (const [socket, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      socket.on('error', () => undefined); // its end follows
      socket.on('close', () => other.destroy());
    }
    const asked = new Frames();
    client.on('data', (bytes: Buffer) => {
      for (const frame of asked.push(bytes)) {
        const request = requestOf(frame);
        this.requests.push(request);
        const fault = this.#faultOf(request);
        if (fault === 'refused') return this.#refuse();
        if (fault === 'reset before') return reset(client);
        if (fault === 'hang') continue;
        if (request.isWrite) {
          const stop = this.#stop?.write === ++this.#count ? this.#stop : undefined;
          if (stop?.when === 'before') {
            stop.reached();
            continue;
          }
          this.writes.push(request.what);
          waiting.set(request.correlationId, { fault, stop });
        } else waiting.set(request.correlationId, { fault, stop: undefined });
        broker.write(frame);
      }
    });
    const answered = new Frames();
    broker.on('data', (bytes: Buffer) => {
      for (const frame of answered.push(bytes)) {
        const { stop, fault } = waiting.get(frame.readInt32BE(4)) ?? {};
        const pass = () => this.#answer(client, this.#withOwnPort(frame), fault);
        stop?.reached();
        void (stop === undefined ? pass() : stop.over.then(pass));
      }
    });
  }

  async #answer(client: tls.TLSSocket, frame: Buffer, fault: KafkaFault | undefined): Promise<void> {
    switch (fault) {
      case 'reset after':
        return reset(client);
      case 'cut':
        client.write(frame.subarray(0, frame.length / 2), () => reset(client));
        return;
      case 'garbage': {
        const senseless = Buffer.from(frame);
        for (let index = 8; index < frame.length; index++) senseless[index] = (index * 151 + 7) % 256;
        client.write(senseless);
        return;
      }
      case 'huge':
        return huge(client, frame);
      case 'slow drip':
        for (const byte of frame) {
          if (client.destroyed) return;
          client.write(Buffer.of(byte));
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        return;
      default:
        client.write(frame);
    }
  }

  #refuse(): void {
    const until = this.#strike?.until ?? (() => Promise.resolve());
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) reset(socket);
    this.#back = Promise.all([closed, until()]).then(() => this.#listen());
  }

  /** Names of hosts and their ports stand in answers as they do in the protocol: a length, the bytes, four bytes. */
  #withOwnPort(frame: Buffer): Buffer {
    const host = Buffer.from('\u0000\u0009localhost');
    const changed = Buffer.from(frame);
    for (let at = changed.indexOf(host); at >= 0; at = changed.indexOf(host, at + 1)) {
      const place = at + host.length;
      if (place + 4 <= changed.length && changed.readInt32BE(place) === this.#broker.port)
        changed.writeInt32BE(this.#port, place);
    }
    return changed;
  }
}

/** The largest answer that a client may take for one, in full. */
async function huge(client: tls.TLSSocket, frame: Buffer): Promise<void> {
  const bytes = 40 * 1024 * 1024;
  const head = Buffer.from(frame.subarray(0, 8));
  head.writeInt32BE(bytes, 0);
  client.write(head);
  const chunk = Buffer.alloc(1024 * 1024, 1);
  for (let sent = 4; sent < bytes && !client.destroyed; sent += chunk.length) {
    if (client.write(chunk.subarray(0, Math.min(chunk.length, bytes - sent)))) continue;
    const either = new AbortController();
    const ends = ['drain', 'close'].map((event) => once(client, event, { signal: either.signal }));
    // A client that hangs up is an error to whoever waits for an event; it is destroyed then.
    await Promise.race(ends).catch(() => undefined);
    either.abort();
  }
}

function reset(socket: Socket): void {
  if (socket instanceof tls.TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}
