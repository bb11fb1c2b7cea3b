import { parse, stringify } from 'yaml';
import { readAction } from '../../../scripts/generate.ts';
import { type Block, readPage } from './pages.ts';

const { inputs } = readAction(readPage('action.yml'));
const ours = /^aiven-kafka-gitops\/aiven-kafka-gitops@/;
const jobKeys = ['steps', 'strategy', 'permissions', 'concurrency', 'environment', 'runs-on', 'env'];

/** A block of YAML as a whole workflow, for actionlint; undefined: it is no part of one, or no YAML. */
export function workflowOf({ text }: Pick<Block, 'text'>): string | undefined {
  try {
    return asWorkflow(parse(text));
  } catch {
    return undefined; // the mistakes that docs/rules.md shows
  }
}

function asWorkflow(part: unknown): string | undefined {
  if (Array.isArray(part)) return part.every(isStep) ? wrapped({ steps: part }) : undefined;
  if (!isRecord(part)) return undefined;
  const keys = Object.keys(part);
  if (keys.includes('jobs')) return stringify({ on: 'push', ...part });
  if (keys.includes('on')) return stringify({ ...part, jobs: { kafka: job({}) } });
  if (keys.every((key) => jobKeys.includes(key))) return wrapped(part);
  return undefined;
}

function wrapped(part: Readonly<Record<string, unknown>>): string {
  return stringify({ on: 'push', jobs: { kafka: job(part) } });
}

function job(part: Readonly<Record<string, unknown>>): object {
  return { 'runs-on': 'ubuntu-24.04', steps: [{ run: 'true' }], ...part };
}

/** What the steps of a whole workflow give this action that it does not take. */
export function unknownInputs(workflow: string): readonly string[] {
  const { jobs } = parse(workflow) as {
    readonly jobs: Readonly<Record<string, { readonly steps?: readonly unknown[] }>>;
  }; // actionlint looks at the rest
  return Object.values(jobs)
    .flatMap(({ steps = [] }) => steps)
    .filter((step) => isRecord(step))
    .filter(({ uses }) => typeof uses === 'string' && ours.test(uses))
    .flatMap(({ with: given = {}, env = {} }) => [
      ...Object.keys(given as object).filter((name) => !Object.hasOwn(inputs, name)),
      ...Object.keys(env as object).filter((name) => !/^(?:KAFKA_SECRET_[A-Z0-9_]+|AIVEN_TOKEN)$/.test(name)),
    ]);
}

function isStep(value: unknown): boolean {
  return isRecord(value) && (Object.hasOwn(value, 'uses') || Object.hasOwn(value, 'run'));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
