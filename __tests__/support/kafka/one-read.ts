// One read in a process of its own: `node one-read.ts <host:port>`. Writes the milliseconds of CPU that one idle
// second took, nothing else. Ends by itself when nothing is left open.
import { connect, readNothing } from './builders.ts';

const [, , bootstrap = ''] = process.argv;
const cluster = connect({ bootstrapServers: [bootstrap] });
const { brokers } = await cluster.readCluster(readNothing);
if (brokers.state === 'unknown') throw new Error(brokers.message);
const before = process.cpuUsage();
await new Promise((resolve) => setTimeout(resolve, 1_000));
const { user, system } = process.cpuUsage(before);
await cluster.close();
process.stdout.write(String((user + system) / 1_000));
