import { error, invalid, notFound } from '../answers.ts';
import { addLabels, createLabel } from '../issues.ts';
import { bodyOf, type GitHubRoute, numberOf } from '../route.ts';
import { labelShape, labelShapes } from '../shapes/issue.ts';
import type { GitHubState } from '../state.ts';
import { needsOfIssue } from './needs.ts';

const maxNameLength = 50;

export function labelRoutes(state: GitHubState): readonly GitHubRoute[] {
  return [
    {
      operation: 'issues/add-labels',
      needs: needsOfIssue(state, 'write'),
      handle: (request) => {
        const issue = state.issues.get(numberOf(request, 'issue_number'));
        if (issue === undefined) return notFound();
        const { labels = [] } = bodyOf<{ labels?: (string | { name: string })[] }>(request);
        const names = labels.map((label) => (typeof label === 'string' ? label : label.name));
        if (names.some((name) => name.length > maxNameLength)) return tooLong();
        if (issue.labels.length + names.length > 100) {
          return invalid({ resource: 'Issue', field: 'labels', code: 'invalid' });
        }
        issue.labels = addLabels(state, issue.labels, names);
        issue.updatedAt = state.now();
        request.effect(`labels of #${issue.number} are ${issue.labels.join(', ')}`);
        return { status: 200, body: labelShapes(state, issue.labels) };
      },
    },
    {
      operation: 'issues/remove-label',
      needs: needsOfIssue(state, 'write'),
      handle: (request) => {
        const issue = state.issues.get(numberOf(request, 'issue_number'));
        if (issue === undefined) return notFound();
        const name = (request.parameters['name'] ?? '').toLowerCase();
        if (!issue.labels.some((label) => label.toLowerCase() === name)) {
          return error(404, 'Label does not exist');
        }
        issue.labels = issue.labels.filter((label) => label.toLowerCase() !== name);
        issue.updatedAt = state.now();
        request.effect(`label ${name} removed from #${issue.number}`);
        return { status: 200, body: labelShapes(state, issue.labels) };
      },
    },
    {
      operation: 'issues/create-label',
      needs: { permission: 'issues', level: 'write' },
      handle: (request) => {
        const { name, color, description } = bodyOf<{ name: string; color?: string; description?: string }>(
          request,
        );
        const resource = 'Label';
        if (name.length > maxNameLength) return tooLong();
        if (state.labels.has(name.toLowerCase()))
          return invalid({ resource, code: 'already_exists', field: 'name' });
        if (color !== undefined && !/^[0-9a-f]{6}$/i.test(color)) {
          return invalid({ resource, code: 'invalid', field: 'color' });
        }
        const label = createLabel(state, name, {
          ...(color !== undefined && { color }),
          ...(description !== undefined && { description }),
        });
        request.effect(`label ${name} created`);
        return { status: 201, body: labelShape(state, label) };
      },
    },
    {
      operation: 'issues/get-label',
      needs: { permission: 'issues', level: 'read' },
      handle: (request) => {
        const label = state.labels.get((request.parameters['name'] ?? '').toLowerCase());
        return label === undefined ? notFound() : { status: 200, body: labelShape(state, label) };
      },
    },
  ];
}

function tooLong() {
  const message = `name is too long (maximum is ${maxNameLength} characters)`;
  return invalid({ resource: 'Label', field: 'name', code: 'custom', message });
}
