/** Requests and effects in the order in which the emulator saw them; what invariants are checked on. */
export interface LoggedRequest {
  readonly number: number;
  readonly method: string;
  /** Path with query, percent-encoding as received. */
  readonly path: string;
  /** The route's name, such as `topic.create`; `unknown` when no route matched. */
  readonly route: string;
  readonly body: unknown;
  status: number | undefined;
}

/** A write that happened, numbered over the life of the emulator. */
export interface Effect {
  readonly number: number;
  /** The request it belongs to. */
  readonly request: number;
  readonly route: string;
  /** What was written, in the emulator's own words: `topic core/orders created`. */
  readonly what: string;
}

export class EffectLog {
  readonly requests: LoggedRequest[] = [];
  readonly effects: Effect[] = [];

  open(method: string, path: string, route: string, body: unknown): LoggedRequest {
    const request: LoggedRequest = {
      number: this.requests.length + 1,
      method,
      path,
      route,
      body,
      status: undefined,
    };
    this.requests.push(request);
    return request;
  }

  effect(request: LoggedRequest, what: string): void {
    this.effects.push({
      number: this.effects.length + 1,
      request: request.number,
      route: request.route,
      what,
    });
  }

  /** Requests per route, for request budgets. */
  counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { route } of this.requests) counts.set(route, (counts.get(route) ?? 0) + 1);
    return counts;
  }

  clear(): void {
    this.requests.length = 0;
    this.effects.length = 0;
  }
}
