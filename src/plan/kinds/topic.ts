import { prunesTopics } from '../../model/owning-pattern.ts';
import { planTopics } from '../changes/topics.ts';
import { topicComparison } from '../compare/topic.ts';
import type { KindDefinition } from '../kind-definition.ts';
import { topicRisks } from '../risk/topic.ts';
import { states } from './live-states.ts';

export const topicDefinition: KindDefinition<'topic'> = {
  comparison: topicComparison,
  plan: planTopics,
  risks: topicRisks,
  takesRecordsFrom: 'itself',
  phases: ({ action }) => [action === 'delete' ? 'delete-topics' : 'create-topics'],
  needs: () => false,
  ownsUnlisted: prunesTopics,
  isInEffect: () => true,
  takesEffect: 'soon',
  statesAt: (cluster, live) => states(live.clusters.get(cluster)?.topicNames, (name) => [name, 'there']),
};
