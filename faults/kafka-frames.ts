import { createHash } from 'node:crypto';

/** One request to a broker. */
export interface KafkaRequest {
  readonly correlationId: number;
  readonly api: string;
  readonly isWrite: boolean;
  /** The same for the same request, whenever it is sent. */
  readonly what: string;
}

/** Kafka's numbers of the requests that this action may send. */
const names: Readonly<Record<number, string>> = {
  2: 'ListOffsets',
  3: 'Metadata',
  9: 'OffsetFetch',
  10: 'FindCoordinator',
  15: 'DescribeGroups',
  16: 'ListGroups',
  17: 'SaslHandshake',
  18: 'ApiVersions',
  19: 'CreateTopics',
  20: 'DeleteTopics',
  29: 'DescribeAcls',
  30: 'CreateAcls',
  31: 'DeleteAcls',
  32: 'DescribeConfigs',
  36: 'SaslAuthenticate',
  37: 'CreatePartitions',
  44: 'IncrementalAlterConfigs',
};
/** Their last byte says whether they only ask. */
const withValidation: ReadonlySet<number> = new Set([19, 37, 44]);
const writing: ReadonlySet<number> = new Set([19, 20, 30, 31, 37, 44]);

/** Of a frame with its size. */
export function requestOf(frame: Buffer): KafkaRequest {
  const key = frame.readInt16BE(4);
  const name = names[key] ?? `API ${key}`;
  const onlyAsks = withValidation.has(key) && frame.at(-1) === 1;
  const body = createHash('sha256').update(frame.subarray(12)).digest('hex').slice(0, 12);
  return {
    correlationId: frame.readInt32BE(8),
    api: onlyAsks ? `${name} (validate)` : name,
    isWrite: writing.has(key) && !onlyAsks,
    what: `${name} ${body}`,
  };
}

/** Cuts a stream into frames, each with its size. */
export class Frames {
  #bytes = Buffer.alloc(0);

  push(chunk: Buffer): readonly Buffer[] {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    const frames: Buffer[] = [];
    while (this.#bytes.length >= 4) {
      const end = 4 + this.#bytes.readInt32BE(0);
      if (this.#bytes.length < end) break;
      frames.push(this.#bytes.subarray(0, end));
      this.#bytes = this.#bytes.subarray(end);
    }
    return frames;
  }
}
