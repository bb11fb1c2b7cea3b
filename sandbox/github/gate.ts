import type { EmulatorRequest, EmulatorResponse, Route } from '../http/exchange.ts';
import { error, notFound } from './answers.ts';
import type { Limits } from './limits.ts';
import { openApi } from './openapi-check.ts';
import type { GitHubRoute } from './route.ts';
import type { GitHubState } from './state.ts';
import { type Caller, formatNeed, isGranted, type Need, type Tokens } from './tokens.ts';

/** Something that does not fit GitHub's OpenAPI description; answered with 500. */
export interface Violation {
  readonly operation: string;
  readonly side: 'request' | 'answer';
  readonly problems: readonly string[];
}

/** What every request passes on its way in and every answer on its way out. */
export class Gate {
  readonly violations: Violation[] = [];
  readonly #state: GitHubState;
  readonly #limits: Limits;
  readonly #tokens: Tokens;
  readonly #definitions = new Map<string, GitHubRoute>();
  readonly #requestId = new WeakMap<EmulatorRequest, string>();
  #requests = 0;

  constructor(state: GitHubState, limits: Limits, tokens: Tokens) {
    this.#state = state;
    this.#limits = limits;
    this.#tokens = tokens;
  }

  routes(definitions: readonly GitHubRoute[]): readonly Route[] {
    const routes = definitions.flatMap((definition) => {
      const { operation, spread } = definition;
      this.#definitions.set(operation, definition);
      const { method, path } = openApi().where(operation);
      const depths = spread === undefined ? [1] : Array.from({ length: 12 }, (_, index) => index + 1);
      return depths.map((depth) => ({
        name: operation,
        method,
        path: spread === undefined ? path : path.replace(`{${spread}}`, segments(spread, depth)),
        handle: (request: EmulatorRequest) => this.#handle(definition, joined(request, spread, depth)),
      }));
    });
    // The more a path says literally, the earlier it is tried: `commits/{sha}/pulls` before `commits/{ref}` with a slash.
    return routes.sort((a, b) => placeholders(a) - placeholders(b));
  }

  before(request: EmulatorRequest, route: Route | undefined): EmulatorResponse | undefined {
    this.#requestId.set(request, (++this.#requests).toString(16).padStart(8, '0').toUpperCase());
    if (request.headers['user-agent'] === undefined) {
      return error(403, 'Request forbidden by administrative rules: there is no User-Agent header.');
    }
    if (request.headers.authorization === undefined) return error(401, 'Requires authentication');
    const caller = this.#caller(request);
    if (caller === undefined) return error(401, 'Bad credentials');
    if (route?.name === 'rate-limit/get') return undefined;
    return this.#limits.count(caller, request.method !== 'GET');
  }

  after(request: EmulatorRequest, route: Route | undefined, response: EmulatorResponse): EmulatorResponse {
    const caller = this.#caller(request);
    const headers = {
      'x-github-request-id': this.#requestId.get(request) ?? '',
      'x-github-media-type': 'github.v3; format=json',
      ...(caller && this.#limits.headers(caller)),
    };
    const definition = this.#definitions.get(route?.name ?? '');
    const checked = definition === undefined ? response : this.#checkedAnswer(definition, response);
    const needed = definition === undefined ? {} : accepted(definition, request);
    return { ...checked, headers: { ...headers, ...needed, ...checked.headers } };
  }

  #handle(definition: GitHubRoute, request: EmulatorRequest): EmulatorResponse {
    const caller = this.#caller(request);
    if (caller === undefined) return error(401, 'Bad credentials');
    if (!this.#isOurs(request)) return notFound();
    if (definition.appsOnly && caller.app === undefined) {
      return error(403, 'You must authenticate via a GitHub App.');
    }
    const need = needOf(definition, request);
    if (!isGranted(caller, need, this.#state.isPrivate)) {
      return error(403, 'Resource not accessible by integration', accepted(definition, request));
    }
    const problems = openApi().checkRequest(definition.operation, request.query, request.body);
    if (problems.length > 0) {
      const messages = problems.map(({ message }) => message);
      if (problems.every(({ isRefusal }) => isRefusal))
        return error(422, `Invalid request.\n\n${messages[0]}`);
      return this.#violation(definition.operation, 'request', messages);
    }
    return definition.handle({ ...request, caller });
  }

  #checkedAnswer({ operation }: GitHubRoute, response: EmulatorResponse): EmulatorResponse {
    if (response.status === 500) return response;
    const sent: unknown = response.body === undefined ? undefined : JSON.parse(JSON.stringify(response.body));
    const problems = openApi().checkAnswer(operation, response.status, sent);
    if (problems.length === 0) return response;
    return this.#violation(
      operation,
      'answer',
      problems.map(({ message }) => message),
    );
  }

  #violation(operation: string, side: Violation['side'], problems: readonly string[]): EmulatorResponse {
    this.violations.push({ operation, side, problems });
    const message = `This ${side} does not fit GitHub's OpenAPI description: ${problems.join('; ')}`;
    return error(500, message);
  }

  #caller(request: EmulatorRequest): Caller | undefined {
    return this.#tokens.find(request.headers.authorization);
  }

  #isOurs({ parameters }: EmulatorRequest): boolean {
    const { owner = this.#state.owner, repo = this.#state.repo } = parameters;
    return (
      owner.toLowerCase() === this.#state.owner.toLowerCase() &&
      repo.toLowerCase() === this.#state.repo.toLowerCase()
    );
  }
}

function needOf(definition: GitHubRoute, request: EmulatorRequest): Need {
  return typeof definition.needs === 'function' ? definition.needs(request) : definition.needs;
}

function accepted(definition: GitHubRoute, request: EmulatorRequest): Record<string, string> {
  return { 'x-accepted-github-permissions': formatNeed(needOf(definition, request)) };
}

function placeholders({ path }: Route): number {
  return path.split('{').length;
}

function segments(name: string, depth: number): string {
  if (depth === 1) return `{${name}}`;
  return Array.from({ length: depth }, (_, index) => `{${name}-${index}}`).join('/');
}

/** GitHub takes a path with its slashes encoded or not. */
function joined(request: EmulatorRequest, name: string | undefined, depth: number): EmulatorRequest {
  if (name === undefined || depth === 1) return request;
  const parts = Array.from({ length: depth }, (_, index) => request.parameters[`${name}-${index}`]);
  return { ...request, parameters: { ...request.parameters, [name]: parts.join('/') } };
}
