import { openSecret, type Secret } from '../../model/secret.ts';
import { createRedactor, type Redactor } from '../../report/secrets/redact.ts';
import type { Annotation } from '../../report/texts/annotations.ts';
import { logText } from '../../report/words/escape.ts';
import type { Runner } from './runner.ts';

/** Makes the folders that are missing. */
export interface FileWriter {
  writeFile(path: string, text: string): Promise<void>;
}

/**
 * The one way out for text. The log is redacted; a text for GitHub that still holds a secret is not sent at all,
 * because nothing masks comments, issues and files.
 */
export class Outlet {
  readonly #runner: Runner;
  readonly #files: FileWriter;
  #redactor: Redactor = createRedactor([]);
  #hasSummary = false;

  constructor(runner: Runner, files: FileWriter) {
    this.#runner = runner;
    this.#files = files;
  }

  /** Masks first, so that nothing can be printed before. */
  protect(secrets: readonly Secret[]): void {
    const knownSecrets = secrets.filter(({ isKnown }) => isKnown);
    for (const secret of knownSecrets) {
      for (const value of maskable(openSecret(secret))) this.#runner.mask(value);
    }
    this.#redactor = createRedactor(knownSecrets);
  }

  info(text: string): void {
    for (const line of this.#redactor.redact(text).split('\n')) this.#runner.info(logText(line));
  }

  /** One phase of the run; its lines fold in GitHub's log. */
  async group<T>(title: string, work: () => Promise<T>): Promise<T> {
    this.#runner.startGroup(logText(this.#redactor.redact(title)));
    try {
      return await work();
    } finally {
      this.#runner.endGroup();
    }
  }

  annotate(annotations: readonly Annotation[]): void {
    for (const annotation of annotations) {
      const message = this.#redactor.redact(annotation.message);
      this.#runner.annotate({ ...annotation, message, title: this.#redactor.redact(annotation.title) });
    }
  }

  output(name: string, value: string): void {
    this.#runner.output(name, this.clean(value));
  }

  /** Something stands in the job summary. */
  get hasSummary(): boolean {
    return this.#hasSummary;
  }

  async summary(markdown: string): Promise<void> {
    await this.#runner.summary(this.clean(markdown));
    this.#hasSummary = true;
  }

  async file(path: string, text: string): Promise<void> {
    await this.#files.writeFile(path, this.clean(text));
  }

  /** The same text, proven to hold no secret; throws `SecretLeak` otherwise. */
  clean(text: string): string {
    this.#redactor.assertClean(text);
    return text;
  }
}

/** The runner masks whole lines, so a key is masked line by line; short last lines would shred the log. */
function maskable(value: string): readonly string[] {
  const lines = value.split(/\r?\n/).filter((line) => line.length >= 16);
  return value.includes('\n') ? lines : [value];
}
