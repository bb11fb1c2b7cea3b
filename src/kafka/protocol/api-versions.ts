import type { Api } from './api.ts';

export interface ApiVersionsAnswer {
  readonly errorCode: number;
  readonly ranges: readonly { readonly key: number; readonly min: number; readonly max: number }[];
}

/** DescribeQuorum: only KRaft brokers offer it. */
export const describeQuorumKey = 55;

/** Version 0, which every broker answers. */
export const apiVersions: Api<void, ApiVersionsAnswer> = {
  key: 18,
  name: 'ApiVersions',
  version: 0,
  write() {},
  read: (reader) => ({
    errorCode: reader.int16(),
    ranges: reader.array(() => ({ key: reader.int16(), min: reader.int16(), max: reader.int16() })),
  }),
};
