import { KafkaFailure } from '../failure.ts';

/** What a connection may send: anything, or only what changes nothing. */
export type Sending = 'anything' | 'questions';

/** A request as the socket gets it. */
interface Frame {
  readonly key: number;
  readonly version: number;
  readonly bytes: Buffer;
}

type Check = (frame: Frame) => boolean;

const asks: Check = () => true;
/** The flag stands at the end of the body in the one version that is spoken; in another it may stand elsewhere. */
const onlyValidates =
  (version: number): Check =>
  (frame) =>
    frame.version === version && frame.bytes.at(-1) === 1;
/** Metadata creates the topics that it is asked about where the byte behind their names says so. */
const createsNoTopic: Check = ({ version, bytes }) =>
  (version === 6 && bytes.at(-1) === 0) || (version === 8 && bytes.at(-3) === 0);

/** By API key. A request that is not in it may write, so it is refused. */
const questions: ReadonlyMap<number, Check> = new Map([
  [2, asks], // ListOffsets
  [3, createsNoTopic], // Metadata
  [15, asks], // DescribeGroups
  [16, asks], // ListGroups
  [17, asks], // SaslHandshake
  [18, asks], // ApiVersions
  [19, onlyValidates(3)], // CreateTopics
  [29, asks], // DescribeAcls
  [32, asks], // DescribeConfigs
  [36, asks], // SaslAuthenticate
  [37, onlyValidates(1)], // CreatePartitions
  [44, onlyValidates(0)], // IncrementalAlterConfigs
]);

/**
 * Throws for bytes that are not one whole request which changes nothing. It knows the protocol by itself and nothing of
 * the code that writes requests, so that a mistake there cannot pass here.
 */
export function refuseWrites(bytes: Buffer, place: string): void {
  const frame = frameOf(bytes);
  if (frame !== undefined && questions.get(frame.key)?.(frame) === true) return;
  const what = frame === undefined ? 'bytes that are no request' : `request ${frame.key}`;
  throw new KafkaFailure({
    code: 'not-managed',
    kafkaCode: 'not-sent',
    transient: false,
    message: `${what} would change something at ${place}, and this run may only ask there: it was not sent`,
  });
}

/** Size, key, version, correlation id, client id: the header of every version that is spoken. */
function frameOf(bytes: Buffer): Frame | undefined {
  if (bytes.length < 14 || bytes.readInt32BE(0) !== bytes.length - 4) return undefined;
  return { key: bytes.readInt16BE(4), version: bytes.readInt16BE(6), bytes };
}
