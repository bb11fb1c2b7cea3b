import type { Secrecy } from '../../model/secrecy.ts';
import type { Secret } from '../../model/secret.ts';
import { SecretBook } from '../../report/secrets/secret-book.ts';
import type { Annotation } from '../../report/texts/annotations.ts';
import { logText } from '../../report/words/escape.ts';
import type { Runner } from './runner.ts';

/** Makes the folders that are missing. `new`: throws where something of the name is there already. */
export interface FileWriter {
  writeFile(path: string, text: string, how?: 'new'): Promise<void>;
}

export type NewFile = { readonly state: 'written' } | { readonly state: 'not-written'; readonly why: string };

/**
 * The one way out for text. Each leaves with a hole where a secret was: nothing masks comments, issues and files, and a text that
 * is not said loses the outcome. What is read again by a machine must be exact, so it is refused instead.
 */
export class Outlet {
  readonly #runner: Runner;
  readonly #files: FileWriter;
  readonly #book: SecretBook;
  #hasSummary = false;

  constructor(runner: Runner, files: FileWriter) {
    this.#runner = runner;
    this.#files = files;
    this.#book = new SecretBook((line) => runner.mask(line));
  }

  /** For those who talk to other systems. */
  get secrecy(): Secrecy {
    return this.#book;
  }

  /** The run says this of itself, so a secret that stands in it cannot be told from it. */
  learnOwnWords(text: string): void {
    this.#book.learnOwnWords(text);
  }

  /** Masks first, so that nothing can be printed before. */
  protect(secrets: readonly Secret[]): void {
    this.#book.keep(secrets);
  }

  /** Whether a secret cannot be told from what the run says of itself. */
  isOrdinary(secret: Secret): boolean {
    return this.#book.isOrdinary(secret);
  }

  info(text: string): void {
    for (const line of this.shown(text).split('\n')) this.#runner.info(logText(line));
  }

  debug(text: string): void {
    for (const line of this.shown(text).split('\n')) this.#runner.debug(logText(line));
  }

  /** One phase of the run; its lines fold in GitHub's log. */
  async group<T>(title: string, work: () => Promise<T>): Promise<T> {
    this.#runner.startGroup(logText(this.shown(title)));
    try {
      return await work();
    } finally {
      this.#runner.endGroup();
    }
  }

  annotate(annotations: readonly Annotation[]): void {
    for (const annotation of annotations) {
      const { message, title, ...place } = annotation;
      this.#runner.annotate({ ...place, message: this.shown(message), title: this.shown(title) });
    }
  }

  output(name: string, value: string): void {
    this.#runner.output(name, this.shown(value));
  }

  /** Something stands in the job summary. */
  get hasSummary(): boolean {
    return this.#hasSummary;
  }

  async summary(markdown: string): Promise<void> {
    await this.#runner.summary(this.shown(markdown));
    this.#hasSummary = true;
  }

  async file(path: string, text: string): Promise<void> {
    await this.#files.writeFile(path, this.shown(text));
  }

  /** For a text that is read again by a machine: whole, or not at all, and never in the place of another file. */
  async newFile(path: string, text: string): Promise<NewFile> {
    if (this.#book.secretsIn(text).length > 0)
      return { state: 'not-written', why: 'it would show the value of a secret' };
    try {
      await this.#files.writeFile(path, this.exact(text), 'new');
      return { state: 'written' };
    } catch (error) {
      return { state: 'not-written', why: error instanceof Error ? error.message : String(error) };
    }
  }

  /** What may be shown of a text of this run. */
  shown(text: string): string {
    const shown = this.#book.redact(text);
    const left = this.#book.secretsIn(shown);
    return left.length === 0
      ? shown
      : `This text was withheld: it would show the value of ${left.join(', ')}.`;
  }

  /** The same text, proven to hold no secret; throws otherwise. */
  exact(text: string): string {
    return this.#book.exact(text);
  }
}
