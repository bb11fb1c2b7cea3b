import type { EmulatorResponse } from '../../http/exchange.ts';
import { invalid, notFound, page } from '../answers.ts';
import { addLabels, closeIssue, openIssue, reopenIssue } from '../issues.ts';
import { maxBodyLength } from '../limits.ts';
import { bodyOf, type GitHubRequest, type GitHubRoute, numberOf } from '../route.ts';
import { issueShape } from '../shapes/issue.ts';
import type { GitHubState, Issue } from '../state.ts';
import { needsOfIssue } from './needs.ts';

const maxTitleLength = 256;

interface IssueBody {
  readonly title?: string | number;
  readonly body?: string | null;
  readonly labels?: readonly (string | { readonly name?: string })[];
  readonly assignees?: readonly string[];
  readonly state?: 'open' | 'closed';
  readonly state_reason?: Issue['stateReason'];
}

export function issueRoutes(state: GitHubState): readonly GitHubRoute[] {
  return [
    {
      operation: 'issues/list-for-repo',
      needs: { permission: 'issues', level: 'read' },
      handle: (request) => page(request, listed(state, request), (issue) => issueShape(state, issue)),
    },
    {
      operation: 'issues/get',
      needs: needsOfIssue(state, 'read'),
      handle: (request) => {
        const issue = state.issues.get(numberOf(request, 'issue_number'));
        return issue === undefined ? notFound() : { status: 200, body: issueShape(state, issue) };
      },
    },
    {
      operation: 'issues/create',
      needs: { permission: 'issues', level: 'write' },
      handle: (request) => {
        const body = bodyOf<IssueBody>(request);
        const refusal = refuse(body);
        if (refusal !== undefined) return refusal;
        const issue = createIssue(state, request, body);
        request.effect(`issue #${issue.number} created`);
        return { status: 201, body: issueShape(state, issue) };
      },
    },
    {
      operation: 'issues/update',
      needs: needsOfIssue(state, 'write'),
      handle: (request) => {
        const issue = state.issues.get(numberOf(request, 'issue_number'));
        if (issue === undefined) return notFound();
        const body = bodyOf<IssueBody>(request);
        const refusal = refuse(body);
        if (refusal !== undefined) return refusal;
        update(state, request, issue, body);
        request.effect(`issue #${issue.number} updated, ${issue.state}`);
        return { status: 200, body: issueShape(state, issue) };
      },
    },
  ];
}

/** Pull requests are in the list too, as on GitHub. */
function listed(state: GitHubState, request: GitHubRequest): readonly Issue[] {
  const { query } = request;
  const wanted = query.get('state') ?? 'open';
  const creator = query.get('creator');
  const labels = (query.get('labels') ?? '').split(',').filter((label) => label !== '');
  const since = Date.parse(query.get('since') ?? '') || 0;
  const sort = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const direction = query.get('direction') === 'asc' ? 1 : -1;
  const list = [...state.issues.values()].filter(
    (issue) =>
      (wanted === 'all' || issue.state === wanted) &&
      (creator === null || issue.author.login.toLowerCase() === creator.toLowerCase()) &&
      issue.updatedAt.getTime() >= since &&
      labels.every((label) => issue.labels.some((own) => own.toLowerCase() === label.toLowerCase())),
  );
  if (state.lag.issues > 0) {
    state.lag.issues--;
    list.pop();
  }
  return list.sort((a, b) => direction * (a[sort].getTime() - b[sort].getTime() || a.number - b.number));
}

function createIssue(state: GitHubState, request: GitHubRequest, body: IssueBody): Issue {
  return openIssue(state, {
    author: request.caller.user,
    title: String(body.title),
    body: body.body ?? '',
    labels: labelNames(body),
    assignees: body.assignees ?? [],
  });
}

function update(state: GitHubState, request: GitHubRequest, issue: Issue, body: IssueBody): void {
  if (body.title !== undefined) issue.title = String(body.title);
  if (body.body !== undefined) issue.body = body.body ?? '';
  if (body.labels !== undefined) issue.labels = addLabels(state, [], labelNames(body));
  if (body.assignees !== undefined) issue.assignees = [...body.assignees];
  issue.updatedAt = state.now();
  if (body.state === 'closed' && issue.state === 'open') {
    closeIssue(state, issue, request.caller.user, body.state_reason ?? 'completed');
  }
  if (body.state === 'open' && issue.state === 'closed') reopenIssue(state, issue);
}

function labelNames({ labels = [] }: IssueBody): readonly string[] {
  return labels.flatMap((label) => (typeof label === 'string' ? label : (label.name ?? [])));
}

function refuse({ title, body, labels = [] }: IssueBody): EmulatorResponse | undefined {
  const resource = 'Issue';
  if (String(title ?? 'x').trim() === '') return invalid({ resource, field: 'title', code: 'missing_field' });
  if (String(title ?? '').length > maxTitleLength) {
    const message = `title is too long (maximum is ${maxTitleLength} characters)`;
    return invalid({ resource, field: 'title', code: 'custom', message });
  }
  if ((body ?? '').length > maxBodyLength) {
    const message = `body is too long (maximum is ${maxBodyLength} characters)`;
    return invalid({ resource, field: 'body', code: 'custom', message });
  }
  if (labels.length > 100) return invalid({ resource, field: 'labels', code: 'invalid' });
  return undefined;
}
