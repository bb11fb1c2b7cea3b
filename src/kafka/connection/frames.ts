import { MalformedAnswer } from '../protocol/reader.ts';

const maxFrameBytes = 64 * 1024 * 1024;
/** What a peer may answer before the login: the versions that it speaks, and what belongs to the login. */
const maxFrameBytesBeforeLogin = 1024 * 1024;
const sizePrefix = 4;
const correlationId = 4;

/**
 * Cuts a broker's bytes into frames, the 4-byte size taken off. The size is checked before anything is
 * collected, so that a peer cannot make this process hold more than `maxFrameBytes`, and before the login
 * not more than `maxFrameBytesBeforeLogin`.
 */
export class FrameReader {
  #chunks: Buffer[] = [];
  #collected = 0;
  #needed = sizePrefix;
  #maxBytes = maxFrameBytesBeforeLogin;

  afterLogin(): void {
    this.#maxBytes = maxFrameBytes;
  }

  push(chunk: Buffer): readonly Buffer[] {
    this.#chunks.push(chunk);
    this.#collected += chunk.length;
    const frames: Buffer[] = [];
    while (this.#collected >= this.#needed) {
      const bytes = Buffer.concat(this.#chunks);
      const size = checkedSize(bytes, this.#maxBytes);
      const end = sizePrefix + size;
      this.#needed = bytes.length < end ? end : sizePrefix;
      this.#chunks = [bytes];
      if (bytes.length < end) break;
      frames.push(bytes.subarray(sizePrefix, end));
      this.#chunks = [bytes.subarray(end)];
      this.#collected = bytes.length - end;
    }
    return frames;
  }
}

function checkedSize(bytes: Buffer, maxBytes: number): number {
  const size = bytes.readInt32BE(0);
  if (size >= correlationId && size <= maxBytes) return size;
  if (looksLikeTls(bytes)) {
    throw new MalformedAnswer('it speaks TLS: security_protocol should be SSL or SASL_SSL');
  }
  throw new MalformedAnswer(`it announces an answer of ${size} bytes`);
}

/** A TLS alert or handshake record begins with its type (21, 22) and the version 3.x. */
function looksLikeTls(bytes: Buffer): boolean {
  return (bytes[0] === 21 || bytes[0] === 22) && bytes[1] === 3;
}
