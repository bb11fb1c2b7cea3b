import { liveMatches } from '../../mirrormaker/matches.ts';
import type { MirrorFlow } from '../../mirrormaker/mirror-flow.ts';
import { isHeartbeatsTopic } from '../../mirrormaker/names.ts';
import type { FlowNeeds } from '../../mirrormaker/needs.ts';
import type { Desired } from '../../model/desired.ts';
import type { FlowId } from '../../model/flow.ts';
import type { FlowMatches, FlowPreflight } from '../../model/flow-preflight.ts';
import type { Live } from '../../model/live.ts';
import type { LoginRights } from '../../model/login-rights.ts';
import { known, type Reading, unknown } from '../../model/reading.ts';
import type { SpecFlow } from './mirror-flows.ts';
import type { Looked } from './new-sources.ts';

/** The logins of MirrorMaker 2, by cluster key: what they may do, or why that is not known. */
export type MirrorLogins = ReadonlyMap<string, Reading<LoginRights>>;

/** A flow with everything the preflight knows about it. */
export interface CheckedFlow extends SpecFlow {
  readonly needs: FlowNeeds;
  readonly preflight: FlowPreflight;
  /** The same matches once the plan is applied, and the flows have done what follows. */
  readonly matchesAfter: Reading<FlowMatches>;
}

/** Live topic names by cluster key, for deriving rights name by name. */
export function observedTopics(live: Live, logins: MirrorLogins): ReadonlyMap<string, readonly string[]> {
  const observed = new Map<string, readonly string[]>();
  for (const key of new Set([...live.clusters.keys(), ...logins.keys()])) {
    const view = viewOf(key, live, logins);
    if (view.state === 'known') observed.set(key, view.value.names);
  }
  return observed;
}

/** Heartbeats topics that the logins see, by cluster key: MirrorMaker 2 mirrors them past all patterns. */
export function seenHeartbeats(logins: MirrorLogins): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...logins].map(([key, login]) => [
      key,
      login.state === 'known' ? [...login.value.topics.keys()].filter(isHeartbeatsTopic) : [],
    ]),
  );
}

export interface View {
  readonly seenBy: FlowMatches['seenBy'];
  readonly names: readonly string[];
  readonly partitions: ReadonlyMap<string, number>;
}

/** The topics of a cluster as this tool's own identity sees them, or else as MirrorMaker 2 does. */
export function viewOf(key: string, live: Live, logins: MirrorLogins): Reading<View> {
  const cluster = live.clusters.get(key);
  if (cluster?.topicNames.state === 'known') {
    return known({
      seenBy: 'admin',
      names: cluster.topicNames.value,
      partitions: cluster.partitionCounts,
    });
  }
  const login = logins.get(key);
  if (login?.state === 'known') {
    const names = [...login.value.topics.keys()].sort();
    return known({ seenBy: 'mirror', names, partitions: login.value.topics });
  }
  return login ?? cluster?.topicNames ?? unknown('incomplete', `${key} was not read`);
}

/** The topics of its source that a flow takes, and which of them are on its target already. */
export function flowMatches(
  flow: MirrorFlow,
  looked: LookedAtAll,
  source: Reading<View> = viewOf(flow.sourceCluster, looked.live, looked.logins),
): Reading<FlowMatches> {
  return source.state === 'unknown' ? source : known(matchesIn(flow, source.value, looked));
}

interface LookedAtAll {
  readonly live: Live;
  readonly logins: MirrorLogins;
  /** Of the spec: see `liveMatches`. */
  readonly aliases: ReadonlySet<string>;
}

function matchesIn(
  flow: MirrorFlow,
  { seenBy, names, partitions }: View,
  { live, logins, aliases }: LookedAtAll,
): FlowMatches {
  const { mirrored, doubtful } = liveMatches(flow, names, aliases);
  const onTarget = viewOf(flow.targetCluster, live, logins);
  const existing = onTarget.state === 'known' ? new Set(onTarget.value.names) : undefined;
  const topics = mirrored.map(({ name, remote }) => {
    const count = partitions.get(name);
    const found = existing?.has(remote) === true;
    // MirrorMaker 2's own login may be blind for what is there.
    const sure = onTarget.state === 'known' && (found || onTarget.value.seenBy === 'admin');
    return {
      name,
      ...(count === undefined ? {} : { partitions: count }),
      remote,
      onTarget: sure ? (found ? 'exists' : 'new') : 'unknown',
    } as const;
  });
  const counts = topics.map((topic) => topic.partitions);
  const all = counts.every((count) => count !== undefined);
  const total = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  return { seenBy, topics, ...(all ? { partitions: total } : {}), doubtful };
}

/** Looks for topics as both identities see them: what the login of MirrorMaker 2 does not see may be there all the same. */
export function lookedAt(live: Live, logins: MirrorLogins): (key: string, topic: string) => Looked {
  const seen = new Map<string, { readonly view: Reading<View>; readonly names: ReadonlySet<string> }>();
  return (key, topic) => {
    const found = seen.get(key) ?? namesIn(viewOf(key, live, logins));
    seen.set(key, found);
    if (found.names.has(topic)) return 'there';
    if (found.view.state === 'unknown') return { notSeen: found.view.message };
    if (found.view.value.seenBy === 'admin') return 'absent';
    return { notSeen: 'only the login of MirrorMaker 2 looked there, which does not see everything' };
  };
}

function namesIn(view: Reading<View>) {
  return { view, names: new Set(view.state === 'known' ? view.value.names : []) };
}

/** Undefined: the spec does not ask for it as it is named. */
export function flowIdOf(
  { service, source, target }: MirrorFlow,
  { flows }: Pick<Desired, 'flows'>,
): FlowId | undefined {
  return flows.find(({ id }) => id.service === service && id.source === source && id.target === target)?.id;
}
