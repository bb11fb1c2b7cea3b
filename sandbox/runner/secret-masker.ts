/** Replaces secrets by `***`, as the runner does in the log and in job summaries. */
export interface SecretMasker {
  add(secret: string): void;
  mask(text: string): string;
}

/** The runner also knows a secret's usual encodings (`HostContext`, `ValueEncoders`); the ones that matter here are the same. */
export function createSecretMasker(secrets: readonly string[] = []): SecretMasker {
  const known = new Set<string>();
  const add = (secret: string): void => {
    for (const value of [secret, ...secret.split(/[\r\n]+/)]) {
      for (const spelling of spellings(value)) if (spelling.trim() !== '') known.add(spelling);
    }
  };
  secrets.forEach(add);
  return {
    add,
    mask: (text) =>
      [...known]
        .sort((a, b) => b.length - a.length)
        .reduce((masked, secret) => masked.replaceAll(secret, '***'), text),
  };
}

function spellings(value: string): readonly string[] {
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    Buffer.from(value).toString('base64'),
  ];
}
