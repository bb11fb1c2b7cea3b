import type { Permission } from './github-error.ts';
import { missingPermission } from './permissions.ts';

/** What the requests of one run have shown about its token; see `permission-probes.ts`. */
export class PermissionLedger {
  readonly #granted = new Set<Permission>();
  readonly #missing = new Set<Permission>();

  /** A request that needs this was answered as it was asked. */
  grant(permission: Permission): void {
    this.#granted.add(permission);
  }

  /** A request failed; only a refusal that names the permission shows anything. */
  learnFrom(error: unknown): void {
    const missing = missingPermission(error)?.missing;
    if (missing !== undefined) this.#missing.add(missing);
  }

  /** Who may write may read, and who may not read may not write. */
  knows(permission: Permission): 'granted' | 'missing' | 'unknown' {
    if ([...this.#granted].some((each) => each === permission || isWriteOf(each, permission)))
      return 'granted';
    const isMissing = [...this.#missing].some((each) => each === permission || isWriteOf(permission, each));
    return isMissing ? 'missing' : 'unknown';
  }
}

function isWriteOf(write: Permission, read: Permission): boolean {
  return write === read.replace(/: read$/, ': write') && write !== read;
}
