import type { IncomingMessage } from 'node:http';

export interface EmulatorRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** Values of the route's `{name}` segments, percent-decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined when there is none. */
  readonly body: unknown;
  /** Records a write; call it at the moment the state changes. */
  effect(what: string): void;
}

export interface EmulatorResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as it is when it is a string. */
  readonly body?: unknown;
}

export interface Route {
  readonly name: string;
  readonly method: string;
  /** `/v1/project/{project}/service/{service}`. A segment in braces matches one segment. */
  readonly path: string;
  handle(request: EmulatorRequest): EmulatorResponse | Promise<EmulatorResponse>;
}
