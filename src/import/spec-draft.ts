import type { AivenAclId } from '../model/aiven-acl.ts';
import type { KafkaAclId } from '../model/kafka-acl.ts';
import type { Plain, PlainMap } from '../spec/text/plain.ts';
import type { TopicDraft, TopicProfile } from './topics/topic-draft.ts';

/** What a spec will say, with values as people write them; no text of it was checked to be YAML. */
export interface SpecDraft {
  readonly name: string;
  readonly project: string;
  readonly profiles: readonly TopicProfile[];
  readonly clusters: readonly ClusterDraft[];
  readonly mirrormakers: readonly MirrorMakerDraft[];
  /** Certificates beside the spec: text by path from the folder of the spec. */
  readonly certificates: ReadonlyMap<string, string>;
  /** Names for `{ secret: … }`, with what each is. */
  readonly secrets: readonly SecretDraft[];
}

export interface SecretDraft {
  readonly name: string;
  /** `password of aiven-mm2, as which MirrorMaker 2 logs in to onprem` */
  readonly what: string;
}

export interface ClusterDraft {
  readonly key: string;
  /** Everything but topics and ACLs, by the keys of the spec, in their order. */
  readonly connection: ReadonlyMap<string, Plain>;
  readonly topics: readonly TopicDraft[];
  readonly kafkaAcls: readonly AclLine<KafkaAclId>[];
  readonly aivenAcls: readonly AclLine<AivenAclId>[];
}

/** One line of ACLs, with the entries that it stands for. */
export interface AclLine<Id> {
  readonly fields: PlainMap;
  readonly ids: readonly Id[];
}

export interface MirrorMakerDraft {
  readonly service: string;
  readonly settings: ReadonlyMap<string, Plain>;
  /** By alias. */
  readonly tuning: ReadonlyMap<string, ReadonlyMap<string, Plain>>;
  readonly flows: readonly FlowDraft[];
}

export interface FlowDraft {
  /** `onprem -> core` */
  readonly name: string;
  readonly fields: ReadonlyMap<string, Plain>;
}
