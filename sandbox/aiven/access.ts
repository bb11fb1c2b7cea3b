import type { EmulatorRequest, EmulatorResponse, Route } from '../http/exchange.ts';
import { authenticationFailed, invalidToken, permissionDenied, tooManyRequests } from './errors.ts';
import { neededPermissions, type Permission, permissions } from './permissions.ts';
import type { Switches } from './switches.ts';

export interface TokenOptions {
  readonly token: string;
  /** All when left out. */
  readonly permissions?: readonly Permission[];
  readonly moreTokens?: readonly { readonly token: string; readonly permissions: readonly Permission[] }[];
  /** Requests per token and window; none when left out. The real numbers are not published. */
  readonly rateLimit?: { readonly requests: number; readonly milliseconds: number };
}

/** Authentication, rate limit and permissions, in this order. */
export class TokenCheck {
  readonly #permissions: ReadonlyMap<string, readonly Permission[]>;
  readonly #limit: TokenOptions['rateLimit'];
  readonly #switches: Switches;
  readonly #now: () => number;
  readonly #windows = new Map<string, { start: number; requests: number }>();

  constructor(options: TokenOptions, switches: Switches, now: () => number) {
    this.#permissions = new Map([
      [options.token, options.permissions ?? permissions],
      ...(options.moreTokens ?? []).map((more) => [more.token, more.permissions] as const),
    ]);
    this.#limit = options.rateLimit;
    this.#switches = switches;
    this.#now = now;
  }

  refusal(request: EmulatorRequest, route: Route | undefined): EmulatorResponse | undefined {
    const token = sentToken(request);
    if (token === undefined) return authenticationFailed;
    const held = this.#permissions.get(token);
    if (held === undefined) return invalidToken;
    const needed = route === undefined ? undefined : neededPermissions[route.name];
    return (
      this.#limited(token) ??
      (needed?.some((one) => held.includes(one)) === false ? permissionDenied : undefined)
    );
  }

  allowed(request: EmulatorRequest, permission: Permission): boolean {
    return this.#permissions.get(sentToken(request) ?? '')?.includes(permission) === true;
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

/** `aivenv1` from every official client, `Bearer` in the docs; both are accepted. */
function sentToken(request: EmulatorRequest): string | undefined {
  return /^(?:aivenv1|bearer) +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
