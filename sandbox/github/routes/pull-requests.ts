import type { EmulatorResponse } from '../../http/exchange.ts';
import { error, invalid, notFound, page } from '../answers.ts';
import { commitsBetween } from '../history.ts';
import { closeIssue, openIssue, reopenIssue } from '../issues.ts';
import { maxBodyLength } from '../limits.ts';
import { bodyOf, type GitHubRequest, type GitHubRoute, numberOf } from '../route.ts';
import { pullRequestShape, pullRequestSimpleShape } from '../shapes/pull-request.ts';
import { actionsApp, type GitHubState, type Issue, type Pull } from '../state.ts';

/*
 * Source of the refusals: "A pull request already exists for …" and "No commits between … and …" (vsoch/pull-request-action#86,
 * cyberark/dev-flow#42), `PullRequest.head invalid` (stackitcloud/cloud-provider-stackit#10), "GitHub Actions is not permitted to
 * create or approve pull requests" with 403 (peter-evans/create-pull-request#3979).
 */

const reading = { permission: 'pull-requests', level: 'read' } as const;
const writing = { permission: 'pull-requests', level: 'write' } as const;

interface PullBody {
  readonly title?: string;
  readonly body?: string;
  readonly head?: string;
  readonly base?: string;
  readonly draft?: boolean;
  readonly state?: 'open' | 'closed';
}

export function pullRequestRoutes(state: GitHubState): readonly GitHubRoute[] {
  return [
    {
      operation: 'pulls/get',
      needs: reading,
      handle: (request) => {
        const issue = state.issues.get(numberOf(request, 'pull_number'));
        if (issue?.pull === undefined) return notFound();
        return { status: 200, body: pullRequestShape(state, issue, issue.pull) };
      },
    },
    {
      operation: 'pulls/list',
      needs: reading,
      handle: (request) => {
        const wanted = request.query.get('state') ?? 'open';
        const base = request.query.get('base');
        const head = request.query.get('head');
        const list = [...state.issues.values()].reverse().flatMap((issue) => {
          const { pull } = issue;
          if (pull === undefined || (wanted !== 'all' && issue.state !== wanted)) return [];
          if (base !== null && pull.base.ref !== base) return [];
          if (head !== null && `${pull.head.owner}:${pull.head.ref}` !== head) return [];
          return [{ issue, pull }];
        });
        if (request.query.get('sort') === 'updated') {
          list.sort((a, b) => b.issue.updatedAt.getTime() - a.issue.updatedAt.getTime());
          if (request.query.get('direction') !== 'desc') list.reverse();
        }
        return page(request, list, ({ issue, pull }) => pullRequestSimpleShape(state, issue, pull));
      },
    },
    { operation: 'pulls/create', needs: writing, handle: (request) => create(state, request) },
    { operation: 'pulls/update', needs: writing, handle: (request) => update(state, request) },
  ];
}

function create(state: GitHubState, request: GitHubRequest): EmulatorResponse {
  const { title = '', body = '', head: named = '', base = '', draft = false } = bodyOf<PullBody>(request);
  const resource = 'PullRequest';
  if (request.caller.app?.id === actionsApp.id && !state.actionsMayOpenPullRequests)
    return error(403, 'GitHub Actions is not permitted to create or approve pull requests.');
  const [owner = '', ref = ''] = named.includes(':') ? named.split(':') : [state.owner, named];
  const [headSha, baseSha] = [state.branches.get(ref), state.branches.get(base)];
  if (owner !== state.owner || headSha === undefined)
    return invalid({ resource, field: 'head', code: 'invalid' });
  if (baseSha === undefined) return invalid({ resource, field: 'base', code: 'invalid' });
  if (title.trim() === '') return invalid({ resource, field: 'title', code: 'missing_field' });
  const refusal = tooLong(body);
  if (refusal !== undefined) return refusal;
  const custom = (message: string) => invalid({ resource, field: '', code: 'custom', message });
  if (openFrom(state, ref, base)) return custom(`A pull request already exists for ${owner}:${ref}.`);
  if (commitsBetween(state.objects, baseSha, headSha).length === 0)
    return custom(`No commits between ${base} and ${ref}`);
  const pull: Pull = { head: { owner, ref }, base: { ref: base }, draft };
  const issue = openIssue(state, { author: request.caller.user, title, body, labels: [], pull });
  request.effect(`pull request #${issue.number} created`);
  return { status: 201, body: pullRequestShape(state, issue, pull) };
}

function update(state: GitHubState, request: GitHubRequest): EmulatorResponse {
  const issue = state.issues.get(numberOf(request, 'pull_number'));
  if (issue?.pull === undefined) return notFound();
  const { pull } = issue;
  const { title, body, state: wanted, ...others } = bodyOf<PullBody>(request);
  if (Object.keys(others).length > 0) return error(422, 'This emulator changes title, body and state only');
  if (title?.trim() === '')
    return invalid({ resource: 'PullRequest', field: 'title', code: 'missing_field' });
  const refusal = tooLong(body ?? '');
  if (refusal !== undefined) return refusal;
  if (wanted === 'open' && issue.state === 'closed') {
    if (pull.merged !== undefined || openFrom(state, pull.head.ref, pull.base.ref))
      return invalid({ resource: 'PullRequest', field: 'state', code: 'invalid' });
    delete pull.fixed;
    reopenIssue(state, issue);
  }
  if (title !== undefined) issue.title = title;
  if (body !== undefined) issue.body = body;
  issue.updatedAt = state.now();
  if (wanted === 'closed' && issue.state === 'open') {
    pull.fixed = { head: state.headOf(issue.number) ?? '', base: state.baseOf(issue.number) ?? '' };
    closeIssue(state, issue, request.caller.user, null);
  }
  request.effect(`pull request #${issue.number} updated, ${issue.state}`);
  return { status: 200, body: pullRequestShape(state, issue, pull) };
}

function openFrom(state: GitHubState, ref: string, base: string): boolean {
  return [...state.issues.values()].some(
    ({ state: status, pull }: Issue) =>
      status === 'open' &&
      pull?.head.owner === state.owner &&
      pull.head.ref === ref &&
      pull.base.ref === base,
  );
}

function tooLong(body: string): EmulatorResponse | undefined {
  if (body.length <= maxBodyLength) return undefined;
  const message = `body is too long (maximum is ${maxBodyLength} characters)`;
  return invalid({ resource: 'PullRequest', field: 'body', code: 'custom', message });
}
