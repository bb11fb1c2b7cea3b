import { Bytes } from './bytes.ts';

const lowest = -(2 ** 31);

export interface FakeAuthorizedTopic {
  readonly name: string;
  readonly partitions?: number;
  readonly errorCode?: number;
  /** A bit per operation, at the operation's code; none unless told. */
  readonly operations?: number;
}

/** Metadata version 8, from the message files of Apache Kafka. */
export function authorizedMetadataAnswer(topics: readonly FakeAuthorizedTopic[], onCluster = lowest): Buffer {
  const bytes = new Bytes().int32(0);
  bytes.array([1], (node) => bytes.int32(node).text('127.0.0.1').int32(9092).text('rack'));
  bytes.text('cluster').int32(1);
  bytes.array(topics, ({ name, partitions = 0, errorCode = 0, operations = lowest }) => {
    bytes.int16(errorCode).text(name).int8(0);
    bytes.array(Array.from({ length: partitions }), () => {
      bytes.int16(0).int32(0).int32(1).int32(7);
      for (let list = 0; list < 3; list++) bytes.array([1, 2], (node) => bytes.int32(node));
    });
    bytes.int32(operations);
  });
  return bytes.int32(onCluster).buffer;
}

/** The topics that a Metadata request names, and its version as far as the length of its end tells. */
export function askedTopics(body: Buffer): { readonly names: readonly string[]; readonly version: 6 | 8 } {
  const names: string[] = [];
  let at = 4;
  for (let left = body.readInt32BE(0); left > 0; left--) {
    const end = at + 2 + body.readInt16BE(at);
    names.push(body.toString('utf8', at + 2, end));
    at = end;
  }
  return { names, version: body.length - at === 1 ? 6 : 8 };
}
