import { type Api, type Throttled, writeArray } from './api.ts';

export interface DescribeGroupsAnswer extends Throttled {
  readonly groups: readonly { readonly errorCode: number; readonly name: string }[];
}

/**
 * Brokers check the right to describe each group before they look whether they are its coordinator
 * (`KafkaApis.handleDescribeGroups`), so any of them tells about it.
 */
export const describeGroups: Api<{ readonly groups: readonly string[] }, DescribeGroupsAnswer> = {
  key: 15,
  name: 'DescribeGroups',
  version: 2,
  write(encoder, { groups }) {
    writeArray(encoder, groups, (group) => encoder.writeString(group));
  },
  read: (reader) => ({
    throttleMs: reader.int32(),
    groups: reader.array(() => {
      const group = { errorCode: reader.int16(), name: reader.string() };
      for (let field = 0; field < 3; field++) reader.nullableString(); // state, type and protocol
      reader.array(() => {
        for (let field = 0; field < 3; field++) reader.nullableString(); // member, client and host
        reader.skipBytes(); // subscription
        reader.skipBytes(); // assignment
      });
      return group;
    }),
  }),
};

export interface ListGroupsAnswer extends Throttled {
  readonly errorCode: number;
  readonly groups: readonly string[];
}

/**
 * The groups that one broker coordinates, of all kinds: with Describe on the cluster every one, else those that the login may
 * describe (`KafkaApis.handleListGroupsRequest`).
 */
export const listGroups: Api<void, ListGroupsAnswer> = {
  key: 16,
  name: 'ListGroups',
  version: 2,
  write() {},
  read: (reader) => ({
    throttleMs: reader.int32(),
    errorCode: reader.int16(),
    groups: reader.array(() => {
      const name = reader.string();
      reader.string(); // protocol type
      return name;
    }),
  }),
};
