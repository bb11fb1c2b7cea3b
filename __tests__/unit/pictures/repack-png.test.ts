import { crc32, deflateSync, inflateSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { repackPng } from '../../../pictures/repack-png.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** 8-bit RGB or RGBA. Each row begins with its filter type, as in the PNG specification. */
function png(options: {
  readonly width: number;
  readonly rows: readonly (readonly number[])[];
  readonly colorType?: number;
  readonly interlace?: number;
  /** The image data is cut in so many chunks. */
  readonly pieces?: number;
  readonly others?: readonly Buffer[];
}): Buffer {
  const { width, rows, colorType = 2, interlace = 0, pieces = 1, others = [] } = options;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows.length, 4);
  header.set([8, colorType, 0, 0, interlace], 8);
  const data = deflateSync(Buffer.from(rows.flat()));
  const size = Math.ceil(data.length / pieces);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...others,
    ...Array.from({ length: pieces }, (_, index) =>
      chunk('IDAT', data.subarray(index * size, (index + 1) * size)),
    ),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const name = Buffer.from(type, 'latin1');
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(data.length, 0);
  numbers.writeUInt32BE(crc32(Buffer.concat([name, data])), 4);
  return Buffer.concat([numbers.subarray(0, 4), name, data, numbers.subarray(4)]);
}

/** Name and data of every chunk; fails on a wrong checksum. */
function chunksOf(picture: Buffer): readonly (readonly [string, Buffer])[] {
  expect(picture.subarray(0, 8)).toEqual(signature);
  const chunks: [string, Buffer][] = [];
  for (let at = 8; at < picture.length; ) {
    const end = at + 8 + picture.readUInt32BE(at);
    expect(picture.readUInt32BE(end)).toBe(crc32(picture.subarray(at + 4, end)));
    chunks.push([picture.toString('latin1', at + 4, at + 8), picture.subarray(at + 8, end)]);
    at = end + 4;
  }
  return chunks;
}

function rowsOf(picture: Buffer): readonly number[] {
  const data = chunksOf(picture).flatMap(([type, bytes]) => (type === 'IDAT' ? [bytes] : []));
  return [...inflateSync(Buffer.concat(data))];
}

test.each<readonly [string, readonly (readonly number[])[], readonly number[]]>([
  ['0, none', [[0, 1, 2, 3, 4, 5, 6]], [0, 1, 2, 3, 4, 5, 6]],
  ['1, the pixel to the left', [[1, 250, 2, 3, 10, 1, 1]], [0, 250, 2, 3, 4, 3, 4]],
  [
    '2, the pixel above',
    [
      [0, 1, 2, 3, 4, 5, 255],
      [2, 1, 1, 1, 1, 1, 1],
    ],
    [0, 1, 2, 3, 4, 5, 255, 0, 2, 3, 4, 5, 6, 0],
  ],
  [
    '3, the mean of both, rounded down',
    [
      [0, 10, 10, 10, 20, 20, 21],
      [3, 0, 1, 2, 0, 0, 0],
    ],
    [0, 10, 10, 10, 20, 20, 21, 0, 5, 6, 7, 12, 13, 14],
  ],
  [
    '4, whichever of left, above and corner is nearest to left + above - corner',
    [
      [0, 10, 10, 10, 10, 30, 0],
      [4, 20, 0, 0, 1, 1, 1],
    ],
    [0, 10, 10, 10, 10, 30, 0, 0, 30, 10, 10, 31, 31, 1],
  ],
])('rows of filter %s keep their colours and lose the filter', (_, rows, plain) => {
  expect(rowsOf(repackPng(png({ width: 2, rows })))).toEqual(plain);
});

test('a pixel with transparency has four bytes', () => {
  const rows = [[1, 1, 2, 3, 4, 1, 1, 1, 1]];
  expect(rowsOf(repackPng(png({ width: 2, rows, colorType: 6 })))).toEqual([0, 1, 2, 3, 4, 2, 3, 4, 5]);
});

test('image data in many chunks becomes one, the header stays, and everything else goes', () => {
  const picture = png({
    width: 1,
    rows: [
      [0, 1, 2, 3],
      [0, 4, 5, 6],
    ],
    pieces: 4,
    others: [chunk('tEXt', Buffer.from('Software\0browser'))],
  });
  const chunks = chunksOf(repackPng(picture));
  expect(chunks.map(([type]) => type)).toEqual(['IHDR', 'IDAT', 'IEND']);
  expect(chunks[0]).toEqual(chunksOf(picture)[0]);
});

test.each([
  ['shades of grey', { colorType: 0 }],
  ['a palette', { colorType: 3 }],
  ['interlaced rows', { interlace: 1 }],
])('a picture with %s is refused, not spoiled', (_, other) => {
  expect(() => repackPng(png({ width: 1, rows: [[0, 1, 2, 3]], ...other }))).toThrow(
    'the browser gave another kind of PNG',
  );
});

test('a filter that PNG does not have is refused', () => {
  expect(() => repackPng(png({ width: 1, rows: [[5, 1, 2, 3]] }))).toThrow('the picture has a filter 5');
});
