import { error, notFound } from '../answers.ts';
import type { Limits } from '../limits.ts';
import type { GitHubRoute } from '../route.ts';
import { commitShape } from '../shapes/commit.ts';
import { repositoryShape } from '../shapes/repository.ts';
import { apiUrl, htmlUrl, nodeId } from '../shapes/urls.ts';
import { publicUserShape } from '../shapes/user.ts';
import type { GitHubState } from '../state.ts';

const metadata = { permission: 'metadata', level: 'read' } as const;
const contents = { permission: 'contents', level: 'read' } as const;

export function repositoryRoutes(state: GitHubState, limits: Limits): readonly GitHubRoute[] {
  return [
    {
      operation: 'users/get-authenticated',
      needs: metadata,
      // An installation is not a user; job tokens are refused here whatever they may do elsewhere.
      handle: ({ caller }) =>
        caller.app === undefined
          ? { status: 200, body: publicUserShape(state, caller.user) }
          : error(403, 'Resource not accessible by integration'),
    },
    {
      operation: 'rate-limit/get',
      needs: metadata,
      handle: ({ caller }) => {
        const core = limits.state(caller);
        const search = { ...core, limit: 30, remaining: 30, used: 0 };
        return { status: 200, body: { resources: { core, search }, rate: core } };
      },
    },
    {
      operation: 'repos/get',
      needs: metadata,
      handle: () => ({ status: 200, body: repositoryShape(state) }),
    },
    {
      operation: 'repos/get-branch',
      needs: contents,
      spread: 'branch',
      handle: ({ parameters }) => {
        const name = parameters['branch'] ?? '';
        const commit = state.objects.commit(state.branches.get(name) ?? '');
        if (commit === undefined) return error(404, 'Branch not found');
        const self = apiUrl(state, `/branches/${encodeURIComponent(name)}`);
        return {
          status: 200,
          body: {
            name,
            commit: commitShape(state, commit),
            _links: { self, html: htmlUrl(state, `/tree/${encodeURI(name)}`) },
            protected: false,
            protection: { enabled: false },
            protection_url: `${self}/protection`,
          },
        };
      },
    },
    {
      operation: 'git/get-ref',
      needs: contents,
      spread: 'ref',
      handle: ({ parameters }) => {
        const name = parameters['ref'] ?? '';
        const sha = name.startsWith('heads/') || name.startsWith('pull/') ? state.resolve(name) : undefined;
        if (sha === undefined) return notFound();
        return {
          status: 200,
          body: {
            ref: `refs/${name}`,
            node_id: nodeId('Ref', name),
            url: apiUrl(state, `/git/refs/${encodeURI(name)}`),
            object: { type: 'commit', sha, url: apiUrl(state, `/git/commits/${sha}`) },
          },
        };
      },
    },
  ];
}
