import type { EmulatorRequest, EmulatorResponse } from '../../http/exchange.ts';
import { error, invalid, notFound, page } from '../answers.ts';
import { maxBodyLength } from '../limits.ts';
import { bodyOf, type GitHubRoute, numberOf } from '../route.ts';
import { commentShape } from '../shapes/issue.ts';
import type { Comment, GitHubState } from '../state.ts';
import type { Need } from '../tokens.ts';
import { needsOfIssue } from './needs.ts';

export function commentRoutes(state: GitHubState): readonly GitHubRoute[] {
  return [
    {
      operation: 'issues/list-comments',
      needs: needsOfIssue(state, 'read'),
      handle: (request) => {
        const number = numberOf(request, 'issue_number');
        if (!state.issues.has(number)) return notFound();
        const since = Date.parse(request.query.get('since') ?? '') || 0;
        const list = [...state.comments.values()].filter(
          (comment) => comment.issue === number && comment.updatedAt.getTime() >= since,
        );
        if (state.lag.comments > 0) {
          state.lag.comments--;
          list.pop();
        }
        return page(request, list, (comment) => commentShape(state, comment));
      },
    },
    {
      operation: 'issues/create-comment',
      needs: needsOfIssue(state, 'write'),
      handle: (request) => {
        const issue = state.issues.get(numberOf(request, 'issue_number'));
        if (issue === undefined) return notFound();
        if (issue.locked) return error(403, 'Unable to create comment because issue is locked.');
        const { body } = bodyOf<{ body: string }>(request);
        const refusal = refuse(body);
        if (refusal !== undefined) return refusal;
        const at = state.now();
        const comment: Comment = {
          id: state.nextId(),
          issue: issue.number,
          author: request.caller.user,
          body,
          createdAt: at,
          updatedAt: at,
        };
        state.comments.set(comment.id, comment);
        request.effect(`comment ${comment.id} created on #${issue.number}`);
        return { status: 201, body: commentShape(state, comment) };
      },
    },
    {
      operation: 'issues/get-comment',
      needs: needsOfComment(state, 'read'),
      handle: (request) => {
        const comment = state.comments.get(numberOf(request, 'comment_id'));
        return comment === undefined ? notFound() : { status: 200, body: commentShape(state, comment) };
      },
    },
    {
      operation: 'issues/update-comment',
      needs: needsOfComment(state, 'write'),
      handle: (request) => {
        const comment = state.comments.get(numberOf(request, 'comment_id'));
        if (comment === undefined) return notFound();
        const { body } = bodyOf<{ body: string }>(request);
        const refusal = refuse(body);
        if (refusal !== undefined) return refusal;
        comment.body = body;
        comment.updatedAt = state.now();
        request.effect(`comment ${comment.id} updated on #${comment.issue}`);
        return { status: 200, body: commentShape(state, comment) };
      },
    },
    {
      operation: 'issues/delete-comment',
      needs: needsOfComment(state, 'write'),
      handle: (request) => {
        const comment = state.comments.get(numberOf(request, 'comment_id'));
        if (comment === undefined) return notFound();
        state.comments.delete(comment.id);
        request.effect(`comment ${comment.id} deleted on #${comment.issue}`);
        return { status: 204 };
      },
    },
  ];
}

function needsOfComment(state: GitHubState, level: 'read' | 'write') {
  return (request: EmulatorRequest): Need => {
    const comment = state.comments.get(numberOf(request, 'comment_id'));
    const isPull = comment !== undefined && state.issues.get(comment.issue)?.pull !== undefined;
    return { permission: isPull ? 'pull-requests' : 'issues', level };
  };
}

function refuse(body: string): EmulatorResponse | undefined {
  const resource = 'IssueComment';
  if (body.trim() === '') return invalid({ resource, field: 'body', code: 'missing_field' });
  if (body.length <= maxBodyLength) return undefined;
  const message = `Body is too long (maximum is ${maxBodyLength} characters)`;
  return invalid({ resource, field: 'data', code: 'unprocessable', message });
}
