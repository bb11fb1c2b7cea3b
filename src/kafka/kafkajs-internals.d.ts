// What this room uses of kafkajs 2.2.4 beneath its public interface. The version is pinned; the library is frozen.

declare module 'kafkajs/src/protocol/encoder.js' {
  export default class Encoder {
    readonly buffer: Buffer;
    writeInt8(value: number): this;
    writeInt16(value: number): this;
    writeInt32(value: number): this;
    writeInt64(value: number): this;
    writeBoolean(value: boolean): this;
    writeString(value: string | null): this;
  }
}

declare module 'kafkajs/src/loggers/index.js' {
  export interface Logger {
    namespace(name: string): Logger;
  }
  export const LEVELS: { readonly NOTHING: number };
  export function createLogger(options: { level: number; logCreator: () => () => void }): Logger;
}

declare module 'kafkajs/src/network/connection.js' {
  import type { Socket } from 'node:net';
  import type { Logger } from 'kafkajs/src/loggers/index.js';
  import type Encoder from 'kafkajs/src/protocol/encoder.js';

  export interface SaslMessage {
    readonly request: unknown;
    readonly response: unknown;
  }

  export interface AuthenticationArguments {
    readonly host: string;
    readonly port: number;
    readonly logger: Logger;
    /** Answers with what the mechanism's `response.parse` makes of the broker's bytes. */
    saslAuthenticate(message: SaslMessage): Promise<unknown>;
  }

  export type AuthenticationProvider = (args: AuthenticationArguments) => { authenticate(): Promise<void> };

  export interface ConnectionOptions {
    readonly host: string;
    readonly port: number;
    readonly logger: Logger;
    readonly clientId: string;
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly socketFactory: (args: { host: string; port: number; onConnect: () => void }) => Socket;
    readonly sasl: {
      readonly mechanism: string;
      readonly authenticationProvider: AuthenticationProvider;
    } | null;
  }

  export interface RawRequest<T> {
    readonly request: {
      readonly apiKey: number;
      readonly apiVersion: number;
      readonly apiName: string;
      readonly encode: () => Promise<Encoder>;
    };
    readonly response: {
      /** `clientSideThrottleTime` delays the next requests of the connection (KIP-219). */
      readonly decode: (
        payload: Buffer,
      ) => Promise<{ readonly clientSideThrottleTime: number; readonly body: T }>;
      readonly parse: (decoded: { readonly body: T }) => Promise<T>;
    };
    readonly logResponseError: false;
  }

  export interface RequestQueue {
    readonly inflight: ReadonlyMap<number, unknown>;
    readonly pending: readonly unknown[];
    scheduleCheckPendingRequests(): void;
    fulfillRequest(answer: { correlationId: number; payload: Buffer; size: number }): void;
    rejectAll(error: Error): void;
  }

  export type VersionRanges = Readonly<
    Record<number, { readonly minVersion: number; readonly maxVersion: number }>
  >;

  export default class Connection {
    constructor(options: ConnectionOptions);
    readonly socket: Socket | undefined;
    readonly requestQueue: RequestQueue;
    isConnected(): boolean;
    connect(): Promise<true>;
    disconnect(): Promise<true>;
    setVersions(versions: VersionRanges): void;
    setSupportAuthenticationProtocol(supported: boolean): void;
    authenticate(): Promise<void>;
    send<T>(request: RawRequest<T>): Promise<T>;
    processData(chunk: Buffer): void;
  }
}

declare module 'kafkajs/src/broker/saslAuthenticator/plain.js' {
  import type { AuthenticationProvider } from 'kafkajs/src/network/connection.js';

  const provider: (login: { readonly username: string; readonly password: string }) => AuthenticationProvider;
  export default provider;
}

declare module 'kafkajs/src/broker/saslAuthenticator/scram256.js' {
  import type { AuthenticationProvider } from 'kafkajs/src/network/connection.js';

  const provider: (login: { readonly username: string; readonly password: string }) => AuthenticationProvider;
  export default provider;
}

declare module 'kafkajs/src/broker/saslAuthenticator/scram512.js' {
  import type { AuthenticationProvider } from 'kafkajs/src/network/connection.js';

  const provider: (login: { readonly username: string; readonly password: string }) => AuthenticationProvider;
  export default provider;
}
