import { type Api, type Throttled, writeArray } from './api.ts';

/** `ListOffsetsRequest.EARLIEST_TIMESTAMP` and `LATEST_TIMESTAMP`. */
const timestamps = { start: -2, end: -1 } as const;

export interface ListOffsetsRequest {
  /** The first offset that is kept, or the one that the next record gets. */
  readonly which: keyof typeof timestamps;
  readonly topics: readonly { readonly name: string; readonly partitions: readonly number[] }[];
}

export interface ListOffsetsAnswer extends Throttled {
  readonly topics: readonly { readonly name: string; readonly partitions: readonly ListedOffset[] }[];
}

export interface ListedOffset {
  readonly errorCode: number;
  readonly partition: number;
  readonly offset: number;
}

/** Only the leader of a partition answers. Takes Describe on the topic. Records of open transactions count. */
export const listOffsets: Api<ListOffsetsRequest, ListOffsetsAnswer> = {
  key: 2,
  name: 'ListOffsets',
  version: 2,
  write(encoder, { which, topics }) {
    encoder.writeInt32(-1); // not a replica
    encoder.writeInt8(0); // read uncommitted
    writeArray(encoder, topics, ({ name, partitions }) => {
      encoder.writeString(name);
      writeArray(encoder, partitions, (partition) => {
        encoder.writeInt32(partition).writeInt64(timestamps[which]);
      });
    });
  },
  read: (reader) => ({
    throttleMs: reader.int32(),
    topics: reader.array(() => ({
      name: reader.string(),
      partitions: reader.array(() => {
        const listed = { partition: reader.int32(), errorCode: reader.int16() };
        reader.int64(); // timestamp
        return { ...listed, offset: reader.int64() };
      }),
    })),
  }),
};
