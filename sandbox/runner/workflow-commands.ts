import type { SecretMasker } from './secret-masker.ts';

/** An `error`, `warning` or `notice` command: GitHub shows it on the run, and on the file's line in a pull request. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly col?: number;
  readonly endColumn?: number;
}

/** A command on a line of output: `::name key=value,…::data`, or the older `##[name key=value;…]data` anywhere in it. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

export interface OutputReader {
  /** A line of standard output or standard error, without its line feed. */
  read(line: string): void;
  /** What the log shows so far: secrets masked, commands as the runner renders them. */
  readonly log: readonly string[];
  /** Masked, too. GitHub shows ten of each level per step. */
  readonly annotations: readonly Annotation[];
  /** By the retired `set-output` command. */
  readonly outputs: Readonly<Record<string, string>>;
  /** A command the runner refuses fails the step. */
  readonly failed: boolean;
}

/** Handles the lines an action prints as the runner's `ActionCommandManager` does. */
export function createOutputReader(masker: SecretMasker, options: { readonly debug: boolean }): OutputReader {
  const log: string[] = [];
  const annotations: Annotation[] = [];
  const outputs: Record<string, string> = {};
  let resumeToken: string | undefined;
  let failed = false;

  const show = (line: string): void => {
    log.push(...masker.mask(line).split('\n'));
  };
  const annotate = (annotation: Annotation): void => {
    annotations.push({ ...annotation, message: masker.mask(annotation.message) });
    show(`##[${annotation.level}]${annotation.message}`);
  };
  const obey = ({ name, properties, data }: WorkflowCommand): void => {
    switch (name) {
      case 'error':
      case 'warning':
      case 'notice':
        annotate({ level: name, message: data, ...place(properties) });
        break;
      case 'debug':
        if (options.debug) show(`##[debug]${data}`);
        break;
      case 'group':
      case 'endgroup':
        show(`##[${name}]${data}`);
        break;
      case 'add-mask':
        if (data.trim() !== '') masker.add(data);
        else
          annotate({
            level: 'warning',
            message: "Can't add secret mask for empty string in ##[add-mask] command.",
          });
        break;
      case 'set-output':
        outputs[properties['name'] ?? ''] = data;
        break;
      case 'set-env':
      case 'add-path':
        failed = true;
        annotate({ level: 'error', message: `The \`${name}\` command is disabled.` });
        break;
      default:
      // save-state, echo and problem matchers change nothing that a run's result shows.
    }
  };

  return {
    log,
    annotations,
    outputs,
    get failed() {
      return failed;
    },
    read: (line) => {
      const command = parseWorkflowCommand(line, resumeToken);
      if (resumeToken !== undefined) {
        if (command?.name === resumeToken) resumeToken = undefined;
        show(line);
      } else if (command?.name === 'stop-commands') {
        resumeToken = command.data.toLowerCase();
        show(line);
      } else if (command) {
        obey(command);
      } else {
        show(line);
      }
    },
  };
}

const NAMES = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]);

/** As `ActionCommand.TryParseV2`, then `TryParse`. A name that is no command's, and not the resume token, is plain text. */
export function parseWorkflowCommand(line: string, resumeToken?: string): WorkflowCommand | undefined {
  const known = (name: string): boolean =>
    NAMES.has(name.toLowerCase()) || name.toLowerCase() === resumeToken;
  return parseColons(line, known) ?? parseBrackets(line, known);
}

function parseColons(line: string, known: (name: string) => boolean): WorkflowCommand | undefined {
  const text = line.trimStart();
  if (!text.startsWith('::')) return undefined;
  const end = text.indexOf('::', 2);
  if (end < 0) return undefined;
  const [name, properties] = nameAndProperties(text.slice(2, end));
  if (!known(name)) return undefined;
  return {
    name: name.toLowerCase(),
    properties: parseProperties(properties, ',', {
      '%0D': '\r',
      '%0A': '\n',
      '%3A': ':',
      '%2C': ',',
      '%25': '%',
    }),
    data: unescaped(text.slice(end + 2), { '%0D': '\r', '%0A': '\n', '%25': '%' }),
  };
}

function parseBrackets(line: string, known: (name: string) => boolean): WorkflowCommand | undefined {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return undefined;
  const [name, properties] = nameAndProperties(line.slice(start + 3, end));
  if (!known(name)) return undefined;
  const escapes = { '%3B': ';', '%0D': '\r', '%0A': '\n', '%5D': ']', '%25': '%' };
  return {
    name: name.toLowerCase(),
    properties: parseProperties(properties, ';', escapes),
    data: unescaped(line.slice(end + 1), escapes),
  };
}

function nameAndProperties(head: string): readonly [string, string] {
  const space = head.indexOf(' ');
  return space < 0 ? [head, ''] : [head.slice(0, space), head.slice(space + 1).trim()];
}

function parseProperties(
  text: string,
  separator: string,
  escapes: Escapes,
): Readonly<Record<string, string>> {
  const pairs = text.split(separator).flatMap((property) => {
    const equals = property.indexOf('=');
    const value = property.slice(equals + 1);
    return equals > 0 && value !== ''
      ? [[property.slice(0, equals), unescaped(value, escapes)] as const]
      : [];
  });
  return Object.fromEntries(pairs);
}

type Escapes = Readonly<Record<string, string>>;

/** One after the other, `%25` last, as the runner does. */
function unescaped(text: string, escapes: Escapes): string {
  return Object.entries(escapes).reduce(
    (plain, [code, character]) => plain.replaceAll(code, character),
    text,
  );
}

function place(properties: Readonly<Record<string, string>>): Partial<Annotation> {
  const { title, file } = properties;
  const number = (key: 'line' | 'endLine' | 'col' | 'endColumn'): Partial<Annotation> => {
    const value = Number.parseInt(properties[key] ?? '', 10);
    return Number.isNaN(value) ? {} : { [key]: value };
  };
  return {
    ...(title === undefined ? {} : { title }),
    ...(file === undefined ? {} : { file }),
    ...number('line'),
    ...number('endLine'),
    ...number('col'),
    ...number('endColumn'),
  };
}
