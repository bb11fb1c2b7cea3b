import { Command, CommanderError } from 'commander';
import { version } from '../../model/version.ts';
import type { Asked } from './asked.ts';

/** `words`: what stands after the name of the command. Never throws for words that are wrong. */
export function readArguments(words: readonly string[]): Asked {
  const secret = words.find(looksLikeSecret);
  if (secret !== undefined) return wrong(secretWords(secret));
  let asked: Asked | undefined;
  let told = '';
  const program = newProgram(
    (read) => {
      asked = read;
    },
    (text) => {
      told += text;
    },
  );
  try {
    program.parse([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const ending = error.exitCode === 0 ? 'done' : 'wrong-input';
    return { command: 'none', text: told.trimEnd(), ending };
  }
  return asked ?? wrong(program.helpInformation().trimEnd());
}

const specHelp =
  'files, folders or globs in quotes that make the spec; without any: kafka/**/*.{yaml,yml} from the top of the clone';

function newProgram(answer: (asked: Asked) => void, tell: (text: string) => void): Command {
  const program = new Command('aiven-kafka-gitops')
    .description('Checks and plans a spec of Kafka clusters on Aiven, and explains what it means.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print what a command does')
    .helpCommand('help [command]', 'print what a command does')
    .exitOverride()
    .configureOutput({
      writeOut: tell,
      writeErr: tell,
      outputError: (text, write) => write(withoutValue(text)),
    })
    .showHelpAfterError('Run it with --help to see what it takes.')
    .addHelpText('after', `\n${endingsHelp}`);
  program
    .command('validate')
    .description('Check a spec. Opens no connection.')
    .argument('[spec...]', specHelp)
    .option('--json', 'print the findings as JSON')
    .action((spec: readonly string[], { json = false }: Flags) =>
      answer({ command: 'validate', spec, json }),
    );
  program
    .command('access')
    .description('Say what the flows need on each external cluster, for its owner. Opens no connection.')
    .argument('[spec...]', specHelp)
    .option('--json', 'print it as JSON')
    .action((spec: readonly string[], { json = false }: Flags) => answer({ command: 'access', spec, json }));
  program
    .command('plan')
    .description(
      'Say what an apply would change. Reads Aiven, with the token in AIVEN_TOKEN, and clusters; writes nothing.',
    )
    .argument('[spec...]', specHelp)
    .option('--json', 'print plan.json')
    .option('--fail-on-changes', 'end with 3 if there are changes')
    .option('--connect <cluster>', connectHelp, listOf)
    .option('--leave-out <cluster>', 'plan without this cluster and its flows; may be given again', listOf)
    .option(...aivenUrlOption)
    .option(...verboseOption)
    .action((spec: readonly string[], flags: PlanFlags) =>
      answer({
        ...{ command: 'plan', spec, json: flags.json ?? false },
        failOnChanges: flags.failOnChanges ?? false,
        verbose: flags.verbose ?? false,
        ...{ connect: flags.connect ?? [], leaveOut: flags.leaveOut ?? [], aivenUrl: flags.aivenUrl },
      }),
    );
  program
    .command('import')
    .description(
      'Write the spec of what an Aiven project has, or complete one. Reads Aiven, with the token in AIVEN_TOKEN; changes no line that is there.',
    )
    .argument('<project>', 'the Aiven project')
    .option('--folder <folder>', folderHelp)
    .option('--into <spec>', intoHelp, listOf)
    .option('--connect <cluster>', connectHelp, listOf)
    .option('--json', 'print what was written as JSON')
    .option(...aivenUrlOption)
    .option(...verboseOption)
    .action(
      (
        project: string,
        { folder, into = [], connect = [], aivenUrl, json = false, verbose = false }: ImportFlags,
      ) => answer({ command: 'import', project, folder, into, connect, json, aivenUrl, verbose }),
    );
  program
    .command('explain')
    .description(
      'Explain a code: of a finding, a risk, a failed run, or a rule such as S4. Opens no connection.',
    )
    .argument('<code>', 'such as topic-collision')
    .option('--json', 'print it as JSON')
    .action((code: string, { json = false }: Flags) => answer({ command: 'explain', code, json }));
  program
    .command('schema')
    .description('Print the JSON Schema of the spec, for editors. Opens no connection.')
    .option('--json', 'it is JSON anyway')
    .action(() => answer({ command: 'schema' }));
  return program;
}

const connectHelp =
  'contact this external cluster although its connection is not that of the default branch; may be given again';

const folderHelp =
  'where the files go, seen from the folder that you are in; without it kafka at the top of the clone';

const intoHelp =
  'a file, folder or glob of a spec that exists: what it does not say yet is added in place; may be given again';

const aivenUrlOption = ['--aiven-url <address>', 'address of the Aiven API', 'https://api.aiven.io'] as const;
const verboseOption = ['--verbose', 'tell each request on standard error'] as const;

interface Flags {
  readonly json?: boolean;
}

interface ImportFlags extends Flags {
  readonly folder?: string;
  readonly into?: readonly string[];
  readonly connect?: readonly string[];
  readonly aivenUrl: string;
  readonly verbose?: boolean;
}

interface PlanFlags extends Flags {
  readonly failOnChanges?: boolean;
  readonly connect?: readonly string[];
  readonly leaveOut?: readonly string[];
  readonly aivenUrl: string;
  readonly verbose?: boolean;
}

/** An option that is given several times. */
function listOf(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

const endingsHelp = [
  'Exit codes: 0 done, 1 failed or not complete, 2 wrong input, 3 changes with --fail-on-changes.',
  'Secrets come from the environment, never from arguments.',
].join('\n');

function wrong(text: string): Asked {
  return { command: 'none', text, ending: 'wrong-input' };
}

/** An option by the name of a secret; a file may well be called so. */
function looksLikeSecret(word: string): boolean {
  return /^--?[\w-]*(?:token|password|passwd|secret|api-?key)/i.test(word);
}

function secretWords(word: string): string {
  const [name = ''] = word.split('=');
  return [
    `error: ${name} is no option: secrets come from the environment, never from arguments.`,
    'Set AIVEN_TOKEN for the Aiven API, and KAFKA_SECRET_<NAME> for { secret: NAME } of the spec.',
    'If that was a real one, change it: the history of your shell and the list of processes show it.',
  ].join('\n');
}

/** The value after the `=` of an option that nobody knows may be a secret. */
function withoutValue(text: string): string {
  return text.replace(/'(--?[^'=]+)=.*'/s, "'$1'");
}
