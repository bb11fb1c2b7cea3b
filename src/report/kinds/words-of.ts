import type { PlaceType } from '../../model/kind.ts';
import { type Kind, placeOf, placeTypeOf, type ResourceId } from '../../model/resource.ts';
import { type Phrase, phrase } from '../words/phrase.ts';
import { aivenAclWords, kafkaAclWords } from './acls.ts';
import type { KindWords } from './kind-words.ts';
import { endpointWords, flowWords, integrationWords } from './mirrormaker.ts';
import { topicWords } from './topic.ts';

const words: { readonly [K in Kind]: KindWords<K> } = {
  topic: topicWords,
  'kafka-acl': kafkaAclWords,
  'aiven-acl': aivenAclWords,
  endpoint: endpointWords,
  integration: integrationWords,
  flow: flowWords,
};

/** They are asked only about resources of the kind. */
export function wordsOf(kind: Kind): KindWords<Kind> {
  return words[kind];
}

export function kindWord(kind: Kind, count = 1): string {
  return count === 1 ? words[kind].one : words[kind].many;
}

/** topic `orders.v2` */
function resourcePhrase(id: ResourceId): Phrase {
  return wordsOf(id.kind).phrase(id);
}

/** topic `orders.v2` on `core` */
export function locatedPhrase(id: ResourceId): Phrase {
  return [...resourcePhrase(id), ...wherePhrase(id)];
}

const prepositions: { readonly [P in PlaceType]: string } = {
  project: 'in project',
  mirrormaker: 'of',
  cluster: 'on',
  'aiven-cluster': 'on',
  'external-cluster': 'on',
};

/** on `core` */
export function wherePhrase(id: ResourceId): Phrase {
  return phrase` ${[prepositions[placeTypeOf(id.kind)]]} ${placeOf(id)}`;
}
