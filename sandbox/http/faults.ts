import type { EmulatorResponse } from './exchange.ts';

/** Makes chosen requests fail. The first rule that matches and has uses left wins. */
export interface FaultRule {
  /** Route name, or a method and path pattern. */
  readonly route?: string;
  readonly method?: string;
  readonly path?: RegExp;
  /** Looks at what method, path and route do not tell. */
  readonly matches?: (request: {
    readonly method: string;
    readonly path: string;
    readonly body: unknown;
  }) => boolean;
  /** Skip this many matching requests first. */
  readonly after?: number;
  /** How often it strikes; default once. */
  readonly times?: number;
  readonly fault: Fault;
}

export type Fault =
  /** Answer this and do nothing. */
  | { readonly kind: 'answer'; readonly response: EmulatorResponse }
  /** Do it, then answer this. */
  | { readonly kind: 'answer-after-effect'; readonly response: EmulatorResponse }
  /** Close the socket without an answer. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'reset-after-effect' }
  /** Hold the answer back. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Do it, then send half of the answer and close the socket. */
  | { readonly kind: 'cut' }
  /** Do it, then answer so many bytes of JSON, a list without an end. */
  | { readonly kind: 'huge'; readonly bytes: number }
  /** Do it, then answer a byte at a time, so slowly. */
  | { readonly kind: 'drip'; readonly everyMs: number }
  /** The server is gone: every connection ends, and new ones are refused until then. */
  | { readonly kind: 'refuse'; readonly until: () => Promise<void> }
  /** Never answer. */
  | { readonly kind: 'hang' }
  /** Called before the request is handled; for changing the world or killing a process at a chosen point. */
  | { readonly kind: 'call'; readonly call: () => void | Promise<void> }
  /** Says that it was sent; the request is neither handled nor answered. */
  | { readonly kind: 'never'; readonly sent: () => void }
  /** Called when the request has had its effect and the answer is not yet sent. */
  | { readonly kind: 'call-after-effect'; readonly call: () => void | Promise<void> };

export class Faults {
  readonly #rules: { rule: FaultRule; seen: number; used: number }[] = [];

  add(...rules: readonly FaultRule[]): void {
    for (const rule of rules) this.#rules.push({ rule, seen: 0, used: 0 });
  }

  clear(): void {
    this.#rules.length = 0;
  }

  strike(request: {
    readonly method: string;
    readonly path: string;
    readonly route: string;
    readonly body: unknown;
  }): Fault | undefined {
    for (const entry of this.#rules) {
      const { route, method, path, matches, after = 0, times = 1, fault } = entry.rule;
      if (route !== undefined && route !== request.route) continue;
      if (method !== undefined && method !== request.method) continue;
      if (path !== undefined && !path.test(request.path)) continue;
      if (matches?.(request) === false) continue;
      entry.seen++;
      if (entry.seen <= after || entry.used >= times) continue;
      entry.used++;
      return fault;
    }
    return undefined;
  }
}
