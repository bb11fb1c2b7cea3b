import type { ChangeOf } from '../../model/change.ts';
import type { Finding } from '../../model/finding.ts';
import type { Position } from '../../model/position.ts';
import { keyOf } from '../../model/resource.ts';
import type { TopicValidation } from '../../model/topic-validation.ts';

export interface AnsweredChange {
  readonly change: ChangeOf<'topic'>;
  readonly answer: TopicValidation;
}

/**
 * What brokers said to changes that they were only asked about. `known`: findings that stand already, so that nothing is
 * said twice. `clusters`: the place of each cluster in the spec.
 */
export function validationFindings(
  answered: readonly AnsweredChange[],
  clusters: ReadonlyMap<string, Position>,
  known: readonly Finding[],
): readonly Finding[] {
  return [
    ...answered.flatMap(({ change, answer }) => refusal(change, answer, known)),
    ...notAsked(answered, clusters),
  ];
}

function refusal(
  { id, action, provenance }: ChangeOf<'topic'>,
  answer: TopicValidation,
  known: readonly Finding[],
): readonly Finding[] {
  const place = { position: provenance.position, about: id };
  const verb = action === 'create' ? 'create' : 'change';
  if (answer.state === 'done') {
    return [
      {
        code: 'validate-only-ignored',
        severity: 'error',
        message: `the brokers of ${id.cluster} were only asked about topic ${id.name}, and it is done: they do not honour validateOnly, or somebody did the same at that moment`,
        hint: `Look at the topic, then plan again. If it was not somebody else, take admin out of ${id.cluster}: plans would write there.`,
        ...place,
      },
    ];
  }
  if (answer.state !== 'refused' || isSaid(id, answer.code, known)) return [];
  return [
    {
      code: 'refused-by-brokers',
      severity: 'error',
      message: `the brokers of ${id.cluster} would refuse to ${verb} topic ${id.name}: ${answer.code}: ${answer.message}`,
      hint: 'Correct the topic in the spec, or ask the owner of the cluster what its brokers allow.',
      ...place,
    },
  ];
}

function isSaid(id: ChangeOf<'topic'>['id'], code: string, known: readonly Finding[]): boolean {
  const same = code === 'INVALID_REPLICATION_FACTOR' ? 'replication-above-brokers' : undefined;
  return known.some(
    (finding) => finding.code === same && finding.about && keyOf(finding.about) === keyOf(id),
  );
}

/** One finding per cluster and reason. */
function notAsked(
  answered: readonly AnsweredChange[],
  clusters: ReadonlyMap<string, Position>,
): readonly Finding[] {
  const open = answered.flatMap(({ change, answer }) =>
    answer.state === 'not-asked' ? [{ id: change.id, because: answer.because }] : [],
  );
  const groups = Map.groupBy(open, ({ id, because }) => JSON.stringify([id.cluster, because]));
  return [...groups.values()].flatMap((group): readonly Finding[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { id, because } = first;
    const what = group.length === 1 ? `topic ${id.name}` : `${group.length} topics, ${id.name} among them`;
    const position = clusters.get(id.cluster);
    return [
      {
        code: 'brokers-not-asked',
        severity: 'notice',
        message: `whether the brokers of ${id.cluster} take the changes of ${what} was not checked: ${because}`,
        hint: 'The apply will try. With that right, or once they answer, the next plan asks them.',
        ...(position === undefined ? {} : { position }),
      },
    ];
  });
}
