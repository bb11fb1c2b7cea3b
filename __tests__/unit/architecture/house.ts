/** What the house allows; docs/architecture.md draws the first two tables. All paths are below `src`. */

/** A room imports the rooms of its row. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  spec: ['model'],
  mirrormaker: ['model'],
  lint: ['model', 'spec', 'mirrormaker'],
  desired: ['model', 'spec', 'mirrormaker'],
  aiven: ['model'],
  kafka: ['model'],
  github: ['model'],
  plan: ['model', 'mirrormaker'],
  import: ['model', 'spec', 'mirrormaker', 'lint', 'plan'],
  adopt: ['model', 'spec', 'mirrormaker', 'plan', 'import'],
  apply: ['model', 'plan'],
  review: ['model', 'plan'],
  report: ['model', 'plan'],
  run: [
    'model',
    'spec',
    'mirrormaker',
    'lint',
    'desired',
    'aiven',
    'kafka',
    'github',
    'plan',
    'import',
    'adopt',
    'apply',
    'review',
    'report',
  ],
  'main.ts': ['run', 'aiven', 'kafka', 'github'],
  cli: [
    'model',
    'spec',
    'mirrormaker',
    'lint',
    'desired',
    'aiven',
    'kafka',
    'plan',
    'import',
    'review',
    'report',
    'run',
  ],
  'cli.ts': ['cli', 'run', 'aiven', 'kafka'],
};

/**
 * The folders inside a room, lowest first: each may import those before it. Files that stand in the room itself are
 * its front and its shared types; they are held to an order by the search for circles, file by file.
 */
export const floors: Readonly<Record<string, readonly string[]>> = {
  model: ['limits'],
  spec: ['rules', 'meant', 'syntax', 'yaml', 'schema', 'text', 'acls', 'resolve', 'effective', 'edit'],
  mirrormaker: ['together'],
  desired: ['derived', 'preflight', 'earlier', 'effects'],
  aiven: ['wire', 'http', 'acls', 'mirrormaker', 'topics'],
  kafka: ['protocol', 'connection', 'acls', 'topics'],
  github: ['wire', 'http', 'proposals'],
  import: ['names', 'text', 'topics', 'draft', 'write', 'proof', 'complete', 'terraform'],
  adopt: ['acls', 'edits'],
  plan: ['compare', 'limits', 'changes', 'flows', 'risk', 'kinds', 'earlier', 'effects'],
  report: ['words', 'kinds', 'changes', 'plan', 'adopt', 'texts', 'import', 'secrets'],
  run: ['runner', 'start', 'github', 'spec', 'systems', 'tell', 'review', 'adopt', 'modes'],
  cli: ['terminal', 'clone', 'trust', 'arguments', 'explain', 'commands'],
};

/** Packages, by the room or the file that may use them. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  spec: ['js-yaml', 'zod', 're2js'],
  mirrormaker: ['re2js'],
  aiven: ['zod'],
  import: ['zod'],
  kafka: ['kafkajs'],
  github: ['@actions/github', 'zod'],
  run: ['zod'],
  'run/runner/actions-runner.ts': ['@actions/core'],
  'cli/arguments/read-arguments.ts': ['commander'],
};

/** What any file may use of Node: the same input gives the same output. */
export const nodeEverywhere: Readonly<Record<string, readonly string[]>> = {
  'node:crypto': ['createHash', 'createPrivateKey', 'KeyObject', 'timingSafeEqual', 'X509Certificate'],
  'node:net': ['isIP'],
  'node:path': ['dirname', 'join', 'matchesGlob'],
  'node:util': ['inspect', 'types'],
};

/**
 * Names of the language and of Node that any file may use, for the same reason. `Math.max` allows this member and no
 * other way to `Math`, `type Date` the type, `call Object` a call of it, and `new(1) Date` only `new Date(…)` with one argument.
 */
export const globalsEverywhere: readonly string[] = [
  ...['Array', 'BigInt', 'Boolean', 'Error', 'JSON', 'Map', 'Number', 'Promise', 'RegExp', 'Set', 'String'],
  // What they hold cannot be listed, so when it is collected is not seen.
  ...['WeakMap', 'WeakSet'],
  ...[
    'decodeURIComponent',
    'encodeURI',
    'encodeURIComponent',
    'TextDecoder',
    'Uint8Array',
    'Uint32Array',
    'URLSearchParams',
  ],
  ...['Math.ceil', 'Math.floor', 'Math.imul', 'Math.max', 'Math.min', 'Math.round', 'Math.trunc'],
  ...['Object.assign', 'Object.create', 'Object.entries', 'Object.fromEntries', 'Object.hasOwn'],
  ...['Object.keys', 'Object.values', 'call Object'],
  ...['Buffer.alloc', 'Buffer.byteLength', 'Buffer.concat', 'Buffer.from', 'Buffer.isBuffer', 'type Buffer'],
  ...['new(1) Date', 'Date.parse', 'type Date'],
  ...['new(1) URL', 'URL.canParse', 'AbortController', 'type AbortSignal'],
];

