import { RE2JS } from 're2js';
import { show } from '../rules/report.ts';
import { type ValueProblem, valueProblem } from './values.ts';

/**
 * MirrorMaker 2 splits the list on commas, trims each part, and matches whole names with java.util.regex
 * (MirrorUtils.compilePatternList, DefaultTopicFilter). The patterns are evaluated with RE2, which is linear in
 * the name; what RE2 would read differently from Java is refused. Undefined: the pattern can be used.
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
  const difference = javaOnly(written);
  if (difference !== undefined) {
    const message = `the pattern ${show(written)} holds ${difference}, which cannot be evaluated safely`;
    return valueProblem('pattern-invalid', message, 'Write it without, as more than one pattern if need be.');
  }
  return compileProblem(written);
}

function compileProblem(written: string): ValueProblem | undefined {
  try {
    RE2JS.compile(written);
    return undefined;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const hint =
      'Write a Java regular expression on the whole name: orders\\..* for all that start with "orders.".';
    return valueProblem('pattern-invalid', `the pattern ${show(written)} is not valid: ${words}`, hint);
  }
}

/** What Java takes and RE2 does not, or reads differently. */
function javaOnly(pattern: string): string | undefined {
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const rest = pattern.slice(at);
    if (rest.startsWith('\\')) {
      if (!inClass && /^.[1-9k]/.test(rest)) return 'a back-reference';
      at++;
    } else if (inClass) {
      if (rest.startsWith('[')) return 'a class inside a class';
      if (rest.startsWith('&&')) return 'an intersection of classes (&&)';
      inClass = !rest.startsWith(']');
    } else if (rest.startsWith('[')) inClass = true;
    else if (/^\(\?(<?[=!]|>)/.test(rest)) return 'a look-around or an atomic group';
    else if (/^([*+?]|\{\d+\})\+/.test(rest)) return 'a possessive quantifier';
  }
  return undefined;
}
