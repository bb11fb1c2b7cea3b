import { Cancelled } from '../../model/cancel.ts';
import { type Unknown, unknown } from '../../model/reading.ts';
import type { WriteFailure } from '../../model/writer.ts';

/** What a request is for, in the words of messages: `list the topics of service kafka-core`. */
export interface Operation {
  readonly does: string;
  /** The Aiven permission it takes, for a message that names it when it lacks. */
  readonly permission: string;
}

export type AivenErrorKind =
  /** Aiven answered with an error status. */
  | 'answer'
  /** No answer: name resolution, connection, reset, TLS. */
  | 'connection'
  | 'timeout'
  /** A redirect, which is never followed: the token would go to another host. */
  | 'redirect'
  /** The answer was not JSON, not of the documented shape, or too large. */
  | 'malformed'
  /** This tool did not send the request. */
  | 'not-sent'
  /** Not sent either: Aiven has not answered anything for too long. */
  | 'gone'
  /** Not sent either, or only asked: the run was cancelled. */
  | 'cancelled'
  /** Not sent either: the write gate is closed. */
  | 'stopped'
  /** Not sent either: the live object is not as it was when the change was planned. */
  | 'from-changed';

export interface AivenErrorDetails {
  readonly kind: AivenErrorKind;
  readonly operation: Operation;
  /** Aiven's own words, or ours when it said none. Never parts of a request body. */
  readonly message: string;
  readonly status?: number;
  /** `errors[].error_code` of the answer. */
  readonly code?: string;
  /** That was asked about. */
  readonly project?: string;
  /** Nothing can succeed any more in this run. */
  readonly isLasting?: true;
}

/** The only error that leaves the client. It carries no cause, request or header, so it is safe to print. */
export class AivenError extends Error {
  readonly kind: AivenErrorKind;
  readonly operation: Operation;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly project: string | undefined;
  readonly #isLasting: boolean;

  constructor(details: AivenErrorDetails) {
    super(safeText(details.message));
    this.name = 'AivenError';
    this.kind = details.kind;
    this.operation = details.operation;
    this.status = details.status;
    this.code = details.code === undefined ? undefined : safeText(details.code);
    this.project = details.project;
    this.#isLasting = details.isLasting === true;
  }

