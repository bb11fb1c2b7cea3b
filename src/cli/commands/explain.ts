import type { Ending } from '../exit-codes.ts';
import { explainCode, type Meaning } from '../explain/meanings.ts';
import type { Paint } from '../terminal/paint.ts';
import { asJson, type Voice } from '../terminal/voice.ts';

/** What a code means, with an example of the spec where one causes it. */
export function explainCommand(
  voice: Voice,
  { code: written, json }: { readonly code: string; readonly json: boolean },
): Ending {
  const explained = explainCode(written);
  if (explained.state === 'unknown') {
    voice.tell(unknownWords(written, explained.near));
    return 'wrong-input';
  }
  const { code, meanings } = explained;
  voice.answer(
    json
      ? asJson({ version: 1, code, meanings })
      : meanings.map((meaning) => meaningText(code, meaning, voice.paint)).join('\n\n'),
  );
  return 'done';
}

function unknownWords(written: string, near: readonly string[]): string {
  const [meant, ...others] = near;
  const named = `There is no code ${JSON.stringify(written)}.`;
  if (meant === undefined) return `${named} docs/rules.md and docs/mirrormaker.md list all of them.`;
  const more = others.length === 0 ? '' : `\nAlso near: ${others.join(', ')}.`;
  return `${named} Did you mean ${meant}?${more}`;
}

const abouts = {
  live: 'A rule on the live state. docs/rules.md#rules-on-the-live-state',
  flow: 'A finding about a replication flow. docs/mirrormaker.md#findings',
  risk: 'A risk of a planned change. docs/rules.md#risks',
  comment: 'A word of the comment. docs/comment.md',
  reason: 'Why a run changed nothing. docs/rules.md#why-a-run-changes-nothing',
} as const;

function meaningText(code: string, meaning: Meaning, paint: Paint): string {
  if (meaning.about === 'spec') {
    const { severity, title, why, example, group } = meaning;
    return [
      `${paint('bold', code)}  ${severity}`,
      `${sentence(title)} ${why}`,
      `Example:\n${indented(example)}`,
      paint('dim', `A rule on the spec (${group}). docs/rules.md#${code}`),
    ].join('\n\n');
  }
  if (meaning.about === 'need') {
    const { id, why, without } = meaning;
    return [
      `${paint('bold', id)}  a rule for what a flow needs`,
      sentence(why),
      `Without it: ${without}`,
      paint('dim', 'docs/mirrormaker.md'),
    ].join('\n\n');
  }
  const { level, what, next, about } = meaning;
  return [
    `${paint('bold', code)}${level === '' ? '' : `  ${level}`}`,
    sentence(what),
    ...(next === '' ? [] : [`What to do: ${sentence(next)}`]),
    paint('dim', abouts[about]),
  ].join('\n\n');
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
