import type { EmulatorRequest, EmulatorResponse } from '../http/exchange.ts';
import type { Caller, Need } from './tokens.ts';

export interface GitHubRequest extends EmulatorRequest {
  readonly caller: Caller;
}

/** One operation of GitHub's REST API. Method, path and shapes are those of its OpenAPI description. */
export interface GitHubRoute {
  /** GitHub's own operation id; also the route's name in the effect log and in fault rules. */
  readonly operation: string;
  /** What the token must be allowed to; some operations ask for what their target is. */
  readonly needs: Need | ((request: EmulatorRequest) => Need);
  /** Refused to a person's token whatever it may do, as GitHub says of writing check runs; assumed: before the body is looked at. */
  readonly appsOnly?: true;
  /** A path parameter that may hold slashes without being percent-encoded. */
  readonly spread?: string;
  readonly handle: (request: GitHubRequest) => EmulatorResponse;
}

/** The request's body after the check against the description. */
export function bodyOf<T>(request: EmulatorRequest): T {
  return (request.body ?? {}) as T; // its shape was checked before any route ran
}

export function numberOf(request: EmulatorRequest, parameter: string): number {
  return Number(request.parameters[parameter]);
}
