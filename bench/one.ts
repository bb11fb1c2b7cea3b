// One case at one size in a process of its own, `node bench/one.ts <case> <size>`: prints milliseconds and megabytes.
import { cases } from './cases.ts';

const [, , name = '', size = ''] = process.argv;
const found = cases.find((one) => one.name === name);
if (found === undefined) throw new Error(`no case ${name}`);

await found.prepare(Math.ceil(found.size / 10))();
const work = found.prepare(Number(size));
const start = process.cpuUsage();
await work();
const { user, system } = process.cpuUsage(start);
const measured = { milliseconds: (user + system) / 1_000, megabytes: process.resourceUsage().maxRSS / 1_024 };
process.stdout.write(JSON.stringify(measured));
