import type Encoder from 'kafkajs/src/protocol/encoder.js';
import type { EntryResult } from '../failure.ts';
import { type AclEntry, anyCode, readEntry, writeEntry } from './acl-entry.ts';
import { type Api, type Throttled, writeArray } from './api.ts';

export interface DescribeAclsAnswer extends Throttled, EntryResult {
  readonly entries: readonly AclEntry[];
}

/** All entries of the authorizer. */
export const describeAcls: Api<void, DescribeAclsAnswer> = {
  key: 29,
  name: 'DescribeAcls',
  version: 1,
  write(encoder) {
    encoder.writeInt8(anyCode).writeString(null).writeInt8(anyCode); // resource
    encoder.writeString(null).writeString(null).writeInt8(anyCode).writeInt8(anyCode); // principal, host, operation, permission
  },
  read: (reader) => ({
    throttleMs: reader.int32(),
    errorCode: reader.int16(),
    errorMessage: reader.words(),
    entries: reader
      .array(() => {
        const resource = {
          resourceType: reader.int8(),
          resourceName: reader.string(),
          patternType: reader.int8(),
        };
        return reader.array(() => ({
          ...resource,
          principal: reader.string(),
          host: reader.string(),
          operation: reader.int8(),
          permission: reader.int8(),
        }));
      })
      .flat(),
  }),
};

export interface CreateAclsAnswer extends Throttled {
  /** In the order of the request. */
  readonly results: readonly EntryResult[];
}

export const createAcls: Api<{ readonly entries: readonly AclEntry[] }, CreateAclsAnswer> = {
  key: 30,
  name: 'CreateAcls',
  version: 1,
  write: writeEntries,
  read: (reader) => ({
    throttleMs: reader.int32(),
    results: reader.array(() => ({ errorCode: reader.int16(), errorMessage: reader.words() })),
  }),
};

export interface DeleteAclsAnswer extends Throttled {
  /** In the order of the request. */
  readonly results: readonly FilterResult[];
}

export interface FilterResult extends EntryResult {
  readonly matches: readonly (EntryResult & { readonly entry: AclEntry })[];
}

/** Each filter is one fully specified entry: no wildcard of the filter language is ever sent. */
export const deleteAcls: Api<{ readonly entries: readonly AclEntry[] }, DeleteAclsAnswer> = {
  key: 31,
  name: 'DeleteAcls',
  version: 1,
  write: writeEntries,
  read: (reader) => ({
    throttleMs: reader.int32(),
    results: reader.array(() => ({
      errorCode: reader.int16(),
      errorMessage: reader.words(),
      matches: reader.array(() => ({
        errorCode: reader.int16(),
        errorMessage: reader.words(),
        entry: readEntry(reader),
      })),
    })),
  }),
};

function writeEntries(encoder: Encoder, { entries }: { readonly entries: readonly AclEntry[] }): void {
  writeArray(encoder, entries, (entry) => writeEntry(encoder, entry));
}
