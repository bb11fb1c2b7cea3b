import { isFailure } from './github-error.ts';

export interface Identity {
  readonly login: string;
  readonly type: 'Bot' | 'User';
}

/** Of something that this token wrote. */
export interface Written {
  /** Who it stands under, when that is not who is read as this action's own: a later run will not count it. */
  readonly foreignAuthor?: string;
}

/** The author of everything that the token of a job writes. */
const actionsBot: Identity = { login: 'github-actions[bot]', type: 'Bot' };

/** An author as the API shows it; null when the account is gone. */
type Author = { readonly login: string; readonly type: string } | null | undefined;

/**
 * Who the token writes as. What others wrote is never edited, closed or read as ours, so this is assumed from
 * what is known, and then learned from GitHub: never from a comment that was merely found.
 */
export class TokenIdentity {
  readonly #whoAmI: () => Promise<NonNullable<Author>>;
  #current: Identity;

  constructor(whoAmI: () => Promise<NonNullable<Author>>, known: Identity = actionsBot) {
    this.#whoAmI = whoAmI;
    this.#current = known;
  }

  isOwn(author: Author): boolean {
    return author?.login === this.#current.login && author.type === this.#current.type;
  }

  /** Slug of the GitHub App behind the token: an app's bot is named for it. Undefined for a person's token. */
  get appSlug(): string | undefined {
    return this.#current.type === 'Bot' ? this.#current.login.replace(/\[bot\]$/, '') : undefined;
  }

  /** Learns from something that this token has just written. */
  learnFromOwn(author: Author): void {
    if (author && (author.type === 'Bot' || author.type === 'User')) {
      this.#current = { login: author.login, type: author.type };
    }
  }

  /** Asks GitHub. Only a person's token gets an answer; installations, jobs among them, are refused with 403. */
  async ask(): Promise<void> {
    try {
      this.learnFromOwn(await this.#whoAmI());
    } catch (error) {
      if (!isFailure(error, 'refused') && !isFailure(error, 'missing-permission')) throw error;
    }
  }
}
