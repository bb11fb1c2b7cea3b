import { describe, expect, test } from '@jest/globals';
import {
  mergeGroupEvent,
  pullRequestEvent,
  pushEvent,
  scheduleEvent,
  workflowDispatchEvent,
} from '../../../sandbox/runner/events.ts';

const repository = { fullName: 'acme/kafka' };
const sha = (digit: string): string => digit.repeat(40);
const pull = {
  number: 7,
  headRef: 'topics',
  headSha: sha('a'),
  baseSha: sha('b'),
  mergeSha: sha('c'),
} as const;

describe('GITHUB_SHA and GITHUB_REF', () => {
  test.each([
    [
      'an open pull request',
      pullRequestEvent(repository, { ...pull, action: 'opened' }),
      sha('c'),
      'refs/pull/7/merge',
    ],
    [
      'a merged one',
      pullRequestEvent(repository, { ...pull, action: 'closed', merged: true }),
      sha('c'),
      'refs/heads/main',
    ],
    [
      'pull_request_target',
      pullRequestEvent(repository, { ...pull, action: 'opened' }, 'pull_request_target'),
      sha('b'),
      'refs/heads/main',
    ],
    ['a push', pushEvent(repository, { before: sha('1'), after: sha('2') }), sha('2'), 'refs/heads/main'],
    ['a schedule', scheduleEvent(repository, { sha: sha('2') }), sha('2'), 'refs/heads/main'],
    [
      'a dispatch',
      workflowDispatchEvent(repository, { sha: sha('2'), branch: 'x' }),
      sha('2'),
      'refs/heads/x',
    ],
    [
      'a merge group',
      mergeGroupEvent(repository, { number: 7, headSha: sha('2'), baseSha: sha('1') }),
      sha('2'),
      `refs/heads/gh-readonly-queue/main/pr-7-${sha('1')}`,
    ],
  ])('of %s', (_, run, expectedSha, ref) => {
    expect(run.github).toMatchObject({ sha: expectedSha, ref });
  });
});

test('a fork’s pull request names the fork as its head', () => {
  const { event } = pullRequestEvent(repository, {
    ...pull,
    action: 'opened',
    headRepository: 'octocat/kafka',
  });
  expect(event.payload).toMatchObject({
    pull_request: {
      head: { ref: 'topics', sha: sha('a'), repo: { full_name: 'octocat/kafka', fork: true } },
      base: { ref: 'main', sha: sha('b'), repo: { full_name: 'acme/kafka', fork: false } },
    },
    repository: { full_name: 'acme/kafka', default_branch: 'main' },
  });
});

test('a merged pull request says so', () => {
  const { event } = pullRequestEvent(repository, { ...pull, action: 'closed', merged: true });
  expect(event.payload).toMatchObject({
    action: 'closed',
    pull_request: {
      state: 'closed',
      merged: true,
      merge_commit_sha: sha('c'),
      merged_at: expect.any(String),
    },
  });
});

test('Dependabot is a bot', () => {
  const { event } = pullRequestEvent(repository, { ...pull, action: 'opened', author: 'dependabot[bot]' });
  expect(event.payload['sender']).toMatchObject({ login: 'dependabot[bot]', type: 'Bot' });
});

test('the first push of a branch has no before', () => {
  const { event } = pushEvent(repository, { before: sha('0'), after: sha('2'), branch: 'new' });
  expect(event.payload).toMatchObject({
    created: true,
    ref: 'refs/heads/new',
    head_commit: { id: sha('2') },
  });
});
