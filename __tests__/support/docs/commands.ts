import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readAction } from '../../../scripts/generate.ts';
import { readArguments } from '../../../src/cli/arguments/read-arguments.ts';
import { readPage, root } from './pages.ts';

/** One command of a page, as words; pipes and `&&` have parted it from others. */
export type Words = readonly [program: string, ...words: string[]];

const scripts: Readonly<Record<string, string>> = JSON.parse(readPage('package.json')).scripts;
const { inputs } = readAction(readPage('action.yml'));

/** What a shell block asks for, in its order. Variables before a command count as an `export` of their own. */
export function commandsOf(text: string): readonly Words[] {
  const lines = text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
  return lines.flatMap((line) => line.split(/\s(?:&&|\|)\s/)).map((command) => wordsOf(command.trim()));
}

function wordsOf(command: string): Words {
  const [program = '', ...words] = (command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).map((word) =>
    word.replace(/(["'])(.*?)\1/g, '$2'),
  );
  return [program, ...words];
}

/** The words of the local command, where the command is it. */
export function localCommandOf(command: Words): readonly string[] | undefined {
  const said = command.join(' ');
  const ways = [
    'npx github:aiven-kafka-gitops/aiven-kafka-gitops ',
    'aiven-kafka-gitops ',
    'node dist/cli.js ',
    'node src/cli.ts ',
    'node ../aiven-kafka-gitops/src/cli.ts ',
  ];
  const way = ways.find((start) => `${said} `.startsWith(start));
  return way === undefined ? undefined : command.slice(way.trim().split(' ').length);
}

/** What is wrong with a command; undefined: nothing. */
export function problemOf(command: Words): string | undefined {
  const local = localCommandOf(command);
  if (local?.length === 0) return undefined; // it prints its help
  if (local !== undefined) {
    const asked = readArguments(local);
    return asked.command === 'none' && asked.ending !== 'done' ? asked.text : undefined;
  }
  const [program, ...words] = command;
  const check = programs[program];
  return check === undefined ? `nothing here knows ${program}` : check(words);
}

type Check = (words: readonly string[]) => string | undefined;

/** Every program that a page may call, and how its words are looked at. */
const programs: Readonly<Record<string, Check>> = {
  npm: (words) => {
    const [first = '', second = ''] = words[0] === '--prefix' ? words.slice(2) : words;
    if (first === 'ci') return undefined;
    const script = first === 'run' ? second : first;
    if (!Object.hasOwn(scripts, script)) return `package.json has no script ${script}`;
    return script === 'by-hand' ? unknownInput(words) : unknownOptionOf(scripts[script] ?? '', words);
  },
  bash: ([file = '']) => (existsSync(join(root, file)) ? undefined : `there is no ${file}`),
  export: (words) => {
    const names = words.map((word) => word.split('=')[0] ?? '').filter((name) => name !== '…');
    return names.find((name) => !/^(?:AIVEN_TOKEN|KAFKA_SECRET_[A-Z0-9_]+)$/.test(name));
  },
  git: ofForm({
    add: [],
    commit: ['--all', '--message'],
    push: ['--set-upstream'],
    switch: ['--create'],
    fetch: [],
    revert: ['--no-edit', '--mainline'],
    remote: ['--auto'],
  }),
  gh: ofForm({
    'secret set': ['--env', '--repo'],
    'secret list': ['--env', '--repo'],
    'pr create': ['--fill'],
    'workflow run': ['--field', '--ref'],
    'run rerun': ['--failed'],
    'workflow disable': [],
    'release verify': ['--repo'],
    'attestation verify': ['--repo', '--predicate-type'],
  }),
  avn: ofForm({
    'user access-token create': ['--description', '--max-age-seconds', '--json'],
    'user access-token revoke': [],
    'service user-password-reset': ['--username', '--project'],
    'service integration-delete': ['--project'],
  }),
  jq: (words) => (words.join(' ') === '-r .[].full_token' ? undefined : `nobody tried jq ${words.join(' ')}`),
  terraform: ofForm({ import: [], show: ['-json'], plan: [], apply: [], 'state list': [] }),
  'kafka-consumer-groups.sh': kafkaTool([
    '--describe',
    '--group',
    '--reset-offsets',
    '--topic',
    '--to-latest',
    '--execute',
    '--all-topics',
  ]),
  'kafka-configs.sh': kafkaTool(['--alter', '--entity-type', '--entity-name', '--add-config', '--describe']),
  'kafka-topics.sh': kafkaTool(['--describe', '--list', '--topic']),
  'kafka-get-offsets.sh': kafkaTool(['--topic']),
};

/** Subcommands, each with the options that it may be given here: as the program's own reference lists them. */
function ofForm(forms: Readonly<Record<string, readonly string[]>>): Check {
  return (words) => {
    const said = words.join(' ');
    const form = Object.keys(forms).find((start) => said === start || said.startsWith(`${start} `));
    if (form === undefined) return `nobody looked up ${said}`;
    return unknownOption(words, forms[form] ?? []);
  };
}

function kafkaTool(options: readonly string[]): Check {
  return (words) => unknownOption(words, ['--bootstrap-server', '--command-config', ...options]);
}

function unknownOption(words: readonly string[], known: readonly string[]): string | undefined {
  return words.find((word) => /^--?[a-z]/.test(word) && !known.includes(word));
}

function behindDashes(words: readonly string[]): readonly string[] {
  const dashes = words.indexOf('--');
  return dashes === -1 ? [] : words.slice(dashes + 1);
}

/** Of what stands behind `--`: options that the file of the script does not read. */
function unknownOptionOf(script: string, words: readonly string[]): string | undefined {
  const file = script.split(' ').findLast((word) => word.includes('.')) ?? '';
  const text = file.endsWith('.ts') ? readPage(file) : '';
  const given = behindDashes(words).filter((word) => /^--./.test(word));
  return given.find((word) => !new RegExp(`\\b${word.slice(2)}\\b`).test(text));
}

function unknownInput(words: readonly string[]): string | undefined {
  const given = behindDashes(words);
  return given.find((word) => !Object.hasOwn(inputs, word.split('=')[0] ?? ''));
}
