import type { Secret } from '../../src/model/secret.ts';
import { SecretBook } from '../../src/report/secrets/secret-book.ts';

/** The book of a run that knows these, and says nothing of itself. */
export function bookOf(secrets: readonly Secret[] = []): SecretBook {
  const book = new SecretBook(() => undefined);
  book.keep(secrets);
  return book;
}
