import type { LiveFlow } from '../model/flow.ts';
import type { MirrorFlow } from './mirror-flow.ts';
import { topicFilter } from './topic-filter.ts';

/** Undefined: the flow is not there. */
export function liveSettings(flow: MirrorFlow, flows: readonly LiveFlow[]): LiveFlow['settings'] | undefined {
  return flows.find(({ id }) => id.source === flow.source && id.target === flow.target)?.settings;
}

/** Whether the flow, as it is set up now, writes a topic of its source under the name that it would have. */
export function takenBefore(
  flow: MirrorFlow,
  now: LiveFlow['settings'] | undefined,
): (name: string) => boolean {
  if (now === undefined || now.enabled === false) return () => false;
  const policy = now.replication_policy ?? 'default';
  if (policy !== flow.settings.replication_policy) return () => false;
  const { topics_exclude: _, ...others } = flow.settings;
  const { verdict } = topicFilter({ ...flow, settings: { ...others, topics: [], ...now } });
  return (name) => verdict(name) === 'mirrored';
}
