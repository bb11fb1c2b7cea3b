import { randomBytes } from 'node:crypto';
import { actionsApp, actionsBot, type User } from './state.ts';

/** The keys of `permissions:` in a workflow that this emulator knows. */
export const permissionNames = [
  'actions',
  'checks',
  'contents',
  'deployments',
  'issues',
  'pull-requests',
] as const;
export type PermissionName = (typeof permissionNames)[number];
export type PermissionLevel = 'none' | 'read' | 'write';
export type Permissions = { readonly [Name in PermissionName]?: PermissionLevel };

/** What one request needs. `metadata` is never withheld. */
export interface Need {
  readonly permission: PermissionName | 'metadata';
  readonly level: 'read' | 'write';
}

export interface Caller {
  readonly user: User;
  /** The GitHub App whose installation token this is; undefined for a personal token. */
  readonly app: { readonly id: number; readonly slug: string; readonly name: string } | undefined;
  readonly permissions: Permissions;
}

export type TokenRequest =
  | {
      /** `GITHUB_TOKEN` of a job. Setting any permission sets all others to none. */
      readonly kind: 'job';
      readonly permissions: Permissions;
      /** A run for a pull request from a fork: read-only, whatever `permissions` says. */
      readonly fork?: boolean;
    }
  | { readonly kind: 'app'; readonly slug: string; readonly permissions: Permissions }
  | { readonly kind: 'personal'; readonly user: User };

/** Tokens are made at run time and known to this emulator only. */
export class Tokens {
  readonly #callers = new Map<string, Caller>();

  issue(request: TokenRequest, appId: number): string {
    const prefix = request.kind === 'personal' ? 'ghp' : 'ghs';
    const token = `${prefix}_${randomBytes(18).toString('hex')}`;
    this.#callers.set(token, caller(request, appId));
    return token;
  }

  revoke(token: string): void {
    this.#callers.delete(token);
  }

  /** `Authorization: Bearer …` or `token …`. */
  find(authorization: string | undefined): Caller | undefined {
    const token = /^(?:bearer|token) (\S+)$/i.exec(authorization ?? '')?.[1];
    return token === undefined ? undefined : this.#callers.get(token);
  }
}

export function isGranted(caller: Caller, need: Need, isPrivate: boolean): boolean {
  if (need.permission === 'metadata') return true;
  if (need.level === 'read' && !isPrivate) return true;
  const level = caller.permissions[need.permission] ?? 'none';
  return level === 'write' || level === need.level;
}

/** As in `x-accepted-github-permissions`. */
export function formatNeed({ permission, level }: Need): string {
  return `${permission.replace('-', '_')}=${level}`;
}

function caller(request: TokenRequest, appId: number): Caller {
  switch (request.kind) {
    case 'job':
      return {
        user: actionsBot,
        app: actionsApp,
        permissions: request.fork ? readOnly(request.permissions) : request.permissions,
      };
    case 'app':
      return {
        user: { login: `${request.slug}[bot]`, id: appId + 1, type: 'Bot' },
        app: { id: appId, slug: request.slug, name: request.slug },
        permissions: request.permissions,
      };
    case 'personal':
      return {
        user: request.user,
        app: undefined,
        permissions: Object.fromEntries(permissionNames.map((name) => [name, 'write'])),
      };
  }
}

function readOnly(permissions: Permissions): Permissions {
  return Object.fromEntries(
    Object.entries(permissions).map(([name, level]) => [name, level === 'write' ? 'read' : level]),
  );
}
