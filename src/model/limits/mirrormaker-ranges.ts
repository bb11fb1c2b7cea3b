import type { IntegrationTuningKey } from '../integration.ts';

/** Whole numbers with their bounds, or the words that are possible. */
export type ValueRange =
  | { readonly minimum: number; readonly maximum: number }
  | { readonly words: readonly [string, ...string[]] };

const whole = (minimum: number, maximum: number) => ({ minimum, maximum });
const words = <const T extends readonly [string, ...string[]]>(...each: T) => ({ words: each });

/** What Aiven takes for each key of `user_config.kafka_mirrormaker` (its published schema of integration types). */
export const tuningRanges = {
  consumer_auto_offset_reset: words('earliest', 'latest'),
  consumer_fetch_max_bytes: whole(0, 104_857_600),
  consumer_fetch_max_wait_ms: whole(0, 600_000),
  consumer_fetch_min_bytes: whole(1, 5_242_880),
  consumer_max_partition_fetch_bytes: whole(0, 104_857_600),
  consumer_max_poll_records: whole(100, 20_000),
  consumer_receive_buffer_bytes: whole(-1, 104_857_600),
  consumer_request_timeout_ms: whole(0, 600_000),
  producer_batch_size: whole(0, 5_242_880),
  producer_buffer_memory: whole(5_242_880, 134_217_728),
  producer_compression_type: words('gzip', 'lz4', 'none', 'snappy', 'zstd'),
  producer_linger_ms: whole(0, 5_000),
  producer_max_request_size: whole(0, 268_435_456),
  producer_request_timeout_ms: whole(0, 600_000),
  producer_send_buffer_bytes: whole(-1, 104_857_600),
} as const satisfies { readonly [K in IntegrationTuningKey]: ValueRange };

const maxInt = 2_147_483_647;

/** The same for a replication flow (OpenAPI document), for the fields that are numbers or one of some words. */
export const flowRanges = {
  replication_factor: whole(1, 32_767),
  sync_group_offsets_interval_seconds: whole(1, maxInt),
  offset_lag_max: whole(0, maxInt),
  offset_syncs_topic_location: words('source', 'target'),
} as const satisfies Readonly<Record<string, ValueRange>>;

/** Whether Aiven takes the value in a new object. */
export function isTaken(range: ValueRange, value: unknown): boolean {
  if ('words' in range) return range.words.some((word) => word === value);
  return (
    typeof value === 'number' && Number.isInteger(value) && value >= range.minimum && value <= range.maximum
  );
}

/** `whole numbers from 0 to 5000`, or `earliest or latest`. */
export function takenWords(range: ValueRange): string {
  if ('words' in range) return range.words.join(' or ');
  return `whole numbers from ${range.minimum} to ${range.maximum}`;
}
