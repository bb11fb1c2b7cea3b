import { z } from 'zod';
import type { IntegrationTuningKey } from '../../model/integration.ts';
import { flowRanges, tuningRanges } from '../../model/limits/mirrormaker-ranges.ts';
import type { ServiceSettingName } from '../../model/service-defaults.ts';
import { show } from '../rules/report.ts';
import { tombstoneSchema } from './cluster.ts';
import { alias, groupGlob, projectName, serviceName } from './names.ts';
import { patternProblem } from './pattern.ts';
import { amount, choice, flag, orDefault, text, valueProblem, wholeNumber } from './values.ts';

const bytes = 'in bytes';
const milliseconds = 'in milliseconds';

/** Aiven's own field names and ranges: `user_config.kafka_mirrormaker` of a `kafka_mirrormaker` integration. */
const tuningSchema = z
  .strictObject({
    consumer_auto_offset_reset: orDefault(
      choice('Where to start without a stored offset.', tuningRanges.consumer_auto_offset_reset.words),
    ),
    consumer_fetch_max_bytes: orDefault(
      amount(`Most data per fetch, ${bytes}.`, tuningRanges.consumer_fetch_max_bytes),
    ),
    consumer_fetch_max_wait_ms: orDefault(
      amount(`Longest wait for fetch_min_bytes, ${milliseconds}.`, tuningRanges.consumer_fetch_max_wait_ms),
    ),
    consumer_fetch_min_bytes: orDefault(
      amount(`Least data per fetch, ${bytes}.`, tuningRanges.consumer_fetch_min_bytes),
    ),
    consumer_max_partition_fetch_bytes: orDefault(
      amount(`Most data per partition and fetch, ${bytes}.`, tuningRanges.consumer_max_partition_fetch_bytes),
    ),
    consumer_max_poll_records: orDefault(
      amount('Most records per poll.', tuningRanges.consumer_max_poll_records),
    ),
    consumer_receive_buffer_bytes: orDefault(
      amount(
        `TCP receive buffer, ${bytes}; -1 for the system's.`,
        tuningRanges.consumer_receive_buffer_bytes,
      ),
    ),
    consumer_request_timeout_ms: orDefault(
      amount(`Longest wait for an answer, ${milliseconds}.`, tuningRanges.consumer_request_timeout_ms),
    ),
    producer_batch_size: orDefault(amount(`Batch size, ${bytes}.`, tuningRanges.producer_batch_size)),
    producer_buffer_memory: orDefault(
      amount(`Memory for unsent records, ${bytes}.`, tuningRanges.producer_buffer_memory),
    ),
    producer_compression_type: orDefault(
      choice('Codec of the producer.', tuningRanges.producer_compression_type.words),
    ),
    producer_linger_ms: orDefault(
      amount(`Wait for more records, ${milliseconds}.`, tuningRanges.producer_linger_ms),
    ),
    producer_max_request_size: orDefault(
      amount(`Largest request, ${bytes}.`, tuningRanges.producer_max_request_size),
    ),
    producer_request_timeout_ms: orDefault(
      amount(`Longest wait for an answer, ${milliseconds}.`, tuningRanges.producer_request_timeout_ms),
    ),
    producer_send_buffer_bytes: orDefault(
      amount(`TCP send buffer, ${bytes}; -1 for the system's.`, tuningRanges.producer_send_buffer_bytes),
    ),
  } satisfies { readonly [K in IntegrationTuningKey]: z.ZodType })
  .describe(
    "Tuning of the cluster's integration. A field left out stays as it is; null brings Aiven's default back.",
  );

const topicPattern = text(
  {
    description: 'Java regular expression on the whole topic name.',
    minLength: 1,
    examples: ['orders\\..*'],
  },
  patternProblem,
);

/** Aiven sends the list as one comma-separated text of at most 2048 characters. */
const excludedProperty = text({ description: 'Name of a topic config.', pattern: '^[^,\\s]+$' }, (written) =>
  /^[^,\s]{1,249}$/.test(written)
    ? undefined
    : valueProblem(
        'text',
        `${show(written)} is not a name of a config`,
        'Write one name per list item: min.insync.replicas.',
      ),
);

/** Two aliases with ` -> ` between them: exactly one spelling, so that a flow cannot be listed twice. */
export const flowKeyPattern = /^([a-zA-Z0-9_.-]{1,128}) -> ([a-zA-Z0-9_.-]{1,128})$/;

const flowKey = text(
  { description: 'source -> target, two aliases.', pattern: flowKeyPattern.source },
  (written) =>
    flowKeyPattern.test(written)
      ? undefined
      : valueProblem('flow-name', `${show(written)} is not source -> target`, flowHint(written)),
);

/** Other arrows, and other spaces around it. */
function flowHint(written: string): string {
  const match =
    /^\s*([a-zA-Z0-9_.]+(?:-[a-zA-Z0-9_.]+)*)(?:\s*(?:->|-->|=>|→|➔|>)\s*|\s+to\s+)([a-zA-Z0-9_.-]+)\s*$/.exec(
      written,
    );
  return match === null
    ? 'Write two aliases, one space on each side of ->: onprem -> core.'
    : `Write ${match[1]} -> ${match[2]}, with one space on each side of ->.`;
}