  /** The same, for what was not asked because of it. */
  about(operation: Operation): AivenError {
    const { kind, message, status, code, project } = this;
    return new AivenError({
      ...{ kind, operation, message },
      ...(status !== undefined && { status }),
      ...(code !== undefined && { code }),
      ...(project !== undefined && { project }),
      ...(this.#isLasting && { isLasting: true }),
    });
  }

  /** Asking again in this run brings nothing else. */
  get isLasting(): boolean {
    return this.#isLasting || this.isUnauthenticated;
  }

  get isNotFound(): boolean {
    return this.status === 404;
  }

  get isUnauthenticated(): boolean {
    return this.status === 401 || this.code === 'authentication_failed';
  }
}

/** Aiven says that the change would change nothing, or that what was to be added is there in every field. */
export function isNoOp(error: AivenError): boolean {
  return /user config not changed|identical acl entry already exists/i.test(error.message);
}

/** Rethrows anything that is not Aiven's doing: that is a defect, not a fact about the account. */
export function asAivenError(error: unknown): AivenError {
  if (error instanceof AivenError) return error;
  if (error instanceof Cancelled) {
    // Between two requests, where something was waited for.
    const operation = { does: 'wait', permission: '' };
    return new AivenError({ kind: 'cancelled', operation, message: error.message });
  }
  throw error;
}

/** Throws `Cancelled`: what was not asked for that reason is not unknown, the run is over. */
export function unknownFrom(thrown: unknown): Unknown {
  const error = asAivenError(thrown);
  if (error.kind === 'cancelled') throw new Cancelled();
  const reading = unknown(unknownCode(error), unknownMessage(error));
  return error.isLasting ? { ...reading, isLasting: true } : reading;
}

function unknownMessage(error: AivenError): string {
  if (error.isUnauthenticated) return `Aiven refused the token (${error.message}). Check the Aiven token.`;
  if (error.status === 403) return deniedMessage(error);
  const answered = error.kind === 'answer' ? `Aiven answered ${error.status}: ` : '';
  return safeText(`Could not ${error.operation.does}: ${answered}${error.message}`);
}

/** The failure of a write, with what Aiven said. Errors that are not Aiven's are thrown on. */
export function writeFailureFrom(thrown: unknown): WriteFailure {
  const error = asAivenError(thrown);
  const code = error.code === undefined ? '' : ` ${error.code}`;
  const denied = error.status === 403 && !error.isUnauthenticated;
  const transient = isTransient(error);
  return {
    state: 'failed',
    code: error.status === undefined ? error.kind : `${error.status}${code}`,
    message: denied ? deniedMessage(error) : error.message,
    transient,
    ...(!transient && saysIsThere(error) ? { isThere: true } : {}),
    ...(isRefusal(error) ? { isRefused: true } : {}),
  };
}

/**
 * The codes of the OpenAPI document, and the texts that clients of Aiven match: a 409 says as well that there are too many of a kind, that a name is reserved,
 * or that the cluster has too few brokers. A second flow between two aliases may be a 400.
 */
function saysIsThere({ status, code = '', message }: AivenError): boolean {
  if (status !== 409 && status !== 400) return false;
  return /already_exists/.test(code) || /already exists|only 1 integration/i.test(message);
}

/** Aiven answers these before it does anything; 408 only says that it took too long. */
function isRefusal({ kind, status }: AivenError): boolean {
  return kind === 'answer' && status !== undefined && status >= 400 && status < 500 && status !== 408;
}

const transientCodes: ReadonlySet<string> = new Set([
  'kafka_partition_reassignment_in_progress',
  'kafka_topic_queued_for_deletion',
  'kafka_topic_not_synchronized',
  'kafka_service_unavailable',
]);

/** 417 is Aiven's "dependents pending" on deletes; 501 its "later" on topics (go-client-codegen `retry.go`). */
function isTransient(error: AivenError): boolean {
  if (error.kind === 'connection' || error.kind === 'timeout' || error.kind === 'malformed') return true;
  if (error.kind === 'from-changed' || error.kind === 'gone') return true;
  if (error.kind === 'cancelled' || error.kind === 'stopped') return true;
  if (error.code !== undefined && transientCodes.has(error.code)) return true;
  return error.status !== undefined && (isRetryableStatus(error.status) || error.status === 417);
}

/** Aiven may answer the same request better a moment later. */
export function isRetryableStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

const unavailableCodes: ReadonlySet<string> = new Set(['not_powered', 'service_maintenance_required']);

function unknownCode(error: AivenError): Unknown['code'] {
  if (error.isUnauthenticated) return 'unauthenticated';
  if (error.status === 403) return 'denied';
  if (error.kind === 'malformed' || error.kind === 'not-sent' || error.kind === 'from-changed')
    return 'incomplete';
  if (error.status === undefined) return 'unreachable';
  if (unavailableCodes.has(error.code ?? '')) return 'unavailable';
  if (error.status === 404) return 'not-there';
  return isRetryableStatus(error.status) ? 'unreachable' : 'incomplete';
}

function deniedMessage(error: AivenError): string {
  const { message, operation } = error;
  const why = refusals.find(({ isMeant }) => isMeant(error))?.says(error);
  const permission = `The Aiven token may not ${operation.does}; that takes the permission ${operation.permission}`;
  return safeText(`${why ?? permission}. Aiven says: ${message}`);
}

/** What a 403 means beside a missing permission. Codes of the OpenAPI document, and a text of terraform-provider-aiven's issue 561. */
const refusals: readonly {
  readonly isMeant: (error: AivenError) => boolean;
  readonly says: (error: AivenError) => string;
}[] = [
  {
    isMeant: ({ code = '' }) => /ip_allowlist|ip_address_policy/.test(code),
    says: () =>
      'Aiven does not take this token from the address of this runner. Runners of GitHub have no fixed address: use a runner whose address is allowed, or change the allow-list of the token or the organization',
  },
  {
    isMeant: ({ message }) => /not a project member/i.test(message),
    says: ({ project }) =>
      `The user of the Aiven token is not a member of ${project === undefined ? 'the project' : `project ${project}`}, or the name of the project is misspelt`,
  },
  {
    isMeant: ({ code = '' }) => code.includes('authentication_method'),
    says: () =>
      'The sign-on policy of the organization does not let this token into the project: make a token for a user who signs in as the policy asks, or for an application user',
  },
  {
    isMeant: ({ code = '', message }) => /governance|kafka_policy_violation/i.test(`${code} ${message}`),
    says: () =>
      'A governance policy of the organization does not allow this: ask its administrators, or make the change as the policy asks',
  },
];

/** One line without control characters, at most 500 characters. */
export function safeText(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .toWellFormed();
  return line.length <= 500 ? line : `${line.slice(0, 499).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
