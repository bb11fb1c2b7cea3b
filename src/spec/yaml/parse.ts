import { type Event, parseEvents, YAMLException } from 'js-yaml';
import type { Report } from '../rules/report.ts';
import { maxDepth } from '../syntax/bounds.ts';
import { keyWithoutSpace, missingSpace } from '../syntax/missing-space.ts';
import type { Problem } from '../syntax/problem.ts';
import { relaxed } from '../syntax/relaxed.ts';
import type { SourceText } from '../syntax/source-text.ts';
import { syntaxProblem } from '../syntax/syntax-problem.ts';
import { compose } from './compose.ts';
import type { MapNode } from './source-node.ts';

/** One guarded YAML file with the place of every node. Undefined: it cannot be read, and the report says why. */
export function parseYaml(source: SourceText, report: Report): MapNode | undefined {
  const say = ({ code, start, end, message, hint }: Problem) =>
    report.add(code, source.position(start, end), message, hint);
  const events = eventsOf(source.text);
  if (!Array.isArray(events)) {
    say(syntaxProblem(source.text, events));
    return undefined;
  }
  const { root, refused, problems } = compose(source, events);
  const [first] = refused.toSorted((a, b) => a.start - b.start);
  if (first !== undefined) {
    say(first);
    return undefined;
  }
  if (root.kind === 'map') {
    problems.forEach(say);
    return root;
  }
  const isJoined = root.kind === 'scalar' && keyWithoutSpace(String(root.value)) !== undefined;
  const hint = isJoined ? missingSpace.hint : 'Start with version: 1, name: and project:.';
  report.add('wrong-type', source.position(root.start), 'a spec file holds keys and values', hint);
  return undefined;
}

/** The reader is stricter than people, and most tools, are: what is in brackets may be written as `relaxed` says. */
function eventsOf(text: string): Event[] | YAMLException {
  const events = read(text);
  return events instanceof YAMLException && events.reason === 'deficient indentation'
    ? read(relaxed(text))
    : events;
}

function read(text: string): Event[] | YAMLException {
  try {
    // The reader counts the document as a level, too.
    return parseEvents(text, { maxDepth: maxDepth + 1 });
  } catch (error) {
    if (error instanceof YAMLException) return error;
    throw error;
  }
}
