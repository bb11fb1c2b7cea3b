import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Colours a text, or leaves it as it is where nobody sees colours. */
export type Paint = (style: Style, text: string) => string;

export function painter(hasColours: boolean): Paint {
  // Whether there are colours was asked of the stream already.
  return (style, text) =>
    hasColours && text !== '' ? styleText(style, text, { validateStream: false }) : text;
}

const levels: Readonly<Record<string, Style>> = { warning: 'yellow', notice: 'cyan' };

/** `file:line:col: level: code: message` as compilers colour it, and what follows a finding. */
export function paintFindings(text: string, paint: Paint): string {
  return text
    .split('\n')
    .map((line) => {
      const hint = /^( {2}hint: )(.*)$/.exec(line);
      if (hint !== null) return paint('dim', line);
      const [, place = '', level = '', code = '', message] =
        /^(\S+:\d+:\d+: )?((?:warning|notice): )?([a-z][a-z-]*: )(.*)$/.exec(line) ?? [];
      if (message === undefined) return line;
      const style = levels[level.replace(': ', '')] ?? 'red';
      return `${paint('bold', place)}${paint(style, `${level}${code}`)}${message}`;
    })
    .join('\n');
}

const changeStyles: Readonly<Record<string, Style>> = {
  '+': 'green',
  '~': 'yellow',
  '±': 'yellow',
  '-': 'red',
};

/** Changes by what they do, titles of parts, and findings as everywhere. */
export function paintPlan(text: string, paint: Paint): string {
  return text
    .split('\n')
    .map((line, index) => {
      const [, symbol = ''] = /^ {2}([+~±-]) /.exec(line) ?? [];
      const style = changeStyles[symbol];
      if (style !== undefined) return paint(style, line);
      return index === 0 || /^\S.*:$/.test(line) ? paint('bold', line) : line;
    })
    .join('\n');
}
