import { notFound, page } from '../answers.ts';
import { type GitHubRoute, numberOf } from '../route.ts';
import { pullRequestShape, pullRequestSimpleShape } from '../shapes/pull-request.ts';
import type { GitHubState } from '../state.ts';

const needs = { permission: 'pull-requests', level: 'read' } as const;

export function pullRequestRoutes(state: GitHubState): readonly GitHubRoute[] {
  return [
    {
      operation: 'pulls/get',
      needs,
      handle: (request) => {
        const issue = state.issues.get(numberOf(request, 'pull_number'));
        if (issue?.pull === undefined) return notFound();
        return { status: 200, body: pullRequestShape(state, issue, issue.pull) };
      },
    },
    {
      operation: 'pulls/list',
      needs,
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
  ];
}
