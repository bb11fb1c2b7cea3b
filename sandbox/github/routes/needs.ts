import type { EmulatorRequest } from '../../http/exchange.ts';
import { numberOf } from '../route.ts';
import type { GitHubState } from '../state.ts';
import type { Need } from '../tokens.ts';

/** Assumed: what a write needs follows its target, so `issues: write` does not reach pull requests. */
export function needsOfIssue(state: GitHubState, level: 'read' | 'write') {
  return (request: EmulatorRequest): Need => {
    const issue = state.issues.get(numberOf(request, 'issue_number'));
    return { permission: issue?.pull === undefined ? 'issues' : 'pull-requests', level };
  };
}
