import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FrameReader } from '../../../src/kafka/connection/frames.ts';
import { createAcls, deleteAcls, describeAcls } from '../../../src/kafka/protocol/acls.ts';
import { apiVersions } from '../../../src/kafka/protocol/api-versions.ts';
import { createPartitions } from '../../../src/kafka/protocol/create-partitions.ts';
import { createTopics } from '../../../src/kafka/protocol/create-topics.ts';
import { deleteTopics } from '../../../src/kafka/protocol/delete-topics.ts';
import { describeConfigs } from '../../../src/kafka/protocol/describe-configs.ts';
import { incrementalAlterConfigs } from '../../../src/kafka/protocol/incremental-alter-configs.ts';
import { metadata } from '../../../src/kafka/protocol/metadata.ts';
import { MalformedAnswer, Reader } from '../../../src/kafka/protocol/reader.ts';
import { bookOf } from '../../support/secret-book.ts';

function framed(body: Uint8Array): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

describe('frames', () => {
  test('come out whole and in order, however the bytes arrive', () => {
    const bodies = fc.array(fc.uint8Array({ minLength: 4, maxLength: 40 }), { maxLength: 6 });
    const cuts = fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(bodies, cuts, (expected, sizes) => {
        const bytes = Buffer.concat(expected.map(framed));
        const reader = new FrameReader();
        const frames: Buffer[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          frames.push(...reader.push(bytes.subarray(at, at + size)));
          at += size;
        }
        expect(frames.map((frame) => [...frame])).toEqual(expected.map((body) => [...body]));
      }),
    );
  });

  const senseless = [0x7fffffff, 64 * 1024 * 1024 + 1, 3, 0, -1, -0x80000000];
  test.each([
    ...senseless.map((size) => ['after the login', size] as const),
    ...[...senseless, 1024 * 1024 + 1].map((size) => ['before the login', size] as const),
  ])('%s a size of %d is refused at its fourth byte', (when, size) => {
    const prefix = Buffer.alloc(4);
    prefix.writeInt32BE(size);
    const reader = new FrameReader();
    if (when === 'after the login') reader.afterLogin();
    expect(reader.push(prefix.subarray(0, 3))).toEqual([]);
    expect(() => reader.push(prefix.subarray(3))).toThrow(`it announces an answer of ${size} bytes`);
  });

  test('what is too long before the login is taken after it', () => {
    const prefix = Buffer.alloc(4);
    prefix.writeInt32BE(1024 * 1024 + 1);
    const reader = new FrameReader();
    reader.afterLogin();
    expect(reader.push(prefix)).toEqual([]);
  });

  test('a TLS alert is called by its name', () => {
    const alert = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x50]);
    expect(() => new FrameReader().push(alert)).toThrow('it speaks TLS');
  });
});

describe('decoders', () => {
  const apis = [
    apiVersions,
    metadata,
    describeConfigs,
    incrementalAlterConfigs,
    createTopics,
    createPartitions,
    deleteTopics,
    describeAcls,
    createAcls,
    deleteAcls,
  ];

  const book = bookOf();

  test.each(apis)('$name: any bytes give an answer or MalformedAnswer', (api) => {
    // Small numbers are likely, so that lengths and counts are often plausible.
    const byte = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(0, 0, 0, 1, 2, 255) },
      fc.integer({ min: 0, max: 255 }),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 120 }), (bytes) => {
        const reader = new Reader(Buffer.from(bytes), book);
        try {
          api.read(reader);
          reader.end();
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedAnswer);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('a count that the bytes cannot hold is refused before anything is made', () => {
    const bytes = Buffer.from([0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff]);
    expect(() => createTopics.read(new Reader(bytes, bookOf()))).toThrow(
      'an array of 2147483647 items in 0 bytes',
    );
  });
});
