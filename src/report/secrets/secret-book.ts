import { type ForeignText, rawForeignText } from '../../model/foreign-text.ts';
import type { Secrecy } from '../../model/secrecy.ts';
import { openSecret, type Secret } from '../../model/secret.ts';
import { Cuts } from './cuts.ts';
import { decodings } from './decoded.ts';
import { Needles, type Range, withHoles } from './needles.ts';
import { OwnWords } from './own-words.ts';
import { secretEncodings, secretTexts } from './secret-encodings.ts';

/** A text that was about to leave the process holds a secret. Says which, never what. */
class SecretLeak extends Error {
  constructor(secrets: readonly string[]) {
    super(`a text that was about to be sent holds the value of ${secrets.join(', ')}; it was not sent`);
    this.name = 'SecretLeak';
  }
}

/** Below this a value is in every text, as a part of a word, a date or a digest. */
const minDistinctLength = 8;
/** The same of one that is digits, or looks like a piece of a digest. */
const minDistinctDigits = 12;
/** Of an ordinary value that stands inside another word, nothing shorter tells anything. */
const minTellingLength = 4;

/**
 * All secrets of a run: those of the workflow, and those that other systems tell. They only become more.
 *
 * A secret is *distinct* unless it is short, or stands in what the run says of itself. A distinct one is searched in every text, in
 * every spelling. An ordinary one, such as the password `no-changes`, cannot be: the run would no longer be able to say how it ended. It
 * is searched in the words of other systems only.
 */
export class SecretBook implements Secrecy {
  readonly #onMask: (value: string) => void;
  readonly #own = new OwnWords();
  readonly #secrets = new Map<string, string>();
  readonly #masked = new Set<string>();
  #index: Index | undefined;

  /** `onMask` is told each line that the runner can hide: not the ordinary ones, which would make holes in its log. */
  constructor(onMask: (value: string) => void) {
    this.#onMask = onMask;
  }

  /** The run says this of itself. */
  learnOwnWords(text: string): void {
    this.#own.learn(text);
    this.#index = undefined;
  }

  keep(secrets: readonly Secret[]): void {
    for (const secret of secrets) {
      if (!secret.isKnown) continue;
      const value = openSecret(secret);
      if (value.trim() === '' || this.#secrets.has(value)) continue;
      this.#secrets.set(value, secret.name);
      if (this.#index !== undefined) this.#enter(this.#index, secret.name, value);
      if (!this.#isOrdinary(value.trim())) this.#mask(value);
    }
  }

  /** Whether its value is too short, or stands in what the run says of itself. */
  isOrdinary(secret: Secret): boolean {
    return secret.isKnown && this.#isOrdinary(openSecret(secret).trim());
  }

  tell(foreign: ForeignText): string {
    const text = rawForeignText(foreign).slice(0, maxTold);
    const { ordinary, cuts } = this.#entries();
    const told = withHoles(text, [
      ...this.#find(text),
      ...cuts.find(text),
      ...ordinary.flatMap((entry) => wholeTokens(text, entry)),
    ]);
    const left = new Set(
      [
        ...this.#find(told),
        ...ordinary.filter(({ value }) => value.length >= minTellingLength && told.includes(value)),
      ].map(({ name }) => name),
    );
    return left.size === 0 ? told : `(words withheld: they may hold the value of ${[...left].join(', ')})`;
  }

  /** The text with `***` for every distinct secret in it. */
  redact(text: string): string {
    return withHoles(text, this.#find(text));
  }

  secretsIn(text: string): readonly string[] {
    return [...new Set(this.#find(text).map(({ name }) => name))].sort();
  }

  /** The same text, proven to hold no distinct secret; throws otherwise. */
  exact(text: string): string {
    const secrets = this.secretsIn(text);
    if (secrets.length > 0) throw new SecretLeak(secrets);
    return text;
  }

  #find(text: string): readonly Range[] {
    const { needles } = this.#entries();
    if (this.#secrets.size === 0) return [];
    const decoded = decodings(text).flatMap(({ text: meant, places }) =>
      needles.find(meant).map(({ start, end, name }) => ({
        start: places[start] ?? 0,
        end: places[end] ?? text.length,
        name,
      })),
    );
    return [...needles.find(text), ...decoded];
  }

  #entries(): Index {
    if (this.#index !== undefined) return this.#index;
    const index: Index = { needles: new Needles(), cuts: new Cuts(this.#own), ordinary: [] };
    for (const [value, name] of this.#secrets) this.#enter(index, name, value);
    this.#index = index;
    return index;
  }

  #enter({ needles, cuts, ordinary }: Index, name: string, value: string): void {
    const texts = secretTexts(value);
    const plain = texts.filter((text) => this.#isOrdinary(text));
    for (const text of plain) ordinary.push({ name, value: text });
    for (const spelling of secretEncodings(value)) {
      if (spelling.length < minDistinctLength || plain.includes(spelling)) continue;
      needles.add(name, spelling);
      if (!value.includes('-----BEGIN ')) cuts.add(name, spelling);
    }
  }

  #isOrdinary(text: string): boolean {
    if (text.length < minDistinctLength) return true;
    return (text.length < minDistinctDigits && /^[0-9a-f]+$/i.test(text)) || this.#own.has(text);
  }

  /** The runner masks whole lines, so a key is masked line by line; short last lines would shred the log. */
  #mask(value: string): void {
    const lines = value.includes('\n') ? value.split(/\r?\n/).filter((line) => line.length >= 16) : [value];
    for (const line of lines.filter((each) => !this.#masked.has(each))) {
      this.#masked.add(line);
      this.#onMask(line);
    }
  }
}

/** Of one text of another system; what is shown of it is shorter. */
const maxTold = 20_000;

interface Index {
  readonly needles: Needles;
  readonly cuts: Cuts;
  readonly ordinary: { readonly name: string; readonly value: string }[];
}

function wholeTokens(
  text: string,
  { name, value }: { readonly name: string; readonly value: string },
): readonly Range[] {
  const ranges: Range[] = [];
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
    const end = at + value.length;
    const isPart = [text.slice(Math.max(0, at - 1), at + 1), text.slice(end - 1, end + 1)].some((edge) =>
      /^\w\w$/.test(edge),
    );
    if (!isPart) ranges.push({ start: at, end, name });
  }
  return ranges;
}
