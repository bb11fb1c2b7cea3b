import type { EmulatorRequest, EmulatorResponse, Route } from '../http/exchange.ts';
import {
  authenticationFailed,
  invalidToken,
  permissionDenied,
  refusedTokens,
  tooManyRequests,
} from './errors.ts';
import { neededPermissions, type Permission, permissions, permissionsOf, type Role } from './permissions.ts';
import type { Switches } from './switches.ts';

export interface TokenOptions {
  readonly token: string;
  /** All when left out. */
  readonly permissions?: readonly Permission[];
  readonly moreTokens?: readonly MoreToken[];
  /** Requests per token and window; none when left out. The real numbers are not published. */
  readonly rateLimit?: { readonly requests: number; readonly milliseconds: number };
}

/** What it may is told by its permissions, or by the role of its user in all projects. */
export type MoreToken = { readonly token: string } & (
  | { readonly permissions: readonly Permission[] }
  | { readonly role: Role }
  /** Of an admin, and refused for another reason. */
  | { readonly refusedFor: keyof typeof refusedTokens }
);

interface Holder {
  readonly permissions: readonly Permission[];
  readonly role?: Role;
  readonly refusal?: EmulatorResponse;
}

/** Authentication, rate limit and permissions, in this order. */
export class TokenCheck {
  readonly #holders: ReadonlyMap<string, Holder>;
  readonly #limit: TokenOptions['rateLimit'];
  readonly #switches: Switches;
  readonly #now: () => number;
  readonly #windows = new Map<string, { start: number; requests: number }>();

  constructor(options: TokenOptions, switches: Switches, now: () => number) {
    this.#holders = new Map([
      [options.token, { permissions: options.permissions ?? permissions }],
      ...(options.moreTokens ?? []).map((more) => [more.token, holderOf(more, switches)] as const),
    ]);
    this.#limit = options.rateLimit;
    this.#switches = switches;
    this.#now = now;
  }

  refusal(request: EmulatorRequest, route: Route | undefined): EmulatorResponse | undefined {
    const token = sentToken(request);
    if (token === undefined) return authenticationFailed;
    const held = this.#holders.get(token);
    if (held === undefined) return invalidToken;
    const needed = route === undefined ? undefined : this.#neededFor(route);
    return (
      this.#limited(token) ??
      held.refusal ??
      (needed?.some((one) => held.permissions.includes(one)) === false ? permissionDenied : undefined)
    );
  }

  allowed(request: EmulatorRequest, permission: Permission): boolean {
    return this.#holders.get(sentToken(request) ?? '')?.permissions.includes(permission) === true;
  }

  /** Whether the answer about an endpoint may hold its secrets. For the role `operator` that is *assumed*, `operatorSecrets`. */
  seesEndpointSecrets(request: EmulatorRequest): boolean {
    const isOperator = this.#holders.get(sentToken(request) ?? '')?.role === 'operator';
    if (isOperator && this.#switches.operatorSecrets === 'redacted') return false;
    return this.allowed(request, 'project:integrations:write');
  }

  /** Who may create topics is *assumed*, `topicCreateRight`. */
  #neededFor({ name }: Route): readonly Permission[] | undefined {
    const needed = neededPermissions[name];
    return name === 'topic.create' && this.#switches.topicCreateRight === 'data-write'
      ? [...(needed ?? []), 'service:data:write']
      : needed;
  }

  #limited(token: string): EmulatorResponse | undefined {
    if (this.#limit === undefined) return undefined;
    const { requests, milliseconds } = this.#limit;
    const now = this.#now();
    const last = this.#windows.get(token);
    const window = last !== undefined && now - last.start < milliseconds ? last : { start: now, requests: 0 };
    window.requests++;
    this.#windows.set(token, window);
    if (window.requests <= requests) return undefined;
    const seconds = Math.ceil((window.start + milliseconds - now) / 1000);
    return tooManyRequests(requests, seconds, this.#switches.retryAfter);
  }
}

function holderOf(token: MoreToken, switches: Switches): Holder {
  if ('permissions' in token) return token;
  if ('role' in token) return { role: token.role, permissions: permissionsOf(token.role, switches) };
  return { permissions, refusal: refusedTokens[token.refusedFor] };
}

/** `aivenv1` from every official client, `Bearer` in the docs; both are accepted. */
function sentToken(request: EmulatorRequest): string | undefined {
  return /^(?:aivenv1|bearer) +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
