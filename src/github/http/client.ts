import { getOctokit } from '@actions/github';
import { interruptible } from '../../model/cancel.ts';
import type { Clock } from '../../model/clock.ts';
import type { Secrecy } from '../../model/secrecy.ts';
import { openSecret, type Secret } from '../../model/secret.ts';
import { me } from '../wire/shapes.ts';
import { boundedFetch } from './bounded-fetch.ts';
import { type Identity, TokenIdentity } from './identity.ts';
import type { Octokit } from './octokit.ts';
import { Patience } from './patience.ts';
import { PermissionLedger } from './permission-ledger.ts';
import { type Answer, type Expected, sendPatiently } from './requests.ts';

export interface GitHubOptions {
  readonly token: Secret;
  /** `https://api.github.com`, or `GITHUB_API_URL` of the run. */
  readonly apiUrl: string;
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly clock: Clock;
  /** One line for the log: what is being waited for. */
  readonly progress: (line: string) => void;
  /** One line for the debug log of each request: its route, the status and how long it took. */
  readonly trace?: (line: string) => void;
  /** What was asked before the run is cancelled is not waited for; what has to be said after it still is. */
  readonly cancelled: AbortSignal;
  /** A body that holds a secret is not sent. */
  readonly secrecy: Secrecy;
  /** Who the token writes as; `github-actions[bot]` when left out. */
  readonly identity?: Identity;
  /** For one exchange; half a minute when left out. */
  readonly requestTimeoutMs?: number;
}

/** What the files of this room share: how to ask, where that points, and who asks. */
export interface GitHubClient {
  /**
   * The route is a template such as `GET /repos/{owner}/{repo}/git/ref/{ref}`; owner and repository are known. What the
   * template does not name goes into the query, or into the body of a write.
   */
  call<T>(route: string, parameters: Parameters, expected: Expected<T>): Promise<Answer<T>>;
  readonly repository: { readonly owner: string; readonly repo: string };
  readonly clock: Clock;
  readonly identity: TokenIdentity;
  readonly ledger: PermissionLedger;
}

type Parameters = Readonly<Record<string, unknown>>;

/** Large lists of comments have some 20 MB. */
const maxAnswerBytes = 32 * 1024 * 1024;

export function createClient(options: GitHubOptions): GitHubClient {
  const { token, apiUrl, repository, clock, progress, cancelled, secrecy, trace = () => {} } = options;
  const patience = new Patience(options.requestTimeoutMs);
  const ledger = new PermissionLedger();
  const octokit = boundedOctokit(openSecret(token), apiUrl, { patience, secrecy });
  const call: GitHubClient['call'] = async (route, parameters, expected) => {
    const all = route.includes('{owner}') ? { ...repository, ...parameters } : parameters;
    const send = () => octokit.request(route, all);
    try {
      const exchange = () =>
        sendPatiently({ operation: route, expected, send }, { clock, progress, trace, patience, secrecy });
      const answer = await (route.startsWith('GET ') ? interruptible(cancelled, exchange) : exchange());
      if (expected.permission !== undefined) ledger.grant(expected.permission);
      return answer;
    } catch (error) {
      ledger.learnFrom(error);
      throw error;
    }
  };
  const whoAmI = async () => (await call('GET /user', {}, { answer: me })).data;
  return { call, repository, clock, identity: new TokenIdentity(whoAmI, options.identity), ledger };
}

/** The toolkit's client, with its way through a proxy, and bounds on what it waits for and takes. */
function boundedOctokit(
  token: string,
  apiUrl: string,
  { patience, secrecy }: { readonly patience: Patience; readonly secrecy: Secrecy },
): Octokit {
  const options = { baseUrl: apiUrl.replace(/\/+$/, ''), log: silent };
  const { request } = getOctokit(token, options).request.endpoint.DEFAULTS;
  const send = request?.['fetch'] as typeof fetch; // the toolkit sets it, and its type does not say so
  const bounds = {
    timeoutMs: () => patience.timeoutMs(),
    maxBytes: maxAnswerBytes,
    mayLeave: (body: string) => secrecy.secretsIn(body).length === 0,
  };
  return getOctokit(token, { ...options, request: { fetch: boundedFetch(send, bounds) } });
}

/** Octokit's own messages name URLs and are of no use to who reads the log of a run. */
const silent = {
  debug: (): void => {},
  info: (): void => {},
  warn: (): void => {},
  error: (): void => {},
};
