/**
 * File names of an alphabet that no file system and no shell gives a meaning to: lower-case letters, digits and single
 * dashes. Each is given once.
 */
export class FileNames {
  readonly #taken = new Set<string>();

  /** `onprem-ca.pem` of `OnPrem` and `-ca.pem`. */
  nameFor(text: string, end: string): string {
    const safe = text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60);
    const base = safe === '' || isDevice(safe) ? `cluster-${safe}`.replace(/-$/, '') : safe;
    let name = `${base}${end}`;
    for (let number = 2; this.#taken.has(name); number++) name = `${base}-${number}${end}`;
    this.#taken.add(name);
    return name;
  }
}

/** Names that Windows keeps for devices, whatever stands behind the dot. */
function isDevice(name: string): boolean {
  return /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/.test(name);
}
