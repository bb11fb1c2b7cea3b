import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * From now on this process keeps its temporary files in one folder, and it goes when the process ends, be it by
 * SIGKILL: a shell in a session of its own waits for the end of its input, which the kernel closes.
 */
export async function keepTemporaryFilesTogether(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'kafka-sandbox-'));
  // A broker that is ending may still write, so one removal may not be enough.
  const script = 'cat > /dev/null; until rm -rf "$0" 2> /dev/null; do sleep 0.1; done';
  const child = spawn('sh', ['-c', script, root], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  process.env['TMPDIR'] = root;
}
