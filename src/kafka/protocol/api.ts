import Encoder from 'kafkajs/src/protocol/encoder.js';
import type { Reader } from './reader.ts';

/**
 * One request of the Kafka protocol in the one version this tool speaks. The versions are those that every
 * release from 2.3 (the first with IncrementalAlterConfigs) to 4.x answers, so nothing is negotiated.
 */
export interface Api<Request, Answer> {
  readonly key: number;
  readonly name: string;
  readonly version: number;
  write(encoder: Encoder, request: Request): void;
  read(reader: Reader): Answer;
}

/** Every answer from the versions in use starts with this (KIP-219). */
export interface Throttled {
  readonly throttleMs: number;
}

export function encodeRequest<Request>(api: Api<Request, unknown>, request: Request): Encoder {
  const encoder = new Encoder();
  api.write(encoder, request);
  return encoder;
}

/** An array with its length before it, as an INT32. */
export function writeArray<T>(encoder: Encoder, items: readonly T[], write: (item: T) => void): void {
  encoder.writeInt32(items.length);
  for (const item of items) write(item);
}
