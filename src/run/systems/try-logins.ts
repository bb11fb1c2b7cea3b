import { mirrorQuestions } from '../../desired/preflight/logins.ts';
import { type MirrorLogins, observedTopics } from '../../desired/preflight/view.ts';
import type { Live } from '../../model/live.ts';
import type { LoginQuestions, LoginRights } from '../../model/login-rights.ts';
import type { Reading } from '../../model/reading.ts';
import type { Spec } from '../../spec/spec.ts';
import type { ExternalAccess } from './read-live.ts';

/**
 * Logs in to the external clusters of the flows as MirrorMaker 2 does, and asks what it may do there. Once more about what
 * the login itself shows: topics that nobody else could list, and heartbeats that it sees unasked.
 */
export async function tryLogins(
  spec: Spec,
  mirrors: ReadonlyMap<string, ExternalAccess>,
  live: Live,
): Promise<MirrorLogins> {
  const questions = mirrorQuestions(spec, observedTopics(live, new Map()), new Map());
  const first = new Map(
    await Promise.all([...questions].map(async ([alias, asked]) => answerOf(alias, mirrors, asked))),
  );
  const more = [...mirrorQuestions(spec, observedTopics(live, first), first)].filter(
    ([alias, asked]) => JSON.stringify(asked) !== JSON.stringify(questions.get(alias)),
  );
  const second = await Promise.all(
    more
      .filter(([alias]) => first.get(alias)?.state === 'known')
      .map(async ([alias, asked]) => answerOf(alias, mirrors, asked)),
  );
  return new Map([...first, ...second]);
}

async function answerOf(
  alias: string,
  mirrors: ReadonlyMap<string, ExternalAccess>,
  questions: LoginQuestions,
): Promise<readonly [string, Reading<LoginRights>]> {
  const access = mirrors.get(alias);
  if (access === undefined) throw new Error(`${alias} has flows and no access for its mirror identity`);
  if (access.state === 'closed') return [alias, access.reason];
  return [alias, await access.cluster.readLoginRights(questions)];
}
