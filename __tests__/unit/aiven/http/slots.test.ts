import { expect, test } from '@jest/globals';
import { maxAtATime, Slots } from '../../../../src/aiven/http/slots.ts';

/** Tasks that end when they are told to. */
class Tasks {
  readonly #slots = new Slots(maxAtATime);
  readonly #begun: (() => void)[] = [];

  get slots(): Slots {
    return this.#slots;
  }

  get inFlight(): number {
    return this.#begun.length;
  }

  async queue(count: number): Promise<void> {
    for (let index = 0; index < count; index++)
      void this.#slots.use(() => new Promise<void>((end) => this.#begun.push(end)));
    await turn();
  }

  /** Ends the oldest ones. */
  async end(count: number): Promise<void> {
    for (const end of this.#begun.splice(0, count)) end();
    await turn();
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('eight at a time, and the next when one has ended', async () => {
  const tasks = new Tasks();
  await tasks.queue(20);
  expect(tasks.inFlight).toBe(8);
  await tasks.end(3);
  expect(tasks.inFlight).toBe(8);
  await tasks.end(8);
  await tasks.end(8);
  expect(tasks.inFlight).toBe(1);
});

test('after each halving half as many, never none', async () => {
  const tasks = new Tasks();
  await tasks.queue(100);
  const widths: number[] = [];
  for (let round = 0; round < 5; round++) {
    tasks.slots.halve();
    await tasks.end(tasks.inFlight);
    widths.push(tasks.inFlight);
  }
  expect(widths).toEqual([4, 2, 1, 1, 1]);
});

test('what is on its way when it is halved ends, and nothing takes its place until it is few enough', async () => {
  const tasks = new Tasks();
  await tasks.queue(20);
  tasks.slots.halve();
  expect(tasks.inFlight).toBe(8);
  await tasks.end(4);
  expect(tasks.inFlight).toBe(4);
  await tasks.end(1);
  expect(tasks.inFlight).toBe(4);
});

test('comes back to eight, one more after 32 answers each', async () => {
  const tasks = new Tasks();
  await tasks.queue(2_000);
  tasks.slots.halve();
  await tasks.end(8);
  const widths = new Set<number>();
  while (tasks.inFlight > 0) {
    widths.add(tasks.inFlight);
    if (tasks.inFlight === maxAtATime) break;
    await tasks.end(1);
  }
  expect([...widths]).toEqual([4, 5, 6, 7, 8]);
});

test('a task that fails gives its place back', async () => {
  const slots = new Slots(1);
  await expect(slots.use(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await slots.use(async () => 'next')).toBe('next');
});
