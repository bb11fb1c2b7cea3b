import type { Refusal } from './refusals.ts';

interface Breach {
  readonly kind: Refusal['kind'];
  /** The folder that it is planted in. */
  readonly folder: string;
  readonly text: string;
}

const secret = "import { Secret } from '../model/secret.ts';\n";
const open = "import { openSecret } from '../model/secret.ts';\n";

/** Ways to reach what a pure room must not reach, each in a file of its own. */
const planted: readonly Breach[] = [
  // The network
  ...at('plan', 'global', [
    "export const a = () => fetch('https://example.com');",
    'export const a = { fetch };',
    'const ask = fetch; export const a = ask;',
    "export const a = () => globalThis.fetch('https://example.com');",
    "export const a = () => globalThis['fetch']('https://example.com');",
    'const { fetch: ask } = globalThis; export const a = ask;',
    "export const a = fetch.bind(undefined, 'https://example.com');",
    'export const a: typeof fetch | undefined = undefined;',
    "export const a = new WebSocket('wss://example.com');",
    'export { fetch as ask };',
  ]),
  ...at('report/words', 'node', [
    "import { connect } from 'node:net'; export const a = connect;",
    "import net from 'node:net'; export const a = net;",
    "import * as https from 'node:https'; export const a = https;",
    "export { request } from 'node:http';",
    "export * from 'node:dns';",
    "export type Asked = import('node:http').ClientRequest;",
    "import 'node:http2';",
  ]),
  ...at('desired', 'package', [
    "import { HttpClient } from '@actions/http-client'; export const a = HttpClient;",
    "import http from 'http'; export const a = http;",
    "export { connect } from 'net';",
    "import { Kafka } from 'kafkajs'; export const a = Kafka;",
    "import { getOctokit } from '@actions/github'; export const a = getOctokit;",
  ]),
  // Processes
  ...at('review', 'node', [
    "import { execFile } from 'node:child_process'; export const a = execFile;",
    "import { Worker } from 'node:worker_threads'; export const a = Worker;",
    "import vm from 'node:vm'; export const a = vm;",
    "import { fork as f } from 'node:cluster'; export const a = f;",
    "import { createRequire } from 'node:module'; export const a = createRequire;",
  ]),
  ...at('run/modes', 'node', ["import { spawn } from 'node:child_process'; export const a = spawn;"]),
  ...at('aiven/http', 'node', ["export * as children from 'node:child_process';"]),
  ...at('run/modes', 'package', [
    "import { exec } from '@actions/exec'; export const a = exec;",
    "import { spawn } from 'child_process'; export const a = spawn;",
    "import * as core from '@actions/core'; export const a = core;",
  ]),
  ...at('plan', 'global', [
    "export const a = require('child_process');",
    "export const a = process.getBuiltinModule('node:child_process');",
    'export const a = module;',
    "export const a = eval('1');",
    "const run = eval; export const a = run('1');",
    "export const a = new Function('return 1');",
    "export const a = Function('return 1');",
    'export const a = WebAssembly;',
  ]),
  ...at('plan', 'spelling', [
    "export const a = () => import('node:child_process');",
    'export const a = async (name: string) => import(`node:${name}`);',
    "export const a = async () => (await import('node:child_process')).execFile;",
    "export const a = () => import('../run/run.ts');",
    'export const a = import.meta.url;',
    "import a = require('node:child_process'); export const b = a;",
    "export const a = (() => 1).constructor('return 1');",
    "export const a = (() => 1)['constructor'];",
    "export const a = (() => 1)['con' + 'structor'];",
    "export const a = (() => 1)[`con${'structor'}`];",
    'const { constructor: build } = () => 1; export const a = build;',
    "const { ['constructor']: build } = () => 1; export const a = build;",
    'declare function fetch(url: string): Promise<unknown>; export const a = fetch;',
    'declare const process: { env: unknown }; export const a = process;',
    'declare global { var now: number } export const a = 1;',
    '// @ts-expect-error\nexport const a = nowhere;',
    '// @ts-nocheck\nexport const a = 1;',
    '/// <reference lib="dom" />\nexport const a = 1;',
    '/// <reference types="node" />\nexport const a = 1;',
  ]),
  // The clock
  ...at('lint', 'global', [
    'export const a = Date.now();',
    'export const a = new Date();',
    "export const a = Date['now']();",
    "export const a = Date['n' + 'ow']();",
    'export const a = Date();',
    'const { now } = Date; export const a = now();',
    'const { ...date } = Date; export const a = date;',
    'const Day = Date; export const a = new Day();',
    'const nothing: [] = []; export const a = new Date(...nothing);',
    'export const a = performance.now();',
    'export class Day extends Date {}',
    'export const a = new Intl.DateTimeFormat().format();',
    'export const a = process.hrtime.bigint();',
    'export const a = setTimeout(() => undefined, 1);',
    'export const a = setInterval(() => undefined, 1);',
    'export const a = setImmediate(() => undefined);',
    'export const a = AbortSignal.timeout(1);',
    'export const a = [Date].map((day) => day.now());',
  ]),
  ...at('lint', 'node', [
    "import { performance } from 'node:perf_hooks'; export const a = performance.now();",
    "import { setTimeout } from 'node:timers/promises'; export const a = setTimeout;",
  ]),
  ...at('report', 'spelling', [
    "export const a = 'a'.localeCompare('b');",
    'export const a = (1000).toLocaleString();',
    'export const a = (time: Date) => time.getHours();',
    'export const a = (time: Date) => time.getTimezoneOffset();',
    "export const a = (time: Date) => time['toLocaleDateString']();",
  ]),
  // Randomness
  ...at('mirrormaker', 'global', [
    'export const a = Math.random();',
    "export const a = Math['random']();",
    "export const a = Math['ran' + 'dom'];",
    'const { random } = Math; export const a = random();',
    'const { random: roll } = Math; export const a = roll();',
    'const sums = Math; export const a = sums.random();',
    'export const a = Object.entries(Math);',
    'export const a = crypto.getRandomValues(new Uint8Array(8));',
    'export const a = crypto.randomUUID();',
    'export const a = Buffer.allocUnsafe(8);',
    "export const a = Reflect.get({}, 'random');",
  ]),
  ...at('mirrormaker', 'node', [
    "import { randomBytes } from 'node:crypto'; export const a = randomBytes;",
    "import { randomUUID as id } from 'node:crypto'; export const a = id;",
    "import * as crypto from 'node:crypto'; export const a = crypto;",
    "import crypto from 'node:crypto'; export const a = crypto;",
    "import { webcrypto } from 'node:crypto'; export const a = webcrypto;",
  ]),
  // The environment
  ...at('spec', 'global', [
    "export const a = process.env['HOME'];",
    'const { env } = process; export const a = env;',
    "export const a = globalThis['process'];",
    'export const a = global.process.env;',
    'export const a = process.argv;',
    "export const a = Object.getOwnPropertyDescriptor({}, 'env');",
    'export const a = console;',
  ]),
  ...at('spec', 'node', [
    "import process from 'node:process'; export const a = process;",
    "import { env } from 'node:process'; export const a = env;",
    "import { homedir } from 'node:os'; export const a = homedir;",
    "import { readFileSync } from 'node:fs'; export const a = readFileSync;",
    "import { resolve } from 'node:path'; export const a = resolve;",
  ]),
  // Secrets
  ...at('plan', 'secret', [
    `${open}${secret}export const a = openSecret(Secret.of('a', 'b'));`,
    "import { openSecret as reveal } from '../model/secret.ts'; export const a = reveal;",
    "export { openSecret } from '../model/secret.ts';",
    "export { openSecret as reveal } from '../model/secret.ts';",
    "export * from '../model/secret.ts';",
    "export * as secrets from '../model/secret.ts';",
    "import * as secrets from '../model/secret.ts'; export const a = secrets['open' + 'Secret' as 'openSecret'];",
    "import * as secrets from '../model/secret.ts'; const { openSecret: reveal } = secrets; export const a = reveal;",
    `${open}export { openSecret as reveal };`,
    `${open}export const a = openSecret.bind(undefined);`,
    `${open}export const a = { openSecret };`,
    "export type Opener = typeof import('../model/secret.ts').openSecret;",
    "import type { openSecret } from '../model/secret.ts'; export type Opener = typeof openSecret;",
    "import { ForeignText, rawForeignText } from '../model/foreign-text.ts'; export const a = rawForeignText(ForeignText.of('b'));",
    "import { rawForeignText as reveal } from '../model/foreign-text.ts'; export const a = reveal;",
    "export * from '../model/foreign-text.ts';",
  ]),
  // Arrows
  ...at('model', 'arrow', [
    "import { run } from '../run/run.ts'; export const a = run;",
    "import type { Spec } from '../spec/spec.ts'; export type A = Spec;",
    "export type { Spec } from '../spec/spec.ts';",
    "export * from '../spec/spec.ts';",
    "export type A = import('../spec/spec.ts').Spec;",
    "import '../main.ts';",
  ]),
  ...at('plan', 'arrow', [
    "export { connectKafka } from '../kafka/connect.ts';",
    "import type { connectAiven } from '../aiven/connect.ts'; export type A = typeof connectAiven;",
    "import { freePort } from '../../__tests__/support/kafka.ts'; export const a = freePort;",
  ]),
  ...at('spec/yaml', 'arrow', [
    "import { readMirrorMaker } from '../resolve/mirrormaker.ts'; export const a = readMirrorMaker;",
    "import type * as resolve from '../resolve/mirrormaker.ts'; export type A = typeof resolve;",
  ]),
  ...at('plan/compare', 'arrow', [
    "export type A = typeof import('../effects/flow-effects.ts');",
    "export { effectRisks } from '../effects/flow-effects.ts';",
  ]),
];

