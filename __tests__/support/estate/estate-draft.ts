/** What lives in an Aiven project, in Aiven's and Kafka's own terms. Knows nothing of specs. */
export interface EstateDraft {
  readonly kafka: readonly KafkaServiceDraft[];
  readonly mirrormakers: readonly MirrorMakerDraft[];
  readonly endpoints: readonly { readonly name: string; readonly userConfig: Config }[];
}

export type Config = Readonly<Record<string, unknown>>;

export interface KafkaServiceDraft {
  readonly name: string;
  readonly topics: readonly TopicDraft[];
  readonly kafkaAcls: readonly KafkaAclDraft[];
  readonly aivenAcls: readonly AivenAclDraft[];
}

export interface TopicDraft {
  readonly name: string;
  readonly partitions: number;
  readonly replication: number;
  readonly config: Readonly<Record<string, string>>;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly description: string | null;
  readonly owner: string | null;
}

export interface KafkaAclDraft {
  readonly principal: string;
  readonly host: string;
  readonly resourceType: 'TOPIC' | 'GROUP' | 'CLUSTER' | 'TRANSACTIONAL_ID';
  readonly resourceName: string;
  readonly patternType: 'LITERAL' | 'PREFIXED';
  readonly operation: string;
  readonly permission: 'ALLOW' | 'DENY';
}

export interface AivenAclDraft {
  readonly username: string;
  readonly topic: string;
  readonly permission: string;
}

export interface MirrorMakerDraft {
  readonly name: string;
  readonly userConfig: Config;
  readonly integrations: readonly IntegrationDraft[];
  /** As Aiven answers them, nulls and foreign fields included. */
  readonly flows: readonly FlowDraft[];
}

export interface FlowDraft {
  readonly source_cluster: string;
  readonly target_cluster: string;
  readonly enabled: boolean;
  readonly [field: string]: unknown;
}

export interface IntegrationDraft {
  /** Left out: Aiven made one up. */
  readonly alias?: string;
  /** A Kafka service or an endpoint of the draft. */
  readonly from: string;
  readonly tuning: Config;
}

/** A topic without anything of its own. */
export const plainTopic: Omit<TopicDraft, 'name'> = {
  partitions: 3,
  replication: 3,
  config: {},
  tags: [],
  description: null,
  owner: null,
};

export const emptyEstate: EstateDraft = { kafka: [], mirrormakers: [], endpoints: [] };
