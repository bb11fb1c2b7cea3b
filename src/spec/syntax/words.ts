export interface Words {
  readonly message: string;
  readonly hint: string;
}

/** What may be wrong with the syntax of a file, and the next step. */
export const words = {
  openQuote: {
    message: 'the quote that opens here is not closed',
    hint: 'Close it with the same quote.',
  },
  escape: {
    message: 'unknown escape in double quotes',
    hint: "Use single quotes: in 'a\\.b' a backslash is a backslash.",
  },
  badStart: {
    message: 'a plain value cannot start with this character',
    hint: 'Put the value in quotes.',
  },
  openBracket: {
    message: 'a bracket is not closed before this',
    hint: 'Add the missing ] or } here or on the line before.',
  },
  openSince: (line: number) => ({
    message: `a comma is missing, or the bracket of line ${line} is not closed`,
    hint: `Close what line ${line} opens, or add the comma.`,
  }),
  notOpen: {
    message: 'a bracket is closed here, and none is open',
    hint: 'Remove it, open it before, or put the whole value in quotes.',
  },
  onlyComma: {
    message: 'a comma stands where a value is expected',
    hint: 'Remove the comma, or write the value before it.',
  },
  noComma: {
    message: 'a comma is missing before this',
    hint: 'Put a comma between two entries, or the whole value in quotes.',
  },
  secondColon: {
    message: 'a second ": " stands where one value is expected',
    hint: 'Put the value in quotes, or start a new line for the next key.',
  },
  noKey: { message: 'no key stands before this colon', hint: 'Write the key, or remove the colon.' },
  noColon: {
    message: 'this key has no colon',
    hint: 'Write key: value, or indent text that goes on from the line before.',
  },
  tab: { message: 'a tab is used as indentation', hint: 'Indent with spaces.' },
  dash: {
    message: 'a space is missing after a dash',
    hint: 'Put a space between the dash and the item: "- item".',
  },
  equals: {
    message: 'an equals sign stands where a colon is expected',
    hint: 'Write "key: value".',
  },
  conflict: {
    message: 'a merge conflict was left in the file',
    hint: 'Keep one of the two sides, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>.',
  },
  spaceInPrincipal: {
    message: 'a space stands after "User:"',
    hint: 'Write the principal without a space: User:svc-audit.',
  },
  nested: {
    message: 'two keys follow each other, and the first has no value',
    hint: 'Put what belongs to the first in braces, as in { a: { b: 1 } }, or the value in quotes if it holds ": ".',
  },
  missingComma: {
    message: 'a comma is missing between two entries in brackets',
    hint: 'Put a comma before this key, or the value before it in quotes if it holds ": ".',
  },
  semicolon: {
    message: 'a semicolon stands where a comma is expected',
    hint: 'Write { a: 1, b: 2 }, with a comma.',
  },
  indentation: { message: 'the indentation does not fit', hint: 'Align the line with its neighbours.' },
  deeper: {
    message: 'the line is indented deeper than the key before it, which has a value',
    hint: 'Align the two lines, or move the value of the key before it.',
  },
  item: {
    message: 'a list item stands where a key is expected',
    hint: 'Put the list below its key, or remove the dash.',
  },
  afterValue: {
    message: 'the value before this has ended',
    hint: 'Put the whole value in one pair of quotes, or remove what follows it.',
  },
  textHeader: {
    message: 'text that begins with | or > stands on the lines below it',
    hint: 'Put the value in quotes, or move the text to the next line.',
  },
} as const satisfies Readonly<Record<string, Words | ((line: number) => Words)>>;
