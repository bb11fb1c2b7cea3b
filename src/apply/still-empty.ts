import { Cancelled } from '../model/cancel.ts';
import type { Change } from '../model/change.ts';
import { type Emptiness, emptinessOf } from '../model/emptiness.ts';
import { type Reading, unknown } from '../model/reading.ts';
import { keyOf, nameOf } from '../model/resource.ts';
import type { LiveTopic, TopicId } from '../model/topic.ts';
import type { ResourceWriter, WriteFailure } from '../model/writer.ts';

/**
 * Asks right before the deletion whether topics that reviewers saw as empty still are. Answers the failures by key: a
 * topic that got records meanwhile, or of which it cannot be told, is not deleted.
 */
export async function noLongerEmpty(
  changes: readonly Change[],
  writerOf: () => ResourceWriter<'topic'>,
): Promise<ReadonlyMap<string, WriteFailure>> {
  const topics = changes.flatMap(({ id }) => (id.kind === 'topic' ? [id] : []));
  const readings = await readAgain(topics, writerOf);
  return new Map(
    topics.flatMap((id, index): [string, WriteFailure][] => {
      const answer = answerOf(id, readings[index]);
      return answer === 'may go' ? [] : [[keyOf(id), changed(answer.message)]];
    }),
  );
}

type Answer = 'may go' | { readonly message: string };

function answerOf(id: TopicId, reading: Reading<LiveTopic | undefined> | undefined): Answer {
  const untold = `whether topic ${nameOf(id)} is still empty cannot be told`;
  if (reading === undefined) return { message: untold };
  if (reading.state === 'unknown') return { message: `${untold}: ${reading.message}` };
  // Somebody deleted it already.
  if (reading.value === undefined) return 'may go';
  const answers: { readonly [E in Emptiness]: Answer } = {
    empty: 'may go',
    'holds records': { message: `topic ${nameOf(id)} was reviewed as empty, and holds records now` },
    'cannot tell': { message: untold },
  };
  return answers[emptinessOf(reading.value)];
}

/** A defect on the way is no answer either. */
async function readAgain(
  topics: readonly TopicId[],
  writerOf: () => ResourceWriter<'topic'>,
): Promise<readonly Reading<LiveTopic | undefined>[]> {
  try {
    const writer = writerOf();
    return await (writer.readCounted ?? writer.readBack)(topics);
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    const message = error instanceof Error ? error.message : String(error);
    return topics.map(() => unknown('incomplete', message));
  }
}

function changed(message: string): WriteFailure {
  return {
    state: 'failed',
    code: 'from-changed',
    message: `${message}, so it was not deleted`,
    transient: false,
  };
}
