import { Bytes } from './bytes.ts';

/** Numbers as in the protocol; an entry on the topic `orders` unless told. */
export interface FakeAcl {
  readonly resourceType?: number;
  readonly resourceName?: string;
  readonly patternType?: number;
  readonly principal?: string;
  readonly host?: string;
  readonly operation?: number;
  readonly permission?: number;
}

export interface FakeError {
  readonly errorCode?: number;
  readonly message?: string;
}

export function describedAcls(
  entries: readonly FakeAcl[],
  { errorCode = 0, message }: FakeError = {},
): Buffer {
  const bytes = new Bytes()
    .int32(0)
    .int16(errorCode)
    .text(message ?? null);
  bytes.array(entries, (entry) => {
    writeResource(bytes, entry);
    bytes.int32(1);
    writeRest(bytes, entry);
  });
  return bytes.buffer;
}

export function createdAcls(results: readonly FakeError[]): Buffer {
  const bytes = new Bytes().int32(0);
  bytes.array(results, ({ errorCode = 0, message = null }) => bytes.int16(errorCode).text(message));
  return bytes.buffer;
}

export function deletedAcls(
  results: readonly (FakeError & { readonly matches?: readonly (FakeAcl & FakeError)[] })[],
): Buffer {
  const bytes = new Bytes().int32(0);
  bytes.array(results, ({ errorCode = 0, message = null, matches = [] }) => {
    bytes.int16(errorCode).text(message);
    bytes.array(matches, (match) => {
      bytes.int16(match.errorCode ?? 0).text(match.message ?? null);
      writeResource(bytes, match);
      writeRest(bytes, match);
    });
  });
  return bytes.buffer;
}

function writeResource(
  bytes: Bytes,
  { resourceType = 2, resourceName = 'orders', patternType = 3 }: FakeAcl,
): void {
  bytes.int8(resourceType).text(resourceName).int8(patternType);
}

function writeRest(
  bytes: Bytes,
  { principal = 'User:svc', host = '*', operation = 3, permission = 3 }: FakeAcl,
): void {
  bytes.text(principal).text(host).int8(operation).int8(permission);
}