/** What the language and the compiler refuse without our rules: a secret has no member that gives its value. */
const refusedByTheCompiler = [
  "export const a = Secret.of('a', 'b').open();",
  "export const a = Secret.of('a', 'b')['open']();",
  "export const a = Secret.of('a', 'b').#value;",
  "const { open } = Secret.of('a', 'b'); export const a = open;",
  "export const a: { open(): string } = Secret.of('a', 'b');",
  "const key: string = 'open'; export const a = Secret.of('a', 'b')[key];",
].map((text) => `${secret}${text}`);

export interface PlantedFile {
  readonly file: string;
  readonly text: string;
}

export const breaches: readonly (PlantedFile & Pick<Breach, 'kind'>)[] = planted.map(
  ({ folder, kind, text }, index) => ({ kind, text, file: `${folder}/planted-${index + 1}.ts` }),
);

export const compilerErrors: readonly PlantedFile[] = refusedByTheCompiler.map((text, index) => ({
  text,
  file: `plan/planted-error-${index + 1}.ts`,
}));

/** Three files in a circle, through types only and over two folders. */
export const circle: readonly PlantedFile[] = [
  { file: 'plan/planted-circle-a.ts', text: "export type { B } from './compare/planted-circle-b.ts';" },
  {
    file: 'plan/compare/planted-circle-b.ts',
    text: "export interface B { readonly c?: import('../planted-circle-c.ts').C }",
  },
  {
    file: 'plan/planted-circle-c.ts',
    text: "import type { B } from './planted-circle-a.ts'; export interface C { readonly b?: B }",
  },
];

/** Names that look like the forbidden ones and are not. */
export const lawful: readonly PlantedFile[] = [
  {
    file: 'plan/planted-lawful.ts',
    text: `
import type { Secret } from '../model/secret.ts';
export const a = (fetch: (url: string) => string) => fetch('https://example.com');
export const b = ({ process, now }: { process: string; now(): Date }) => [process, now()];
export const c = (clock: { random: number }) => clock.random;
export const d = (openSecret: string, secret: Secret) => [openSecret, secret.name];
export const e = new Date(0).toISOString();
export const f = { fetch: 1, eval: 2, constructor: 3 };
`,
  },
];

function at(folder: string, kind: Breach['kind'], texts: readonly string[]): readonly Breach[] {
  return texts.map((text) => ({ folder, kind, text }));
}
