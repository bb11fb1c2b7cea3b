import type { EmulatorRequest, EmulatorResponse } from '../http/exchange.ts';

const documentation = 'https://docs.github.com/rest';

export function error(status: number, message: string, headers?: Record<string, string>): EmulatorResponse {
  return {
    status,
    body: { message, documentation_url: documentation, status: String(status) },
    ...(headers && { headers }),
  };
}

export const notFound = (): EmulatorResponse => error(404, 'Not Found');

export interface ValidationError {
  readonly resource: string;
  readonly field: string;
  /** `missing`, `missing_field`, `invalid`, `already_exists`, `unprocessable` or `custom`. */
  readonly code: string;
  /** Only with `custom` and `unprocessable`. */
  readonly message?: string;
}

export function invalid(...errors: readonly ValidationError[]): EmulatorResponse {
  return {
    status: 422,
    body: { message: 'Validation Failed', errors, documentation_url: documentation, status: '422' },
  };
}

/** A page of a list with the `Link` header. GitHub answers 30 entries unless told, and never more than 100. */
export function page<T>(
  request: EmulatorRequest,
  entries: readonly T[],
  shape: (entry: T) => unknown,
  wrap: (shapes: readonly unknown[]) => unknown = (shapes) => shapes,
): EmulatorResponse {
  const { number, size } = paging(request);
  const last = Math.max(1, Math.ceil(entries.length / size));
  const links = [
    ...(number > 1 ? [link(request, Math.min(number - 1, last), 'prev')] : []),
    ...(number < last ? [link(request, number + 1, 'next'), link(request, last, 'last')] : []),
    ...(number > 1 ? [link(request, 1, 'first')] : []),
  ];
  return {
    status: 200,
    body: wrap(entries.slice((number - 1) * size, number * size).map(shape)),
    ...(links.length > 0 && { headers: { link: links.join(', ') } }),
  };
}

export function paging(request: EmulatorRequest, size = 30): { number: number; size: number } {
  const wanted = Number(request.query.get('per_page') ?? size);
  return {
    number: Math.max(1, Number(request.query.get('page') ?? 1)),
    size: Math.min(100, wanted > 0 ? wanted : size),
  };
}

function link(request: EmulatorRequest, number: number, relation: string): string {
  const query = new URLSearchParams(request.query);
  query.set('page', String(number));
  return `<http://${request.headers.host}${request.path}?${query}>; rel="${relation}"`;
}
