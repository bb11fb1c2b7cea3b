import type { GitHub } from '../../../src/github/github.ts';
import type { Ports } from '../../../src/run/ports.ts';
import type { Runner } from '../../../src/run/runner/runner.ts';
import { secretSpellings } from '../secret-spellings.ts';

/** A secret that leaves past everything that should hold it back, to see that the canary finds it. */
export interface Leak {
  readonly name: string;
  /** The mode that comes past the place. */
  readonly mode: string;
  readonly into: (ports: Ports, secret: string) => Ports;
}

type Says = Pick<Runner, 'info' | 'startGroup' | 'output' | 'annotate' | 'summary'>;

function throughRunner(
  name: string,
  mode: string,
  replace: (runner: Says, secret: string) => Partial<Runner>,
): Leak {
  return {
    name,
    mode,
    into: (ports, secret) => ({ ...ports, runner: { ...ports.runner, ...replace(ports.runner, secret) } }),
  };
}

function throughGitHub(
  name: string,
  mode: string,
  replace: (github: GitHub, secret: string) => Partial<GitHub>,
): Leak {
  return {
    name,
    mode,
    into: (ports, secret) => ({
      ...ports,
      connectGitHub: (options) => {
        // The last look in front of the socket would hold it back.
        const github = ports.connectGitHub({
          ...options,
          secrecy: { ...options.secrecy, keep: () => undefined, tell: () => '', secretsIn: () => [] },
        });
        return { ...github, ...replace(github, secret) };
      },
    }),
  };
}

const cutSpellings: Readonly<Record<string, (secret: string) => string>> = {
  'its first eight characters': (secret) => `${secret.slice(0, 8)}…`,
  'eight characters of the middle': (secret) => `…${secret.slice(5, 13)}…`,
  backwards: (secret) => [...secret].toReversed().join(''),
};

/** Every place, and in the log every kind of spelling. */
export const leaks: readonly Leak[] = [
  throughRunner('a line of the log', 'plan', ({ info }, secret) => ({
    info: (line) => info(`${line} ${secret}`),
  })),
  throughRunner('a group of the log', 'plan', ({ startGroup }, secret) => ({
    startGroup: (title) => startGroup(`${title} ${secret}`),
  })),
  throughRunner('an annotation', 'apply', ({ annotate }, secret) => ({
    annotate: (one) => annotate({ ...one, message: secret }),
  })),
  throughRunner('the title of an annotation', 'apply', ({ annotate }, secret) => ({
    annotate: (one) => annotate({ ...one, title: secret }),
  })),
  throughRunner('an output', 'plan', ({ output }, secret) => ({
    output: (name, value) => output(name, `${value}${secret}`),
  })),
  throughRunner('the job summary', 'plan', ({ summary }, secret) => ({
    summary: (text) => summary(`${text}${secret}`),
  })),
  {
    name: 'a file',
    mode: 'plan',
    into: (ports, secret) => ({
      ...ports,
      writeFile: (path, text) => ports.writeFile(path, `${text}${secret}`),
    }),
  },
  throughGitHub('a comment', 'plan', ({ upsertComment }, secret) => ({
    upsertComment: (request) => upsertComment({ ...request, body: `${request.body}${secret}` }),
  })),
  throughGitHub('the summary of a check run', 'plan', ({ createCheckRun }, secret) => ({
    createCheckRun: (run) => createCheckRun({ ...run, summary: secret }),
  })),
  throughGitHub('the title of a check run', 'plan', ({ createCheckRun }, secret) => ({
    createCheckRun: (run) => createCheckRun({ ...run, title: secret }),
  })),
  throughGitHub('what only machines read of a check run', 'plan', ({ createCheckRun }, secret) => ({
    createCheckRun: (run) => createCheckRun({ ...run, externalId: secret }),
  })),
  throughGitHub('the description of a deployment', 'apply', ({ createDeployment }, secret) => ({
    createDeployment: (one) => createDeployment({ ...one, description: secret }),
  })),
  throughGitHub('the payload of a deployment', 'apply', ({ createDeployment }, secret) => ({
    createDeployment: (one) => createDeployment({ ...one, payload: { ...one.payload, left: [[secret]] } }),
  })),
  throughGitHub('the state of a deployment', 'apply', ({ setDeploymentState }, secret) => ({
    setDeploymentState: (one) => setDeploymentState({ ...one, description: secret }),
  })),
  throughGitHub('the title of the drift issue', 'drift', ({ openOrUpdateDriftIssue }, secret) => ({
    openOrUpdateDriftIssue: (report) =>
      openOrUpdateDriftIssue({
        ...report,
        render: (history) => ({ ...report.render(history), title: secret }),
      }),
  })),
  throughGitHub('the body of the drift issue', 'drift', ({ openOrUpdateDriftIssue }, secret) => ({
    openOrUpdateDriftIssue: (report) =>
      openOrUpdateDriftIssue({
        ...report,
        render: (history) => {
          const rendered = report.render(history);
          return { ...rendered, body: `${rendered.body}${secret}` };
        },
      }),
  })),
  throughGitHub('a label', 'drift', ({ openOrUpdateDriftIssue }, secret) => ({
    openOrUpdateDriftIssue: (report) =>
      openOrUpdateDriftIssue({ ...report, labels: [{ name: secret, color: 'ffffff', description: '' }] }),
  })),
  ...spelledInTheLog(),
];

function spelledInTheLog(): readonly Leak[] {
  const names = ['base64 after two bytes (user:password)', 'URL component', 'hex, lower case', 'JSON twice'];
  const spellings = {
    ...Object.fromEntries(names.map((name) => [name, secretSpellings[name] ?? String])),
    ...cutSpellings,
  };
  return Object.entries(spellings).map(([name, spell]) =>
    throughRunner(`the log: ${name}`, 'plan', ({ info }, secret) => ({
      info: (line) => info(`${line} ${spell(secret)}`),
    })),
  );
}
