import type { EmulatorRequest, EmulatorResponse, Route } from '../http/exchange.ts';

interface Past {
  /** The write that came then is not in it. */
  readonly until: number;
  readonly answer: EmulatorResponse;
}

/** Lists that are answered as they were some time ago. Topics have timings of their own. */
export class LateLists {
  readonly #behindMs: number;
  readonly #now: () => number;
  readonly #asked = new Map<string, { readonly route: Route; readonly request: EmulatorRequest }>();
  readonly #past = new Map<string, Past[]>();

  constructor(behindMs: number, now: () => number) {
    this.#behindMs = behindMs;
    this.#now = now;
  }

  static isOne({ name }: Route): boolean {
    return /^(endpoint|integration|flow|aiven-acl|kafka-acl)\.list$/.test(name);
  }

  /** What the list was; it is known for those that were asked for before. */
  async answer(route: Route, request: EmulatorRequest): Promise<EmulatorResponse> {
    this.#asked.set(request.path, { route, request });
    const then = this.#now() - this.#behindMs;
    const past = this.#past.get(request.path)?.find(({ until }) => until > then);
    return past?.answer ?? route.handle(request);
  }

  async beforeWrite(): Promise<void> {
    if (this.#behindMs === 0) return;
    for (const [path, { route, request }] of this.#asked) {
      const answer = structuredClone(await route.handle(request));
      const past = this.#past.get(path) ?? [];
      this.#past.set(path, [...past, { until: this.#now(), answer }]);
    }
  }
}
