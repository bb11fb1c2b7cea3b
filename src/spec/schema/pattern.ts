import { RE2JS } from 're2js';
import { parseJavaRegex } from '../../model/java-regex.ts';
import { show } from '../rules/report.ts';
import { type ValueProblem, valueProblem } from './values.ts';

/**
 * MirrorMaker 2 splits the list on commas, trims each part, and matches whole names with java.util.regex
 * (MirrorUtils.compilePatternList, DefaultTopicFilter). The patterns are evaluated with RE2, which is linear in
 * the name; what RE2 would read differently from Java is refused, and so is what Java refuses. Undefined: the pattern can be used.
 */
export function patternProblem(written: string): ValueProblem | undefined {
  if (written.includes(',')) {
    const message = `the pattern ${show(written)} holds a comma, where MirrorMaker 2 splits its list`;
    return valueProblem(
      'pattern-comma',
      message,
      'Write the alternatives as separate list items, a{1,2} as aa?.',
    );
  }
  if (written.trim() !== written || written === '') {
    const message = `the pattern ${show(written)} is empty or has spaces around it, which MirrorMaker 2 removes`;
    return valueProblem('pattern-invalid', message, 'Remove the spaces, or write a pattern.');
  }
  if (written.length > 1000) {
    return valueProblem(
      'pattern-invalid',
      'the pattern is longer than 1000 characters',
      'Split it into list items.',
    );
  }
  const parsed = parseJavaRegex(written);
  switch (parsed.state) {
    case 'opaque':
      return undefined;
    case 'refused': {
      const message = `the pattern ${show(written)} holds ${parsed.construct}, which cannot be evaluated safely`;
      const hint = 'Write it without, as more than one pattern if need be.';
      return valueProblem('pattern-invalid', message, hint);
    }
    case 'invalid':
      return notAPattern(written, `Java refuses ${parsed.why}`);
    case 'parsed':
      return compileProblem(written);
  }
}

function compileProblem(written: string): ValueProblem | undefined {
  try {
    RE2JS.compile(written);
    return undefined;
  } catch (error) {
    return notAPattern(written, error instanceof Error ? error.message : String(error));
  }
}

function notAPattern(written: string, words: string): ValueProblem {
  const hint =
    'Write a Java regular expression on the whole name: orders\\..* for all that start with "orders.".';
  return valueProblem('pattern-invalid', `the pattern ${show(written)} is not valid: ${words}`, hint);
}
