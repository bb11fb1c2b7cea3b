import type { Clock } from '../../src/model/clock.ts';
import { realAlarm } from './real-alarm.ts';

/** Time that moves only when somebody sleeps, or when it is told to. */
export interface TestClock extends Clock {
  readonly slept: number[];
  advance(milliseconds: number): void;
}

export function testClock(start = '2026-05-04T10:00:00Z'): TestClock {
  const began = Date.parse(start);
  let time = began;
  const slept: number[] = [];
  return {
    now: () => new Date(time),
    monotonic: () => time - began,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      time += milliseconds;
    },
    alarm: realAlarm,
    slept,
    advance: (milliseconds) => {
      time += milliseconds;
    },
  };
}
