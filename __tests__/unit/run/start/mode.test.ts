import { describe, expect, test } from '@jest/globals';
import { type GitHubEvent, readEvent } from '../../../../src/run/start/event.ts';
import { decideMode, type RequestedMode, withoutAivenToken } from '../../../../src/run/start/mode.ts';

const repository = { default_branch: 'trunk' };
const base = { sha: 'b', ref: 'trunk', repo: { full_name: 'acme/kafka' } };
const pull_request = { number: 7, user: { login: 'ada' }, head: { sha: 'h', repo: base.repo }, base };

interface Facts {
  readonly name?: string;
  readonly ref?: string;
  readonly actor?: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

function eventOf({
  name = 'push',
  ref = 'refs/heads/trunk',
  actor = 'ada',
  payload = {},
}: Facts): GitHubEvent {
  const env = {
    GITHUB_EVENT_NAME: name,
    GITHUB_REPOSITORY: 'acme/kafka',
    GITHUB_REF: ref,
    GITHUB_SHA: 'c',
    GITHUB_ACTOR: actor,
  };
  const read = readEvent(env, { repository, sender: { login: actor }, ...payload });
  if (!read.ok) throw new Error(read.message);
  return read.event;
}

function decided(facts: Facts, requested: RequestedMode = 'auto'): string {
  const decision = decideMode({ event: eventOf(facts), requested });
  return decision.kind === 'run' ? decision.mode : decision.kind;
}

describe('traps', () => {
  test.each<[string, Facts, string]>([
    ['the default branch is the one that the payload names', { ref: 'refs/heads/main' }, 'validate'],
    ['a tag that is named like the default branch', { ref: 'refs/tags/trunk' }, 'validate'],
    ['a branch below it', { ref: 'refs/heads/trunk/x' }, 'validate'],
    [
      'a deleted branch whose run claims to be on the default branch',
      { payload: { ref: 'refs/heads/x', deleted: true } },
      'skip',
    ],
    ['a payload that names another branch than the run', { payload: { ref: 'refs/heads/x' } }, 'validate'],
    [
      'Dependabot caused what a person re-runs',
      { name: 'pull_request', actor: 'ada', payload: { pull_request, sender: { login: 'dependabot[bot]' } } },
      'validate',
    ],
    [
      'Dependabot starts what a person caused',
      { name: 'pull_request', actor: 'dependabot[bot]', payload: { pull_request, sender: { login: 'ada' } } },
      'validate',
    ],
    [
      'a person pushes to the branch of Dependabot',
      {
        name: 'pull_request',
        payload: { pull_request: { ...pull_request, user: { login: 'dependabot[bot]' } } },
      },
      'plan',
    ],
    [
      'the head repository is gone',
      {
        name: 'pull_request',
        payload: { pull_request: { ...pull_request, head: { sha: 'h', repo: null } } },
      },
      'validate',
    ],
    [
      'the head repository has another name',
      {
        name: 'pull_request',
        payload: {
          pull_request: { ...pull_request, head: { sha: 'h', repo: { full_name: 'acme/kafka2' } } },
        },
      },
      'validate',
    ],
    [
      'a review of a pull request from a fork',
      {
        name: 'pull_request_review',
        payload: { pull_request: { ...pull_request, head: { sha: 'h', repo: null } } },
      },
      'validate',
    ],
  ])('%s', (_, facts, mode) => {
    expect(decided(facts)).toBe(mode);
  });

  test('an event about a pull request that names none is not guessed at', () => {
    const env = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REPOSITORY: 'acme/kafka' };
    expect(readEvent(env, { repository })).toEqual({
      ok: false,
      message: expect.stringContaining('names no pull request'),
    });
  });
});

describe('what the input mode can ask for', () => {
  test.each<[RequestedMode, Facts, string]>([
    ['apply', {}, 'apply'],
    ['apply', { name: 'schedule' }, 'apply'],
    ['apply', { name: 'pull_request', payload: { pull_request } }, 'refuse'],
    ['apply', { name: 'merge_group' }, 'refuse'],
    ['apply', { ref: 'refs/heads/feature' }, 'refuse'],
    ['drift', { ref: 'refs/heads/feature' }, 'refuse'],
    ['drift', { name: 'workflow_dispatch' }, 'drift'],
    ['plan', { ref: 'refs/heads/feature' }, 'plan'],
    ['validate', {}, 'validate'],
    ['validate', { name: 'pull_request_target', payload: { pull_request } }, 'refuse'],
    ['apply', { actor: 'dependabot[bot]' }, 'validate'],
    [
      'plan',
      {
        name: 'pull_request',
        payload: { pull_request: { ...pull_request, head: { sha: 'h', repo: null } } },
      },
      'validate',
    ],
  ])('%s %j: %s', (requested, facts, mode) => {
    expect(decided(facts, requested)).toBe(mode);
  });
});

test('without a token, only what reviews becomes a validation; what should apply is loud', () => {
  for (const [facts, expected] of [
    [{ name: 'pull_request', payload: { pull_request } }, 'validate'],
    [{ name: 'merge_group' }, 'validate'],
    [{}, 'refuse'],
    [{ name: 'schedule' }, 'refuse'],
  ] as const) {
    const event = eventOf(facts);
    const decision = withoutAivenToken(decideMode({ event, requested: 'auto' }), event);
    expect(decision.kind === 'run' ? decision.mode : decision.kind).toBe(expected);
  }
});
