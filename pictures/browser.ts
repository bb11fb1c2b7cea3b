import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { Tab } from './tab.ts';

export interface Browser {
  readonly version: string;
  openTab(): Promise<Tab>;
  close(): Promise<void>;
}

/**
 * Headless Chromium: the one that `CHROMIUM` names, the one that comes with the packages (Linux on x64), or an
 * installed one. It can resolve no host name, so nothing on a page is ever fetched.
 */
export async function launchBrowser(options: {
  /** Where the packages are installed. */
  readonly packages: string;
  /** Where the packed browser is unpacked, once. */
  readonly cache: string;
}): Promise<Browser> {
  const { binary, libraries } = await findBrowser(options);
  const profile = await mkdtemp(join(tmpdir(), 'pictures-'));
  const { child, endpoint } = await start(binary, profile).catch((error: unknown) => {
    // A bare system lacks the libraries that the packed browser brings along.
    if (libraries === undefined) throw error;
    return start(binary, profile, libraries);
  });
  const http = endpoint.replace(/^ws:/, 'http:').replace(/\/devtools.*$/, '');
  const about: unknown = await (await fetch(`${http}/json/version`)).json();
  return {
    version: textOf(about, 'Browser'),
    openTab: async () => {
      const target: unknown = await (await fetch(`${http}/json/new?about:blank`, { method: 'PUT' })).json();
      return Tab.connect(textOf(target, 'webSocketDebuggerUrl'));
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

interface Found {
  readonly binary: string;
  /** A folder of shared libraries that belongs to the binary. */
  readonly libraries?: string;
}

async function findBrowser({ packages, cache }: { packages: string; cache: string }): Promise<Found> {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') return { binary: named };
  if (process.platform === 'linux' && process.arch === 'x64') return unpack(packages, cache);
  const installed = installedBrowsers.find((path) => existsSync(path));
  if (installed !== undefined) return { binary: installed };
  throw new Error(
    'No Chromium was found. Install Chromium or Google Chrome, or set CHROMIUM to its binary, and run npm run pictures again.',
  );
}

const installedBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** `@sparticuz/chromium` holds the browser and its libraries as Brotli files. */
async function unpack(packages: string, cache: string): Promise<Found> {
  const packed = join(packages, 'node_modules/@sparticuz/chromium/bin');
  const binary = join(cache, 'chromium');
  const libraries = join(cache, 'lib');
  if (!existsSync(libraries)) {
    await mkdir(cache, { recursive: true });
    await writeFile(binary, brotliDecompressSync(await readFile(join(packed, 'chromium.br'))));
    await chmod(binary, 0o755);
    const archive = join(cache, 'lib.tar');
    await writeFile(archive, brotliDecompressSync(await readFile(join(packed, 'al2023.tar.br'))));
    await finished(spawn('tar', ['-xf', archive, '-C', cache], { stdio: 'inherit' }));
    await rm(archive);
  }
  return { binary, libraries };
}

function finished(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`tar ended with ${code}`))));
  });
}

const flags = [
  '--headless',
  '--remote-debugging-port=0',
  '--no-sandbox', // containers and root have no user namespaces; only pages of this repository are opened
  '--disable-gpu',
  '--hide-scrollbars',
  '--font-render-hinting=none',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

function start(
  binary: string,
  profile: string,
  libraries?: string,
): Promise<{ readonly child: ChildProcess; readonly endpoint: string }> {
  const env = libraries === undefined ? process.env : { ...process.env, LD_LIBRARY_PATH: libraries };
  const child = spawn(binary, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${binary} ended with ${code}:\n${said}`)));
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const endpoint = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (endpoint !== undefined) resolve({ child, endpoint });
    });
  });
}

function textOf(value: unknown, key: string): string {
  const found = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  if (typeof found !== 'string') throw new Error(`the browser's answer has no ${key}`);
  return found;
}
