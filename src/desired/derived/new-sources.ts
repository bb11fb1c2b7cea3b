import { type MirrorFlow, mirrorFlowName } from '../../mirrormaker/mirror-flow.ts';
import { isHeartbeatsTopic, isInternalTopic, remoteTopic } from '../../mirrormaker/names.ts';
import { mayMirror } from '../../mirrormaker/topic-filter.ts';
import type { Desired } from '../../model/desired.ts';
import type { Finding } from '../../model/finding.ts';
import type { Position } from '../../model/position.ts';
import { someNames } from '../../model/some-names.ts';
import type { TopicId } from '../../model/topic.ts';

/** Whether a topic is on a cluster, as far as anybody could look. */
export type Looked = 'there' | 'absent' | { readonly notSeen: string };

/** A topic that the spec creates on the source of a flow, or creates where it is missing, and its name on the target. */
export interface NewSource {
  readonly changed: TopicId;
  readonly remote: string;
  /** `created`: it is not there. */
  readonly source: 'created' | { readonly notSeen: string };
  readonly target: 'there' | { readonly notSeen: string };
}

/** What the flow would take over through topics that the spec makes on its source. Of a flow that copies neither, nothing. */
export function newSources(
  flow: MirrorFlow,
  { topics, leavesOut }: Pick<Desired, 'topics' | 'leavesOut'>,
  lookFor: (cluster: string, topic: string) => Looked,
): readonly NewSource[] {
  const { sourceCluster, targetCluster, settings } = flow;
  if (!settings.enabled || takes(flow) === 'nothing') return [];
  const selects = mayMirror(flow);
  return topics
    .filter((topic) => topic.id.cluster === sourceCluster && topic.provenance.origin === 'declared')
    .filter((topic) => !leavesOut(topic) && selects(topic.id.name))
    .filter(({ id: { name } }) => !isHeartbeatsTopic(name) && !isInternalTopic(name))
    .flatMap(({ id }): readonly NewSource[] => {
      const source = lookFor(sourceCluster, id.name);
      if (source === 'there') return [];
      const remote = remoteTopic(settings.replication_policy, flow.source, id.name);
      const target = lookFor(targetCluster, remote);
      if (target === 'absent') return [];
      return [{ changed: id, remote, source: source === 'absent' ? 'created' : source, target }];
    });
}

/** Where nobody could look at one of the ends, whether a topic is taken over is not known, which does not mean that none is. */
export function unseenTakeovers(
  flow: MirrorFlow,
  sources: readonly NewSource[],
  position: Position,
): readonly Finding[] {
  const { sourceCluster, targetCluster } = flow;
  const unseen = sources.flatMap((one) => {
    const ends = [
      ...(one.source === 'created' ? [] : [`${sourceCluster} (${one.source.notSeen})`]),
      ...(one.target === 'there' ? [] : [`${targetCluster} (${one.target.notSeen})`]),
    ];
    return ends.length === 0 ? [] : [{ ...one, where: ends.join(' and ') }];
  });
  return [...Map.groupBy(unseen, ({ where }) => where)].map(([where, group]): Finding => {
    const isThere = group.every(({ target }) => target === 'there');
    const names = someNames(
      group.map(({ remote }) => remote),
      5,
    );
    const what = `${names} on ${targetCluster}${isThere ? (group.length === 1 ? ', which is there,' : ', which are there,') : ''}`;
    return {
      code: 'takeover-not-checked',
      severity: flow.settings.replication_policy === 'identity' ? 'warning' : 'notice',
      message: `${mirrorFlowName(flow)}: whether it takes over ${what} is not checked, because nobody could look at ${where}. The apply creates what is missing of these topics on ${sourceCluster}, and the flow then ${takesWords[takes(flow)]}`,
      hint: 'Merge the new connection first, in a pull request of its own. Otherwise the apply refuses to create a topic that takes over another, until a plan has shown it.',
      position,
    };
  });
}

type Takes = 'nothing' | 'records' | 'configs' | 'records and configs';

const takesWords: { readonly [T in Takes]: string } = {
  nothing: 'takes over nothing',
  records: 'adds their records to those on the target',
  configs: 'copies their configs to those on the target',
  'records and configs': 'adds their records to those on the target and copies their configs',
};

/** Under the default policy a topic of that name on the target is hardly there by chance: only its configs are new. */
function takes({ settings, configSync }: MirrorFlow): Takes {
  if (settings.replication_policy === 'identity')
    return configSync === 'off' ? 'records' : 'records and configs';
  return configSync === 'off' ? 'nothing' : 'configs';
}
