import type { SwitchName } from './switches.ts';

/** What public evidence says of one switch, and what follows for the action. */
export interface Assumption {
  /** What the assumed value means, in words. */
  readonly means: string;
  readonly verdict: 'decided' | 'open, harmless' | 'open, handled';
  /** The source; or why another value does no harm, or what the action does about it. */
  readonly why: string;
}

const decided = (means: string, why: string): Assumption => ({ means, verdict: 'decided', why });
const harmless = (means: string, why: string): Assumption => ({ means, verdict: 'open, harmless', why });
const handled = (means: string, why: string): Assumption => ({ means, verdict: 'open, handled', why });

/** Every switch of the emulator. The matrix of `__tests__/property/aiven` tries each kind of change with each of their values. */
export const assumptions: { readonly [S in SwitchName]: Assumption } = {
  redaction: handled(
    'secrets are redacted unless one object is asked for with them',
    'the page on secret redaction announces it for all accounts; a secret that is not revealed is `cannot tell`',
  ),
  redactedPlaceholder: harmless('a placeholder in a PUT keeps the secret', 'a placeholder is never sent'),
  unknownProperties: decided('unknown keys are refused with 400', 'terraform-provider-aiven, issue 1446'),
  valueInErrors: decided(
    'a refused value is repeated in the error',
    'aiven-operator, issue 522; secrets are taken out of every message',
  ),
  retryAfter: handled('429 names the wait in its text only', 'text and header are both read'),
  unknownProject: decided(
    "a project that is not the token's answers 403",
    'terraform-provider-aiven, issue 561; a 404 is told as well',
  ),
  writeAnswer: handled(
    'a write that was done is answered so',
    'what reads show decides; terraform-provider-aiven knows a 501 after the effect',
  ),
  topicCreateRight: handled(
    'topics are created with the role developer or operator',
    'two public lists disagree; a 403 names the permission',
  ),
  operatorData: handled('the role operator may read topics, ACLs and flows', 'a 403 names the permission'),
  operatorSecrets: handled(
    'the role operator sees no secrets of endpoints',
    'a rotation is `secret-not-comparable`; an update that would need a hidden secret is refused before it is sent',
  ),
  endpointPut: handled(
    'a PUT of an endpoint merges',
    'the whole endpoint is sent, as it is, with the changes in it',
  ),
  endpointNull: handled(
    'null clears a field',
    'the endpoint is read back; a field that stays is a failure that says so',
  ),
  emptyIdentificationAlgorithm: decided(
    'an empty ssl_endpoint_identification_algorithm is taken',
    'terraform-provider-aiven, pull request 1733',
  ),
  endpointCrossFields: handled(
    'what a protocol needs is not checked together',
    'what SASL needs is required in the spec; TLS without `ssl_ca_cert` may be refused, and then the change has failed with that text',
  ),
  duplicateEndpoint: handled(
    'a second endpoint of the name is refused with 409',
    'the name is looked up first; two of one name make that endpoint unknown',
  ),
  endpointInUse: handled('an endpoint in use cannot be deleted', 'nothing is deleted while anything uses it'),
  unchangedUserConfig: handled(
    'a PUT that changes nothing is 409 `User config not changed`',
    'the text counts as done under any status',
  ),
  integrationPut: handled(
    'a PUT of an integration keeps other keys on the top level, and replaces the tuning',
    "the top level is decided by an example in Aiven's documentation; the whole config is sent, as it is, with the changes in it",
  ),
  clusterAliasChange: harmless(
    'the alias of an integration cannot be changed',
    'another alias is never sent',
  ),
  duplicateAlias: harmless(
    'two integrations of a service cannot have one alias',
    'two with one alias make this alias unknown, and nothing else',
  ),
  duplicateIntegration: decided(
    'an integration that is there is 409, in either of two texts',
    'aiven-examples, aiven-operator; what is there is read back, whatever the text',
  ),
  generatedAlias: harmless(
    'without an alias Aiven makes one of project and service',
    'one without an alias is shown and is never taken for a cluster of the spec',
  ),
  integrationStatus: harmless('integrations tell their status', 'without it, `active` counts'),
  active: handled(
    'an integration that is active stays so',
    'terraform-provider-aiven expects that it goes up and down; it is waited for once, and flows are made disabled and looked at afterwards',
  ),
  newIntegration: decided(
    'a new integration is not found at first',
    'terraform-provider-aiven; the list is asked instead',
  ),
  notEnabledIntegrations: decided(
    'integrations that are merely possible are listed, without an id',
    'aiven-client, terraform-provider-aiven; such rows are left out',
  ),
  endpointSourceService: harmless(
    'an integration with an endpoint has null as its source service',
    'null and an empty text read the same',
  ),
  integrationWithFlows: handled(
    'an integration whose alias a flow uses can be deleted',
    'a refusal leaves it as it is, and the change has failed with its text',
  ),
  duplicateFlow: handled(
    'a second flow between two aliases is 409',
    'flows are read right before, and read back',
  ),
  flowPut: handled('a PUT of a flow merges', 'the whole flow is sent, as it is, with the changes in it'),
  flowAliasesInPut: harmless('aliases in a PUT of a flow are ignored', 'they are not sent'),
  flowExcludeEcho: handled(
    'a list of excluded topics is told under the name under which it was sent',
    'it is written under each name under which it is live',
  ),
  flowWritesOverlap: decided(
    'two writes of flows at once are both done',
    'terraform-provider-aiven 4.19.0; they are sent one by one all the same',
  ),
  whileRebuilding: handled(
    'a service that is REBUILDING can be read',
    "Aiven's documentation of scaling; what cannot be read is unknown, with the state",
  ),
  topicListCache: handled(
    'the list of topics is cached, whatever is created',
    'terraform-provider-aiven, pull request 464, expects a new list after each write; what the list lacks is asked for by name, or in a batch',
  ),
  v2WhileStale: decided(
    'a batch with a topic that it does not know yet is refused as a whole, or short',
    'terraform-provider-aiven, pull request 2648',
  ),
  v2Values: decided(
    'a batch repeats values for some seconds',
    'comments in terraform-provider-aiven; a few topics are read back one by one, more until a batch shows them',
  ),
  v2Route: handled('there is a batch read of topics', 'any failure of it leads to single reads'),
  topicWhileCreating: handled(
    'a new topic is 404 at first',
    '501 was seen in 2019; the topic is looked for as long as `wait-timeout` says',
  ),
  recreateWhileDeleting: handled(
    'a name is blocked while its topic is being deleted',
    'the list is asked whether it is; then a later run may do it',
  ),
  replicationOne: decided('one replica on several nodes is 400', 'terraform-provider-aiven, issue 252'),
  replicationTooHigh: decided(
    'more replicas than nodes are 409',
    'terraform-provider-aiven, pull request 1360; the text counts, under any status',
  ),
  partitionsShrink: harmless('fewer partitions are refused', 'a plan with fewer is an error'),
  topicConfigPut: handled(
    "a PUT of a topic's config keeps other keys",
    'the whole config of the topic is sent, as it is, with the changes in it',
  ),
  topicDescriptionNull: handled(
    'null clears a description',
    'it is read back; a description that stays is a failure that says so',
  ),
  topicConfigNull: harmless(
    'null in a config is refused',
    'it is never sent; a reset writes the inherited value',
  ),
  configAtDefault: handled(
    'a config at its default is told as the default',
    'a config that has the inherited value counts as reset',
  ),
  configSource: decided(
    'sources are told in lower case',
    'acceptance tests of terraform-provider-aiven; upper case is read, too',
  ),
  reservedTopicCreate: harmless('names that begin with `__` are refused', 'a refusal is told as it is'),
  internalTopics: harmless(
    "Kafka's internal topics are listed",
    'they are in no scope unless a spec names them',
  ),
  defaultAclUsername: harmless('the entry `default` is of avnadmin', 'it goes by its id'),
  identicalAivenAcl: handled('an entry that is there is 409', 'one that is there twice counts as one'),
  otherPrincipal: harmless('principals other than users are refused', 'a spec cannot state them'),
  emptyAclHost: harmless('an empty host means any', 'it is never sent'),
  aclsOfDeletedUser: harmless('entries of a deleted user stay', 'users are not deleted here'),
};