interface Effects {
  /** Why this file, and what keeps the rest of the house out of it. */
  readonly why: string;
  readonly node?: Readonly<Record<string, readonly string[]>>;
  readonly globals?: readonly string[];
}

/** The only files that reach beyond their arguments. */
export const effects: Readonly<Record<string, Effects>> = {
  'main.ts': {
    why: 'builds the ports out of the process',
    node: { 'node:fs/promises': ['mkdir', 'readFile', 'writeFile'] },
    globals: ['process'],
  },
  'cli.ts': {
    why: 'builds the ports of the local command out of the process',
    node: {
      'node:child_process': ['execFile'],
      'node:fs/promises': ['lstat', 'mkdir', 'readFile', 'realpath', 'truncate', 'writeFile'],
      'node:readline/promises': ['createInterface'],
      'node:tty': ['WriteStream'],
    },
    globals: ['process'],
  },
  'cli/clone/spec-files.ts': {
    why: 'reads paths as the folder sees them that a command is called in',
    node: { 'node:path': ['isAbsolute', 'relative'] },
  },
  'model/matching-patterns.ts': {
    why: 'keeps what it made of a list for as long as there is the list, and answers as without',
    globals: ['WeakMap'],
  },
  'cli/terminal/paint.ts': { why: 'colours what a terminal shows', node: { 'node:util': ['styleText'] } },
  'spec/yaml/workspace.ts': {
    why: 'reads the files that a spec is made of, and follows no link out of the workspace',
    node: {
      'node:fs': ['constants'],
      'node:fs/promises': ['FileHandle', 'glob', 'lstat', 'open', 'readFile', 'readlink', 'realpath'],
    },
    globals: ['process.platform'],
  },
  'run/runner/clock.ts': {
    why: 'is the clock of the run',
    node: { 'node:timers/promises': ['setTimeout'] },
    globals: ['new(0) Date', 'performance.now', 'setTimeout', 'clearTimeout'],
  },
  'run/runner/proxy.ts': {
    why: 'lets requests to Aiven go through the proxy of the environment',
    node: { 'node:http': ['setGlobalProxyFromEnv'] },
  },
  'aiven/http/client.ts': { why: 'spreads retries over time', globals: ['Math.random'] },
  'aiven/http/exchange.ts': {
    why: 'sends requests to Aiven, bounded in time',
    globals: ['fetch', 'type Headers'],
  },
  'aiven/http/answer-text.ts': { why: "reads an answer's body", globals: ['type Response'] },
  'aiven/http/retry.ts': { why: "reads an answer's headers", globals: ['type Headers'] },
  'github/http/bounded-fetch.ts': {
    why: 'bounds requests to GitHub in time and size',
    globals: [
      ...['type fetch', 'setTimeout', 'clearTimeout'],
      ...['Response', 'Headers', 'URL.parse', 'type ArrayBuffer'],
    ],
  },
  'github/http/client.ts': { why: 'bounds what the toolkit sends with', globals: ['type fetch'] },
  'kafka/connection/socket.ts': {
    why: 'opens sockets to brokers',
    node: { 'node:net': ['default'], 'node:tls': ['default'] },
  },
  'kafka/connection/link.ts': { why: 'speaks over a socket', node: { 'node:net': ['default'] } },
  'kafka/connection/call.ts': {
    why: 'bounds a call to a broker in time',
    globals: ['setTimeout', 'clearTimeout', 'NodeJS.Timeout'],
  },
  'kafka/kafkajs-internals.d.ts': { why: 'describes a package', node: { 'node:net': ['Socket'] } },
};

/** Functions that give what a class hides, where they are, and the only files that may call them. */
export const openers = {
  openSecret: {
    in: 'model/secret.ts',
    // Where credentials are sent, and where texts are searched for them.
    calledIn: [
      'aiven/http/client.ts',
      'aiven/mirrormaker/write-endpoints.ts',
      'github/http/client.ts',
      'kafka/connection/login.ts',
      'kafka/connection/socket.ts',
      'report/secrets/secret-book.ts',
    ],
  },
  rawForeignText: {
    in: 'model/foreign-text.ts',
    // Where the words of other systems are searched for secrets.
    calledIn: ['report/secrets/secret-book.ts'],
  },
} as const satisfies Readonly<Record<string, { readonly in: string; readonly calledIn: readonly string[] }>>;
export type Opener = keyof typeof openers;

/** Types of packages that publish none. */
export const declaresByHand: readonly string[] = ['kafka/kafkajs-internals.d.ts'];
