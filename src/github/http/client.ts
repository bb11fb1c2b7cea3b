import { getOctokit } from '@actions/github';
import type { Clock } from '../../model/clock.ts';
import { openSecret, type Secret } from '../../model/secret.ts';
import type { Permission } from './github-error.ts';
import { type Identity, TokenIdentity } from './identity.ts';
import type { Octokit } from './octokit.ts';
import { PermissionLedger } from './permission-ledger.ts';
import { permissionOf, sendPatiently } from './requests.ts';

export interface GitHubOptions {
  readonly token: Secret;
  /** `https://api.github.com`, or `GITHUB_API_URL` of the run. */
  readonly apiUrl: string;
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly clock: Clock;
  /** One line for the log: what is being waited for. */
  readonly progress: (line: string) => void;
  /** Who the token writes as; `github-actions[bot]` when left out. */
  readonly identity?: Identity;
}

/** What the files of this room share: the client, where it points, and who it is. */
export interface GitHubClient {
  readonly octokit: Octokit;
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly clock: Clock;
  readonly identity: TokenIdentity;
  readonly ledger: PermissionLedger;
}

export function createClient(options: GitHubOptions): GitHubClient {
  const { token, apiUrl, repository, clock, progress } = options;
  const octokit = getOctokit(openSecret(token), { baseUrl: apiUrl.replace(/\/+$/, ''), log: silent });
  const ledger = new PermissionLedger();
  octokit.hook.wrap('request', async (send, request) => {
    const permission = permissionOf(request);
    try {
      const answer = await sendPatiently(send, request, { clock, progress });
      if (permission !== undefined) ledger.grant(permission);
      return answer;
    } catch (error) {
      ledger.learnFrom(error);
      throw error;
    }
  });
  return { octokit, repository, clock, identity: new TokenIdentity(octokit, options.identity), ledger };
}

/** Names beside a call the permission that it takes, so that a refusal can name it. */
export function needing(permission: Permission): { readonly permission: Permission } {
  return { permission };
}

/** Octokit's own messages name URLs and are of no use to who reads the log of a run. */
const silent = {
  debug: (): void => {},
  info: (): void => {},
  warn: (): void => {},
  error: (): void => {},
};
