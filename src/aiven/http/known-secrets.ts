import { openSecret, type Secret } from '../../model/secret.ts';

/**
 * The secrets that this adapter has sent or read. Aiven's error texts may repeat parts of a request, so their
 * values are taken out of every foreign text before it goes anywhere.
 */
export class KnownSecrets {
  readonly #texts = new Set<string>();

  add(secret: Secret): void {
    if (!secret.isKnown) return;
    const value = openSecret(secret);
    const lines = value.includes('\n') ? value.split('\n').filter((line) => line.length >= 16) : [];
    for (const text of [value, ...lines]) {
      for (const spelling of [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)]) {
        if (spelling !== '') this.#texts.add(spelling);
      }
    }
  }

  redact(text: string): string {
    let redacted = text;
    // Longest first, so that a secret that contains another one goes as a whole.
    const texts = [...this.#texts].sort((a, b) => b.length - a.length);
    for (const secret of texts) redacted = redacted.replaceAll(secret, '***');
    return redacted;
  }
}
