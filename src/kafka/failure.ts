import { Cancelled } from '../model/cancel.ts';
import { type Unknown, type UnknownCode, unknown } from '../model/reading.ts';
import { notBegun, stopped, type WriteFailure } from '../model/writer.ts';
import { brokerText } from './broker-text.ts';
import { errorName, isTransient, standardWords } from './error-codes.ts';

/** Why a request, or everything with this cluster, did not work. The only error that this room throws on purpose. */
export class KafkaFailure extends Error {
  readonly code: UnknownCode;
  /** Kafka's error name, or `not-contacted`, `no-answer`, `not-supported`, `cancelled`, `stopped` where Kafka has none. */
  readonly kafkaCode: string;
  readonly transient: boolean;

  constructor(failure: { code: UnknownCode; kafkaCode: string; transient: boolean; message: string }) {
    super(brokerText(failure.message));
    this.name = 'KafkaFailure';
    this.code = failure.code;
    this.kafkaCode = failure.kafkaCode;
    this.transient = failure.transient;
  }
}

/** One entry of an answer: the error code and the broker's own words, if it said any. */
export interface EntryResult {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** Not sent, or only asked. */
export function cancelledFailure(): KafkaFailure {
  const { message } = new Cancelled();
  return new KafkaFailure({ code: 'incomplete', kafkaCode: notBegun, transient: true, message });
}

/** Not sent: the write gate is closed. */
export function stoppedFailure(because: string): KafkaFailure {
  return new KafkaFailure({ code: 'incomplete', kafkaCode: stopped, transient: true, message: because });
}

/** Throws `Cancelled`: what was not asked for that reason is not unknown, the run is over. */
export function unknownBecause(failure: KafkaFailure): Unknown {
  if (failure.kafkaCode === notBegun) throw new Cancelled();
  return unknown(failure.code, failure.message);
}

export function writeFailure(failure: KafkaFailure): WriteFailure {
  return { state: 'failed', code: failure.kafkaCode, message: failure.message, transient: failure.transient };
}

/** The broker's own words; Kafka's standard text for the code where it said none. */
export function wordsOf(result: EntryResult): string {
  return brokerText(result.errorMessage ?? standardWords(errorName(result.errorCode)));
}

export function refusedEntry(result: EntryResult): WriteFailure {
  const code = errorName(result.errorCode);
  const failure = { state: 'failed', code, message: wordsOf(result), transient: isTransient(code) } as const;
  return code === 'TOPIC_ALREADY_EXISTS' ? { ...failure, isThere: true } : failure;
}

/** The answer leaves out, or does not match, what was asked: it proves neither success nor failure. */
export function noAnswer(message: string): WriteFailure {
  return { state: 'failed', code: 'no-answer', message: brokerText(message), transient: true };
}

/** A write that this tool does not do, so it is not sent. */
export function notSupported(message: string): WriteFailure {
  return { state: 'failed', code: 'not-supported', message: brokerText(message), transient: false };
}
