/** What brokers say to a change of a topic that they were asked about with `validateOnly`. */
export type TopicValidation =
  | { readonly state: 'accepted' }
  /** They would refuse it. */
  | {
      readonly state: 'refused';
      /** Kafka's error name: `POLICY_VIOLATION`. */
      readonly code: string;
      /** The brokers' own words. */
      readonly message: string;
    }
  /** Nobody knows, for this reason; a clause. */
  | { readonly state: 'not-asked'; readonly because: string }
  /** They did it, though they were only asked: they do not honour `validateOnly`. */
  | { readonly state: 'done' };
