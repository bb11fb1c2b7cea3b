/**
 * Behaviour of the Aiven API that no public source settles. Each switch lists its possible values, the assumed one
 * first; the tests run every value. Everything that is not a switch has a source, named where it is implemented.
 */
export const switchValues = {
  /** Secrets read as `<redacted>` unless a GET of one object asks with `include_secrets=true`. aiven.io/docs/tools/api/secret-redaction. */
  redaction: ['on', 'off'],
  /** A PUT with `<redacted>` in a secret field: the stored value stays, or the text itself is stored. */
  redactedPlaceholder: ['keep', 'store'],
  /** Unknown keys in a request body or user_config. The OpenAPI document does not say `additionalProperties`. */
  unknownProperties: ['refuse', 'ignore'],
  /** A refused value is repeated in the error, as Python's jsonschema does; the value may be a secret. */
  valueInErrors: ['repeated', 'hidden'],
  /** 429 with or without `Retry-After`. */
  retryAfter: ['absent', 'present'],
  /** A project that is not there, or not the caller's: `Not a project member` was recorded (terraform-provider-aiven issue 561). */
  unknownProject: ['not-a-member', 'not-found'],
  /**
   * A write that was done answers so, or with a 5xx: terraform-provider-aiven says that creating a topic "may return 501", and that the
   * second call then finds it there. With the second value every write does.
   */
  writeAnswer: ['success', '503-after-effect'],
  /** Who may create topics: the roles in go-client-codegen `permissions.yaml`, or `service:data:write`, too, as the docs have it. */
  topicCreateRight: ['role', 'data-write'],
  /** Whether the role `operator` may read and write topics, ACLs and flows; the docs list none of it for the role. */
  operatorData: ['allowed', 'denied'],
  /** Whether it sees the secrets of endpoints; aiven-docs pull request 1886 has tests in which it does not. */
  operatorSecrets: ['redacted', 'shown'],

  /** PUT of an endpoint's `user_config`: keys that are not sent stay, or go. */
  endpointPut: ['merge', 'replace'],
  /** `null` in an endpoint's `user_config` on PUT. */
  endpointNull: ['clear', 'ignore'],
  /** `ssl_endpoint_identification_algorithm: ""`; Aiven's generated schema drops empty enum values. */
  emptyIdentificationAlgorithm: ['accept', 'refuse'],
  /** SASL protocol without mechanism, user name and password; SSL without CA. */
  endpointCrossFields: ['unchecked', 'checked'],
  /** A second endpoint of the same name and type. aiven-operator relies on uniqueness. */
  duplicateEndpoint: ['409', 'allow'],
  /** DELETE of an endpoint that an integration uses. */
  endpointInUse: ['409', 'allow'],
  /** PUT that changes nothing: `User config not changed`. aiven-operator knows the text only. */
  unchangedUserConfig: ['409', '400', 'accept'],

  /** PUT of an integration's `user_config`. The docs' example implies `merge` of top-level keys. */
  integrationPut: ['merge', 'deep-merge', 'replace'],
  /** PUT with another `cluster_alias`: the docs say it cannot be modified, Terraform updates it. */
  clusterAliasChange: ['refuse', 'allow'],
  /** Two integrations of one MirrorMaker service with the same alias. */
  duplicateAlias: ['refuse', 'allow'],
  /** The text of the 409 for an integration that is there already: one, the other, or one after the other. */
  duplicateIntegration: ['either', 'already-exists', 'only-one'],
  /** Alias of an integration that was made without one: `<project>-<service>`, or the bare name. */
  generatedAlias: ['project-and-name', 'name'],
  /** `integration_status` in answers. */
  integrationStatus: ['present', 'absent'],
  /** `active` goes true, false, true after a change; Terraform waits for ten trues in a row. */
  active: ['steady', 'flapping'],
  /** GET of an integration just after its creation; terraform-provider-aiven waits for one that is not found. */
  newIntegration: ['not-found', 'found'],
  /** Rows of possible integrations (`enabled: false`, id null) in the list of a service. */
  notEnabledIntegrations: ['listed', 'hidden'],
  /** `source_service` of an integration whose source is an endpoint. */
  endpointSourceService: ['null', 'empty'],
  /** DELETE of an integration whose alias a flow uses. */
  integrationWithFlows: ['allow', '409'],

  /** A second flow between the same aliases. */
  duplicateFlow: ['409', '400'],
  /** PUT of a flow: named "Patch" in the API description, so fields that are not sent stay. */
  flowPut: ['merge', 'replace'],
  /** `source_cluster` and `target_cluster` in a PUT; the docs' CLI examples send them. */
  flowAliasesInPut: ['ignore', 'refuse'],
  /** Which of the three spellings of the exclude list is echoed. */
  flowExcludeEcho: ['as-sent', 'topics.blacklist'],
  /**
   * Two flow writes on one MirrorMaker service at once: both applied (changelog of terraform-provider-aiven for 4.19.0), the first
   * one lost (what its 4.9.4 worked around), or refused loudly. They count as a violation all the same.
   */
  flowWritesOverlap: ['apply', 'lose', 'fail'],

  /** Topics and ACLs of a service in state REBUILDING; the docs say that it "remains accessible". */
  whileRebuilding: ['accessible', '503'],
  /** The topic list after a create or delete: served from the cache until that expires, or rebuilt. */
  topicListCache: ['stale', 'invalidated'],
  /**
   * The v2 batch read for a name that the v1 list has and v2 has not yet: both were seen (terraform-provider-aiven pull request
   * 2648), so one after the other unless told.
   */
  v2WhileStale: ['either', 'not-found', 'short'],
  /** Topic values in the v2 batch read are as of the last refresh of its cache, or current. */
  v2Values: ['cached', 'current'],
  /**
   * The v2 batch read, "experimental" in go-client-codegen `openapi_patch.yaml` and in no published document: there, taken away, or
   * refused to the token. The code of the second is in the OpenAPI document's list.
   */
  v2Route: ['there', 'retired', 'forbidden'],
  /** GET of a topic that is not visible yet. */
  topicWhileCreating: ['404', '501', 'not-synchronized'],
  /** Error code of a create while a topic of the name is being deleted. */
  recreateWhileDeleting: ['queued-for-deletion', 'already-exists'],
  /** Replication factor 1 on a service with several nodes. terraform-provider-aiven issue 252 (2020). */
  replicationOne: ['refuse', 'allow'],
  /** Status of a replication factor above the number of brokers; 409 was observed in 2023. */
  replicationTooHigh: ['409', '400'],
  /** Status of fewer partitions than there are. */
  partitionsShrink: ['400', '409'],
  /** Keys of `config` that a PUT does not send: they stay, as clients and their documentation have it, or go. */
  topicConfigPut: ['merge', 'replace'],
  /**
   * `topic_description: null` in a PUT: the description goes, stays as with the numbers that aiven-client sends as null, or is
   * refused, as the OpenAPI document knows text only.
   */
  topicDescriptionNull: ['clear', 'ignore', 'refuse'],
  /** `null` for a key of `config`. The OpenAPI document has no null there. */
  topicConfigNull: ['refuse', 'reset', 'ignore'],
  /**
   * A config that an update sets to what the topic inherits: reported as the default, as terraform-provider-aiven's acceptance
   * tests have it for topics that are created so, or as the topic's own, as Kafka keeps it and the provider's pull request 2481
   * fears.
   */
  configAtDefault: ['default_config', 'topic_config'],
  /** Spelling of a config's source: `topic_config` (OpenAPI), `DYNAMIC_TOPIC_CONFIG` (aiven-client's tests). */
  configSource: ['lower-case', 'kafka'],
  /** Create of a topic whose name begins with `__`. For DELETE the OpenAPI document has `kafka_topic_reserved`. */
  reservedTopicCreate: ['refuse', 'allow'],
  /** Kafka's internal topics in the list. */
  internalTopics: ['listed', 'hidden'],

  /** User name of the ACL entry `default`: `avnadmin` (docs), `*` (docs of the CLI, Terraform). */
  defaultAclUsername: ['avnadmin', '*'],
  /** A second Aiven ACL entry with the same content: 409, or (aiven-operator) a second entry. */
  identicalAivenAcl: ['409', 'allow'],
  /** A native ACL whose principal is not `User:…`. */
  otherPrincipal: ['not-supported', 'bad-request'],
  /** `host: ""` on a native ACL, which the OpenAPI document allows. */
  emptyAclHost: ['any', 'refuse'],
  /** A deleted user's ACL entries. */
  aclsOfDeletedUser: ['stay', 'go'],
} as const;

export type SwitchName = keyof typeof switchValues;
export type SwitchValue<S extends SwitchName> = (typeof switchValues)[S][number];
export type Switches = { readonly [S in SwitchName]: SwitchValue<S> };

/** Every switch at its assumed value. */
export const assumedSwitches: Switches = Object.fromEntries(
  Object.entries(switchValues).map(([name, values]) => [name, values[0]]),
) as Switches; // fromEntries forgets which value belongs to which name
