import { type MirrorLogins, observedTopics } from '../../desired/derived/view.ts';
import { mirrorQuestions } from '../../desired/preflight/logins.ts';
import type { Live } from '../../model/live.ts';
import type { LoginQuestions, LoginRights } from '../../model/login-rights.ts';
import type { Reading } from '../../model/reading.ts';
import type { Spec } from '../../spec/spec.ts';
import type { ReadAccess } from './read-live.ts';

/**
 * Logs in to the external clusters of the flows as MirrorMaker 2 does, and asks what it may do there. Once more about what
 * the login itself shows: topics that nobody else could list, and heartbeats that it sees unasked.
 */
export async function tryLogins(
  spec: Spec,
  mirrors: ReadonlyMap<string, ReadAccess>,
  live: Live,
): Promise<MirrorLogins> {
  const questions = mirrorQuestions(spec, observedTopics(live, new Map()), new Map());
  const first = new Map(
    await Promise.all([...questions].map(async ([key, asked]) => answerOf(key, mirrors, asked))),
  );
  const more = [...mirrorQuestions(spec, observedTopics(live, first), first)].filter(
    ([key, asked]) => JSON.stringify(asked) !== JSON.stringify(questions.get(key)),
  );
  const second = await Promise.all(
    more
      .filter(([key]) => first.get(key)?.state === 'known')
      .map(async ([key, asked]) => answerOf(key, mirrors, asked)),
  );
  return new Map([...first, ...second]);
}

async function answerOf(
  key: string,
  mirrors: ReadonlyMap<string, ReadAccess>,
  questions: LoginQuestions,
): Promise<readonly [string, Reading<LoginRights>]> {
  const access = mirrors.get(key);
  if (access === undefined) throw new Error(`${key} has flows and no access for its mirror identity`);
  if (access.state === 'closed') return [key, access.reason];
  return [key, await access.cluster.readLoginRights(questions)];
}
