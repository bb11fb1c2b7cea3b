import fc from 'fast-check';
import { type SwitchName, switchValues } from '../../../sandbox/aiven/switches.ts';

/** One random world: what lives, what a spec says, and what becomes of it in between. */
export interface WorldDraft {
  readonly live: LiveDraft;
  /** As YAML, of which JSON is a part. */
  readonly spec: object;
  /** The switch of the emulated Aiven that is not at its assumed value. */
  readonly alternative: Alternative | undefined;
  /** Somebody else changes foreign settings of everything between plan and apply. */
  readonly meanwhile: boolean;
}

export interface LiveDraft {
  readonly topics?: readonly TopicDraft[];
  readonly aivenAcls?: readonly AivenAclDraft[];
  readonly kafkaAcls?: readonly KafkaAclDraft[];
  readonly endpoints?: readonly { readonly name: string; readonly userConfig: Config }[];
  readonly integrations?: readonly IntegrationDraft[];
  readonly flows?: readonly Config[];
}

type Config = Readonly<Record<string, unknown>>;

export interface TopicDraft {
  readonly name: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly description: string | null;
  readonly owner: string | null;
}

export interface AivenAclDraft {
  readonly username: string;
  readonly topic: string;
  readonly permission: string;
}

export interface KafkaAclDraft {
  readonly principal: string;
  readonly resourceName: string;
  readonly operation: string;
  readonly permission: 'ALLOW' | 'DENY';
}

export interface IntegrationDraft {
  readonly alias: string;
  /** A Kafka service, or an endpoint. */
  readonly from: 'kafka-core' | 'kafka-other' | 'kafka-third' | 'onprem-kafka' | 'spare-kafka';
  readonly tuning: Config;
  readonly others: Config;
}

export type Alternative = readonly [SwitchName, string];

/** Switches that can change what a write sends, what becomes of it, or what is read back. */
const writing = [
  'redaction',
  'redactedPlaceholder',
  'unknownProperties',
  'endpointPut',
  'endpointNull',
  'endpointCrossFields',
  'unchangedUserConfig',
  'integrationPut',
  'newIntegration',
  'notEnabledIntegrations',
  'endpointSourceService',
  'integrationWithFlows',
  'active',
  'flowAliasesInPut',
  'flowExcludeEcho',
  'flowPut',
  'flowWritesOverlap',
  'topicListCache',
  'v2WhileStale',
  'v2Values',
  'topicConfigPut',
  'topicConfigNull',
  'topicDescriptionNull',
  'configSource',
  'configAtDefault',
  'v2Route',
  'identicalAivenAcl',
  'emptyAclHost',
] as const satisfies readonly SwitchName[];

const alternatives: readonly Alternative[] = writing.flatMap((name) =>
  switchValues[name].slice(1).map((value): Alternative => [name, value]),
);

/** `of`: those that decide what a write of the kind at hand does come as often as all others together. */
export function alternative(of: readonly SwitchName[] = []): fc.Arbitrary<Alternative | undefined> {
  const own = alternatives.filter(([name]) => of.includes(name));
  return fc.oneof(
    { arbitrary: fc.constant(undefined), weight: 1 },
    { arbitrary: fc.constantFrom(...alternatives), weight: 2 },
    { arbitrary: fc.constantFrom(...(own.length === 0 ? alternatives : own)), weight: 2 },
  );
}

/** Some of the keys, each with one of its values. */
export function some<V>(
  values: Readonly<Record<string, readonly V[]>>,
): fc.Arbitrary<Readonly<Record<string, V>>> {
  const parts = Object.entries(values).map(([key, of]) => [key, fc.constantFrom(...of)] as const);
  // fast-check types a record by its literal keys; these are any.
  return fc.record(Object.fromEntries(parts), { requiredKeys: [] }) as fc.Arbitrary<Record<string, V>>;
}

/** Something of every kind that no spec here names, and that has settings of its own. */
export const bystanders: Required<LiveDraft> = {
  topics: [
    {
      name: 'elsewhere.orders',
      partitions: 2,
      config: { 'retention.ms': '1000', 'cleanup.policy': 'compact' },
      tags: [{ key: 'team', value: 'others' }],
      description: 'Of another team',
      owner: 'group-1',
    },
  ],
  aivenAcls: [{ username: 'other-1', topic: 'elsewhere.*', permission: 'readwrite' }],
  kafkaAcls: [
    { principal: 'User:other-1', resourceName: 'elsewhere', operation: 'Read', permission: 'ALLOW' },
  ],
  endpoints: [
    {
      name: 'other-kafka',
      userConfig: {
        bootstrap_servers: 'other.example:9093',
        security_protocol: 'SSL',
        ssl_client_key: 'a key-for-tests-only',
        newer: 1,
      },
    },
  ],
  integrations: [
    {
      alias: 'elsewhere',
      from: 'kafka-other',
      tuning: { producer_linger_ms: 9, consumer_newer: 'x' },
      others: { newer: true },
    },
  ],
  flows: [
    {
      source_cluster: 'elsewhere',
      target_cluster: 'nowhere',
      enabled: true,
      topics: ['a'],
      follower_fetching_enabled: true,
    },
  ],
};
