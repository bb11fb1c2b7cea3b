import type { Change } from '../model/change.ts';
import type { Kind } from '../model/resource.ts';
import type { KindDefinition } from './kind-definition.ts';
import { aivenAclDefinition, kafkaAclDefinition } from './kinds/acls.ts';
import { endpointDefinition } from './kinds/endpoint.ts';
import { flowDefinition } from './kinds/flow.ts';
import { integrationDefinition } from './kinds/integration.ts';
import { topicDefinition } from './kinds/topic.ts';

/** In the order in which they are planned and told. */
const definitions: { readonly [K in Kind]: KindDefinition<K> } = {
  endpoint: endpointDefinition,
  integration: integrationDefinition,
  flow: flowDefinition,
  topic: topicDefinition,
  'kafka-acl': kafkaAclDefinition,
  'aiven-acl': aivenAclDefinition,
};

export const kindDefinitions: readonly KindDefinition<Kind>[] = Object.values(definitions);

/** The definition of a kind, for resources and changes of that kind. */
export function definitionOf<K extends Kind>(kind: K): KindDefinition<K> {
  return definitions[kind];
}

/** The definition that goes with a change. It is asked only about changes of its own kind, because it is found by theirs. */
export function definitionFor({ kind }: Change): KindDefinition<Kind> {
  return definitions[kind];
}
