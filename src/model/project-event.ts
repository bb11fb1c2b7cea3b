/** What Aiven keeps of something that somebody did in a project. What of it may be shown was decided when it was read. */
export interface ProjectEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** An e-mail address, mostly. */
  readonly actor: string;
  readonly type: string;
  readonly description: string;
  /** Empty: of no service. */
  readonly service: string;
}
