import type { EmulatorResponse } from '../http/exchange.ts';
import type { Switches } from './switches.ts';

/** Aiven's error body: the first error's message is repeated on top (OpenAPI document, introduction). */
export function errorAnswer(status: number, message: string, code?: string): EmulatorResponse {
  const error = code === undefined ? { message, status } : { error_code: code, message, status };
  return { status, body: { errors: [error], message } };
}

/** Ends a request with an error body from anywhere below a route. */
export class AivenError extends Error {
  readonly answer: EmulatorResponse;

  constructor(status: number, message: string, code?: string) {
    super(message);
    this.name = 'AivenError';
    this.answer = errorAnswer(status, message, code);
  }
}

/** go-api-schemas `internal/gen/gen.go` has the recorded body. */
export const invalidToken = errorAnswer(401, 'Invalid token');
/** The example of the OpenAPI document's introduction; assumed for a request without a token. */
export const authenticationFailed = errorAnswer(403, 'Authentication failed', 'authentication_failed');
/** Code from the OpenAPI document's list; the text is assumed. */
export const permissionDenied = errorAnswer(403, 'Permission denied', 'permission_denied');

/** What refuses a token whatever it may do. Codes from the OpenAPI document's list; the texts are assumed. */
export const refusedTokens = {
  address: errorAnswer(
    403,
    'Access from your IP address is not allowed by the IP address policy',
    'client_ip_address_policy_violation',
  ),
  'sign-on': errorAnswer(
    403,
    'User has no access to the project with the current authentication method',
    'user_has_no_access_to_project_with_current_authentication_method',
  ),
  governance: errorAnswer(403, 'The change is not allowed by the governance policy', 'governance_policy'),
} as const satisfies Readonly<Record<string, EmulatorResponse>>;

/** terraform-provider-aiven issue 575. */
export function tooManyRequests(
  limit: number,
  seconds: number,
  retryAfter: 'absent' | 'present',
): EmulatorResponse {
  const message =
    'The user has sent too many requests in a given amount of time: ' +
    `Rate limit ${limit} exceeded - try again in ${seconds}s`;
  const answer = errorAnswer(429, message);
  return retryAfter === 'present' ? { ...answer, headers: { 'retry-after': String(seconds) } } : answer;
}

/**
 * The 403 is that of terraform-provider-aiven issue 561; the text of the 404 is assumed after that of a service, its code from the
 * OpenAPI document's list: *assumed*, `unknownProject`.
 */
export function projectNotFound(project: string, { unknownProject }: Switches): AivenError {
  if (unknownProject === 'not-a-member') return new AivenError(403, 'Not a project member');
  return new AivenError(404, `Project ${project} does not exist`, 'project_not_found');
}

/** go-client-codegen `retry.go` matches this text. */
export function serviceNotFound(service: string): AivenError {
  return new AivenError(404, `Service ${service} does not exist`, 'service_not_found');
}

/** Code from the OpenAPI document's list; the text is assumed. */
export function wrongServiceType(service: string, type: string): AivenError {
  return new AivenError(400, `Service ${service} is not of type ${type}`, 'invalid_service_type');
}

/** What terraform-provider-aiven recorded for calls to a service that is powered off. */
export function poweredOff(): AivenError {
  return new AivenError(503, 'An error occurred. Please try again later.');
}

export function badRequest(message: string): AivenError {
  return new AivenError(400, message, 'bad_request');
}
