import { join } from 'node:path';
import { API, type Project } from 'typescript/unstable/sync';
import { type Opener, openers } from './house.ts';
import {
  type GlobalSeen,
  type ImportSeen,
  nodesOf,
  type OpeningSeen,
  pathOf,
  root,
  type SpellingSeen,
  src,
} from './seen.ts';
import { type AnswerSeen, answersIn } from './seen-answers.ts';
import { GlobalNames } from './seen-globals.ts';
import { importsIn } from './seen-imports.ts';
import { openerOf, openingsIn } from './seen-openings.ts';
import { spellingsIn } from './seen-spellings.ts';

/** What the compiler sees in `src`, each thing with its place. */
export interface View {
  readonly files: readonly string[];
  readonly imports: readonly ImportSeen[];
  readonly globals: readonly GlobalSeen[];
  readonly spellings: readonly SpellingSeen[];
  /** Where an opener is, under whatever name it came. */
  readonly openings: readonly OpeningSeen[];
  /** Which functions may answer `undefined`. */
  readonly answers: readonly AnswerSeen[];
  /** What the compiler itself refuses, by file; only of the files that were laid over `src`. */
  readonly errors: ReadonlyMap<string, readonly string[]>;
}

/** Reads `src` as if the files of `planted` were there, too. Keys are paths below `src`; nothing is written. */
export function viewOf(planted: Readonly<Record<string, string>> = {}): View {
  const overlay = new Map(Object.entries(planted).map(([file, text]) => [join(src, file), text]));
  const config = join(root, 'tsconfig.planted.json');
  overlay.set(
    config,
    JSON.stringify({ extends: './tsconfig.build.json', files: [...overlay.keys()], include: ['src'] }),
  );
  const api = new API({
    cwd: root,
    fs: {
      readFile: (path) => overlay.get(path),
      fileExists: (path) => overlay.has(path) || undefined,
    },
  });
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (project === undefined) throw new Error(`the compiler did not open ${config}`);
    return readProject(project, Object.keys(planted));
  } finally {
    api.close();
  }
}

function readProject(project: Project, planted: readonly string[]): View {
  const { program, checker } = project;
  const sources = program
    .getSourceFileNames()
    .filter((file) => file.startsWith(`${src}/`))
    .flatMap((file) => program.getSourceFile(file) ?? []);
  const nodes = sources.map((source) => ({ source, nodes: nodesOf(source) }));
  const globals = new GlobalNames(checker);
  const opened = (Object.keys(openers) as Opener[]).map((name) => {
    const opener = openerOf(checker, program.getSourceFile(join(src, openers[name].in)), name);
    return nodes.flatMap((file) => openingsIn(file, checker, name, opener));
  });
  return {
    files: sources.map(pathOf),
    imports: nodes.flatMap((file) => importsIn(file)),
    globals: nodes.flatMap((file) => globals.in(file)),
    spellings: nodes.flatMap((file) => spellingsIn(file)),
    openings: opened.flat(),
    answers: nodes.flatMap((file) => answersIn(file, checker)),
    errors: new Map(
      planted.map((file) => [file, program.getSemanticDiagnostics(join(src, file)).map(({ text }) => text)]),
    ),
  };
}
