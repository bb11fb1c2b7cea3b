/** Whether a write may be sent. */
export type GateAnswer =
  | { readonly state: 'go-on' }
  | {
      readonly state: 'stop';
      /** Completes "nothing was applied: …". */
      readonly because: string;
    };

/**
 * What each write passes right before it is sent, after all that it waited for in queues. A step of many writes may take longer than any
 * question that was asked before it holds. Open until somebody watches it.
 */
export class WriteGate {
  #ask: () => Promise<GateAnswer> = async () => ({ state: 'go-on' });

  watchedBy(ask: () => Promise<GateAnswer>): void {
    this.#ask = ask;
  }

  pass(): Promise<GateAnswer> {
    return this.#ask();
  }
}
