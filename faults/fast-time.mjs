// Loaded into the action by `node --import`: its waits and time-outs take a twentieth of the time, and it measures them as if they had
// taken all of it. Nothing else of it is touched.
import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';

const speed = 20;
const { setTimeout: realTimeout } = globalThis;
const realSleep = timersPromises.setTimeout;
const realNow = performance.now.bind(performance);

globalThis.setTimeout = (work, milliseconds = 0, ...rest) => realTimeout(work, milliseconds / speed, ...rest);
timersPromises.setTimeout = (milliseconds = 0, ...rest) => realSleep(milliseconds / speed, ...rest);
performance.now = () => realNow() * speed;
syncBuiltinESMExports();
