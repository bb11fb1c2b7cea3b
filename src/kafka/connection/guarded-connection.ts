import Connection, { type ConnectionOptions } from 'kafkajs/src/network/connection.js';
import { MalformedAnswer } from '../protocol/reader.ts';
import { FrameReader } from './frames.ts';

/**
 * kafkajs's connection with the three things it lacks, each of them here and nowhere else: a limit on frames,
 * an end to a connection that answers what was not asked, and a request queue that is quiet when it is empty.
 */
export class GuardedConnection extends Connection {
  readonly #frames = new FrameReader();

  constructor(options: ConnectionOptions) {
    super(options);
    // With nothing pending kafkajs arms a timer with a negative delay after every answer. Node makes that 1 ms,
    // warns since version 24, and the timer arms itself again: tulios/kafkajs#1704 and #1751.
    const queue = this.requestQueue;
    const schedule = queue.scheduleCheckPendingRequests.bind(queue);
    queue.scheduleCheckPendingRequests = () => {
      if (queue.pending.length > 0) schedule();
    };
  }

  override processData(chunk: Buffer): void {
    try {
      for (const frame of this.#frames.push(chunk)) this.#answer(frame);
    } catch (error) {
      // A caller's mistake cannot end up here: only this class and the frame reader run above.
      this.abort(error instanceof Error ? error : new MalformedAnswer(String(error)));
    }
  }

  /** From now on answers may be as long as those about a whole cluster are. */
  afterLogin(): void {
    this.#frames.afterLogin();
  }

  /** Ends the connection now. Every request that waits fails with this error. */
  abort(error: Error): void {
    this.requestQueue.rejectAll(error);
    // The socket's error handler ends a `connect` that still waits; without an error it would wait for its timer.
    this.socket?.destroy(error);
  }

  #answer(frame: Buffer): void {
    const correlationId = frame.readInt32BE(0);
    if (!this.requestQueue.inflight.has(correlationId)) {
      throw new MalformedAnswer(`it answers a request that was not sent (${correlationId})`);
    }
    this.requestQueue.fulfillRequest({ correlationId, payload: frame.subarray(4), size: frame.length });
  }
}