const flowSchema = z
  .strictObject({
    topics: orDefault(
      z.array(topicPattern).min(1).max(8192).describe("Topics to mirror; default: all, as Aiven's ['.*']."),
    ),
    topics_exclude: orDefault(
      z
        .array(topicPattern)
        .max(8192)
        .describe("Topics not to mirror, stronger than topics; left out: not the spec's."),
    ),
    expect_topics: orDefault(
      z
        .strictObject({
          at_least: wholeNumber('Fewest topics.', 0, 1_000_000).nullish(),
          at_most: wholeNumber('Most topics.', 0, 1_000_000).nullish(),
        })
        .describe('Stop if the live source matches fewer or more topics than this.'),
    ),
    enabled: orDefault(flag('Whether the flow runs; false pauses it. Default: true.')),
    replication_policy: orDefault(
      choice('Names on the target: default, source.topic; identity, topic.', ['default', 'identity']),
    ),
    replication_factor: orDefault(
      amount('Replication factor of the mirrored topics.', flowRanges.replication_factor),
    ),
    offset_syncs_topic_location: orDefault(
      choice(
        'Which cluster holds the offset-syncs topic; with target the source is only read. Default: source.',
        flowRanges.offset_syncs_topic_location.words,
      ),
    ),
    sync_group_offsets_enabled: orDefault(
      flag('Write translated group offsets to the target; default: false.'),
    ),
    sync_group_offsets_interval_seconds: orDefault(
      amount('Seconds between two writes of group offsets.', flowRanges.sync_group_offsets_interval_seconds),
    ),
    groups: orDefault(
      z.array(groupGlob).describe('Consumer groups the flow may see; granted as ACLs. Default: none.'),
    ),
    emit_heartbeats_enabled: orDefault(flag('Write heartbeats to the target; default: false.')),
    emit_backward_heartbeats_enabled: orDefault(flag('Write heartbeats to the source; default: false.')),
    exactly_once_delivery_enabled: orDefault(flag('Write to the target in transactions; default: false.')),
    config_properties_exclude: orDefault(
      z.array(excludedProperty).max(512).describe('Topic configs that are not copied.'),
    ),
    offset_lag_max: orDefault(
      amount(
        'Records by which a partition may be ahead of its newest offset sync; after a switch groups read up to so many again. 0: none. Default: 100.',
        flowRanges.offset_lag_max,
      ),
    ),
    follower_fetching_enabled: orDefault(
      flag('Read from the nearest replica of the source; default: true for flows that are created.'),
    ),
    access: orDefault(
      choice('On external clusters: manage topics and ACLs (default), check them, or off.', [
        'manage',
        'check',
        'off',
      ]),
    ),
    create_topics: orDefault(
      choice(
        "Topics created by this tool: internal, MirrorMaker 2's own (default); all, the mirrored ones too; none.",
        ['internal', 'all', 'none'],
      ),
    ),
  })
  .describe(
    'A replication flow. A key left out stays as it is on a flow that exists: defaults are for creation, and null brings them back.',
  );

const seconds = (description: string) => wholeNumber(description, 1, 2_147_483_647).optional();

/** Aiven sends the list as one text with commas between the patterns. */
const groupPatterns = (description: string) =>
  z
    .array(
      text(
        { description: 'Java regular expression on the whole name of a group.', pattern: '^[^,]+$' },
        (written) =>
          written.includes(',')
            ? valueProblem('text', `${show(written)} holds a comma`, 'Write one pattern per list item.')
            : patternProblem(written),
      ),
    )
    .max(512)
    .describe(description)
    .optional();

const mirrormakerSchema = z
  .strictObject({
    project: projectName('Aiven project of the service; default: the project of the spec.').optional(),
    settings: z
      .strictObject({
        emit_checkpoints_enabled: flag('Whether the service writes checkpoints; default: true.').optional(),
        emit_checkpoints_interval_seconds: seconds('Seconds between two checkpoints; default: 60.'),
        sync_topic_configs_enabled: flag(
          'Whether the service copies topic configs; default: true.',
        ).optional(),
        sync_group_offsets_enabled: flag(
          'Whether the service writes translated group offsets for all its flows; default: false.',
        ).optional(),
        sync_group_offsets_interval_seconds: seconds(
          'Seconds between two writes of group offsets; default: 60.',
        ),
        refresh_topics_enabled: flag(
          'Whether the service looks for new topics and partitions; default: true.',
        ).optional(),
        refresh_topics_interval_seconds: seconds('Seconds between two looks for topics; default: 600.'),
        refresh_groups_enabled: flag(
          'Whether the service looks for new consumer groups; default: true.',
        ).optional(),
        refresh_groups_interval_seconds: seconds('Seconds between two looks for groups; default: 600.'),
        offset_lag_max: wholeNumber(
          'As the key of a flow, for flows that do not set it; default: 100.',
          0,
          2_147_483_647,
        ).optional(),
        groups: groupPatterns(
          "Consumer groups whose offsets are translated, for all flows; default: ['.*'].",
        ),
        groups_exclude: groupPatterns(
          'Consumer groups that are left out, for all flows; default: console-consumer-.*, connect-.* and __.*.',
        ),
      } satisfies { readonly [K in ServiceSettingName]: z.ZodType })
      .describe(
        'How the service itself is set up. What flows need is derived from it, and it is compared with the live service, never changed.',
      )
      .optional(),
    clusters: z.record(alias, tuningSchema).describe('Tuning, by alias.').optional(),
    flows: z.record(flowKey, flowSchema).describe('Replication flows, by source -> target.').optional(),
    removed: z
      .strictObject({ flows: z.record(flowKey, tombstoneSchema).describe('Flows to delete.').optional() })
      .describe('What must not exist any more.')
      .optional(),
  })
  .describe('An Aiven for Apache Kafka MirrorMaker 2 service.');

export const mirrormakersSchema = z
  .record(serviceName('Name of the MirrorMaker 2 service.'), mirrormakerSchema)
  .describe('MirrorMaker 2 services, by name.');

export type RawFlow = z.output<typeof flowSchema>;
export type RawMirrorMaker = z.output<typeof mirrormakerSchema>;
