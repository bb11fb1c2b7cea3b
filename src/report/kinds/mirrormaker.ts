import { keyOf } from '../../model/resource.ts';
import { phrase } from '../words/phrase.ts';
import { type KindWords, named, ofFirst } from './kind-words.ts';

/** Where credentials go is worth a line for each field. */
export const endpointWords: KindWords<'endpoint'> = {
  ...named<'endpoint'>('endpoint', 'endpoints'),
  created: 'field by field',
};

const integration = named<'integration'>('integration', 'integrations');

/** Those that are created for one service share a line. */
export const integrationWords: KindWords<'integration'> = {
  ...integration,
  lineKey: (id, action) => (action === 'create' ? JSON.stringify([action, id.service]) : keyOf(id)),
  linePhrase: (id, count) => (count === 1 ? integration.phrase(id) : [integration.many]),
  sentence: ofFirst(({ cluster }) => phrase`${cluster}`),
};

export const flowWords: KindWords<'flow'> = named<'flow'>('flow', 'flows');
