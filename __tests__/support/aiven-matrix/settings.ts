import { type Switches, type SwitchName, switchValues } from '../../../sandbox/aiven/switches.ts';
import type { Timings } from '../../../sandbox/aiven/timings.ts';
import type { Kind } from '../../../src/model/resource.ts';

/** One way in which Aiven may behave: switches that are not at their assumed value, and circumstances. */
export interface Setting {
  readonly name: string;
  readonly switches: Partial<Switches>;
  readonly timings?: 'realistic' | Partial<Timings>;
  readonly state?: 'REBUILDING';
  /** Of the user of the token; that of an admin unless told. */
  readonly role?: 'operator' | 'developer';
  /** Objects that nobody here names stand beside, in forms that are documented nowhere. */
  readonly odd?: true;
}

/** What no switch says, and happens. */
const circumstances: readonly Setting[] = [
  { name: 'realistic timings', switches: {}, timings: 'realistic' },
  { name: 'topics that show after two minutes', switches: {}, timings: { topicVisible: 120_000 } },
  { name: 'reads that take 60 s', switches: {}, timings: { read: 60_000 } },
  { name: 'a service that is REBUILDING', switches: {}, state: 'REBUILDING' },
];

/**
 * By kind, the switches that meet in it: those that decide what one of its writes does, and those that decide what is seen of it
 * afterwards. All pairs of their values are tried.
 */
const interacting: { readonly [K in Kind]: readonly SwitchName[] } = {
  topic: [
    'topicListCache',
    'v2WhileStale',
    'v2Values',
    'v2Route',
    'topicWhileCreating',
    'recreateWhileDeleting',
    'topicConfigPut',
    'topicConfigNull',
    'topicDescriptionNull',
    'configAtDefault',
    'configSource',
    'internalTopics',
    'writeAnswer',
  ],
  'aiven-acl': ['identicalAivenAcl', 'defaultAclUsername', 'aclsOfDeletedUser', 'writeAnswer'],
  'kafka-acl': ['emptyAclHost', 'otherPrincipal', 'writeAnswer'],
  endpoint: [
    'redaction',
    'redactedPlaceholder',
    'unknownProperties',
    'valueInErrors',
    'endpointPut',
    'endpointNull',
    'endpointCrossFields',
    'emptyIdentificationAlgorithm',
    'duplicateEndpoint',
    'endpointInUse',
    'unchangedUserConfig',
    'operatorSecrets',
    'writeAnswer',
  ],
  integration: [
    'integrationPut',
    'clusterAliasChange',
    'duplicateAlias',
    'duplicateIntegration',
    'generatedAlias',
    'integrationStatus',
    'active',
    'newIntegration',
    'notEnabledIntegrations',
    'endpointSourceService',
    'integrationWithFlows',
    'unchangedUserConfig',
    'writeAnswer',
  ],
  flow: [
    'duplicateFlow',
    'flowPut',
    'flowAliasesInPut',
    'flowExcludeEcho',
    'flowWritesOverlap',
    'active',
    'newIntegration',
    'writeAnswer',
  ],
};

type Choice = readonly [SwitchName, string];

function choicesOf(names: readonly SwitchName[]): readonly Choice[] {
  return names.flatMap((name) => switchValues[name].slice(1).map((value): Choice => [name, value]));
}

const names = Object.keys(switchValues) as SwitchName[]; // Object.keys forgets the names

/** What a role may is one thing for what lives in a cluster or in MirrorMaker 2, and another for endpoints and integrations. */
function rolesFor(kind: Kind): readonly Setting[] {
  const roles = kind === 'endpoint' || kind === 'integration' ? ['operator'] : ['operator', 'developer'];
  return (roles as ('operator' | 'developer')[]).map((role) => ({
    name: `the role ${role}`,
    switches: {},
    role,
  }));
}

/** Every value of every switch by itself, each circumstance, and all pairs that meet in the kind, with late reads as well. */
export function settingsOf(kind: Kind): readonly Setting[] {
  const own = choicesOf(interacting[kind]);
  const pairs = own.flatMap((one, index) =>
    own.slice(index + 1).flatMap((other) => (one[0] === other[0] ? [] : [setting(one, other)])),
  );
  const late = own.map((one) => ({
    ...setting(one),
    name: `${setting(one).name}, realistic timings`,
    timings: 'realistic' as const,
  }));
  return [
    { name: 'as assumed', switches: {}, odd: true },
    ...choicesOf(names).map((one) => ({ ...setting(one), odd: true as const })),
    ...circumstances,
    ...rolesFor(kind),
    ...pairs,
    ...late,
  ];
}

function setting(...choices: readonly Choice[]): Setting {
  return {
    name: choices.map(([name, value]) => `${name}: ${value}`).join(', '),
    switches: Object.fromEntries(choices),
  };
}
