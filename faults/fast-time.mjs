// Loaded into the action by `node --import`, so that a run waits for less. Nothing of the action is touched but the time it sees.
// A sleep takes a twentieth of its time, at most a quarter of a second, and the clock jumps over the rest. Time-outs take as long as
// they say, unless FAULTS_SPEED says how much faster the whole of time passes: for peers that never answer.
import { writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';

const speed = Number(process.env.FAULTS_SPEED ?? '1');
const { setTimeout: realTimeout } = globalThis;
const realSleep = timersPromises.setTimeout;
const realNow = performance.now.bind(performance);

let skipped = 0;
let isCancelled = false;
const now = () => realNow() * speed + skipped;
performance.now = now;
globalThis.setTimeout = (work, milliseconds = 0, ...rest) => realTimeout(work, milliseconds / speed, ...rest);
timersPromises.setTimeout = async (milliseconds = 0, value, options) => {
  const end = now() + milliseconds;
  const result = await realSleep(
    isCancelled ? milliseconds : Math.min(milliseconds / 20, 250),
    value,
    options,
  );
  // Of several sleeps at a time only what the longest one has left is skipped.
  skipped += Math.max(0, end - now());
  return result;
};
syncBuiltinESMExports();

// How a run ends once it is cancelled depends on what comes first, so that takes its real time.
process.on('SIGINT', () => {
  isCancelled = true;
  if (process.env.FAULTS_MEASURE) writeFileSync(`${process.env.FAULTS_MEASURE}.signal`, '');
});

if (process.env.FAULTS_MEASURE) {
  process.on('exit', () => {
    const { maxRSS } = process.resourceUsage();
    writeFileSync(
      process.env.FAULTS_MEASURE,
      JSON.stringify({ seconds: Math.round(now() / 1000), megabytes: Math.round(maxRSS / 1024) }),
    );
  });
}
