import type { Severity } from '../finding.ts';
import { type IntegrationTuningKey, integrationTuningDefaults, type StatedTuning } from '../integration.ts';

export interface BrokenTuning {
  readonly code: TuningCode;
  /** The keys that do not go together; the first is the one to point at. */
  readonly keys: readonly [IntegrationTuningKey, ...IntegrationTuningKey[]];
  /** A whole clause, with the values. */
  readonly says: string;
  readonly hint: string;
}

/** As severe as the rule of the same code in the spec's rules; a test holds them together. */
export const tuningSeverity = {
  'tuning-conflict': 'warning',
  'tuning-unusable': 'error',
} as const satisfies Record<string, Severity>;
export type TuningCode = keyof typeof tuningSeverity;

/**
 * Which tuning keys of one integration do not go together: Aiven takes each within its own range, and Kafka's clients refuse
 * hardly any pair. `amountOf`: undefined where it is not known, and then it breaks nothing.
 */
export function brokenTuning(
  amountOf: (key: IntegrationTuningKey) => number | undefined,
): readonly BrokenTuning[] {
  return relations.flatMap((relation) => relation(amountOf) ?? []);
}

/** What is stated, as far as it is a number; `null` asks for the default. */
export function statedTuning(tuning: StatedTuning): (key: IntegrationTuningKey) => number | undefined {
  return (key) => {
    const value = tuning[key] === null ? integrationTuningDefaults[key] : tuning[key];
    return typeof value === 'number' ? value : undefined;
  };
}

type Relation = (amountOf: (key: IntegrationTuningKey) => number | undefined) => BrokenTuning | undefined;

const relations: readonly Relation[] = [
  // NetworkClient gives up a request by its timeout, whatever the broker still waits for.
  notBelow('consumer_request_timeout_ms', 'consumer_fetch_max_wait_ms', {
    but: 'equal is too little',
    so: 'a request for records of a quiet topic is given up before the broker answers, and the connection is closed',
  }),
  // KafkaApis.handleFetchRequest takes the smaller of the two.
  notBelow('consumer_fetch_max_bytes', 'consumer_fetch_min_bytes', {
    but: 'equal is enough',
    so: 'brokers wait for as much as a fetch may bring and no more',
  }),
  // DelayedFetch counts at most so much of each partition.
  notBelow('consumer_max_partition_fetch_bytes', 'consumer_fetch_min_bytes', {
    but: 'equal is enough',
    so: 'one partition alone never has enough, and each fetch waits for the whole of consumer_fetch_max_wait_ms',
  }),
  // RecordAccumulator.drain sends a batch alone, however large it is.
  notBelow('producer_max_request_size', 'producer_batch_size', {
    but: 'equal is enough',
    so: 'a full batch is larger than a request should be, and brokers that refuse it make the producer split it and send it again',
  }),
  // KafkaProducer.ensureValidRecordSize holds each record against both.
  notBelow('producer_buffer_memory', 'producer_max_request_size', {
    but: 'equal is enough',
    so: 'a flow stops at a record that a request would take and the memory does not',
  }),
  ...(['consumer_request_timeout_ms', 'producer_request_timeout_ms'] as const).map((key) =>
    notZero(key, 'every request is given up before it is answered'),
  ),
  notZero('producer_max_request_size', 'every record is larger than a request may be'),
  // java.net.Socket refuses a buffer of this size; -1 leaves it to the system.
  ...(['consumer_receive_buffer_bytes', 'producer_send_buffer_bytes'] as const).map((key) =>
    notZero(key, 'no connection can be opened with such a buffer'),
  ),
];

function notBelow(
  larger: IntegrationTuningKey,
  smaller: IntegrationTuningKey,
  { but, so }: { readonly but: 'equal is enough' | 'equal is too little'; readonly so: string },
): Relation {
  return (amountOf) => {
    const [high, low] = [amountOf(larger), amountOf(smaller)];
    if (high === undefined || low === undefined || high === 0) return undefined;
    if (high > low || (high === low && but === 'equal is enough')) return undefined;
    const is = high === low ? 'as much as' : 'more than';
    return {
      code: 'tuning-conflict',
      keys: [smaller, larger],
      says: `${smaller} (${low}) is ${is} ${larger} (${high}): ${so}`,
      hint: `Write ${smaller}: ${but === 'equal is enough' ? high : high - 1} or less, or raise ${larger}.`,
    };
  };
}

function notZero(key: IntegrationTuningKey, so: string): Relation {
  return (amountOf) =>
    amountOf(key) === 0
      ? {
          code: 'tuning-unusable',
          keys: [key],
          says: `${key} is 0: ${so}`,
          hint: `Write ${key}: null for Aiven's default, ${integrationTuningDefaults[key]}, or a larger value.`,
        }
      : undefined;
}
