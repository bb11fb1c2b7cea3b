import type { MirrorFlow } from './mirror-flow.ts';
import { isCycle, isHeartbeatsTopic, isInternalTopic, isOwnHeartbeats, remoteTopic } from './names.ts';
import { topicFilter } from './topic-filter.ts';

/** Which topics of a live source a flow copies, by its patterns alone. Everything sorted. */
export interface LiveMatches {
  readonly mirrored: readonly { readonly name: string; readonly remote: string }[];
  /** Wanted, unless an exclude pattern that cannot be evaluated here says otherwise. */
  readonly doubtful: readonly string[];
  readonly notEvaluable: readonly { readonly pattern: string; readonly because: string }[];
  /** Whether a pattern that cannot be evaluated might add topics. */
  readonly maybeMore: boolean;
}

/** `aliases`: heartbeats that came over them are MirrorMaker 2's own, and left out; without them all that are named so. */
export function liveMatches(
  flow: MirrorFlow,
  names: readonly string[],
  aliases?: ReadonlySet<string>,
): LiveMatches {
  const { include, exclude, verdict } = topicFilter(flow);
  const isOwn = (name: string) =>
    isHeartbeatsTopic(name) && (aliases === undefined || isOwnHeartbeats(name, aliases));
  const wanted = [...new Set(names)].filter((name) => !isOwn(name)).sort();
  const policy = flow.settings.replication_policy;
  return {
    mirrored: wanted
      .filter((name) => verdict(name) === 'mirrored')
      .map((name) => ({ name, remote: remoteTopic(policy, flow.source, name) })),
    doubtful: wanted.filter((name) => verdict(name) === 'unknown'),
    notEvaluable: [...include, ...exclude].flatMap((pattern) =>
      pattern.kind === 'not-evaluable'
        ? [{ pattern: pattern.pattern, because: `it has ${pattern.construct}` }]
        : [],
    ),
    maybeMore: include.some(({ kind }) => kind === 'not-evaluable'),
  };
}

/**
 * Of the names that a flow sees on its source, those that it mirrors past its patterns because they end with
 * `.heartbeats` (`DefaultReplicationPolicy.originalTopic`). Not those that came over a cluster of the
 * spec, which are heartbeats indeed.
 */
export function takenForHeartbeats(
  flow: MirrorFlow,
  seen: readonly string[],
  aliases: ReadonlySet<string>,
): readonly string[] {
  const { verdict } = topicFilter(flow);
  return seen.filter((name) => {
    if (!isHeartbeatsTopic(name) || isInternalTopic(name) || verdict(name) === 'mirrored') return false;
    if (isCycle(flow.settings.replication_policy, flow.target, name)) return false;
    return !isOwnHeartbeats(name, aliases);
  });
}

/** MirrorMaker 2 before 4.0 never mirrors these (KIP-1074). */
export function internalBefore4(name: string): boolean {
  return /[-.]internal$/.test(name) && !isInternalTopic(name);
}
