/**
 * Of one file, of all files of a spec together, and their number. Reading is linear in them; 50,000 topics with their settings written
 * out have 7 MiB. A changed file is one request to GitHub when it is compared with the default branch, and a job has a thousand an hour.
 */
export const maxFileBytes = 8 * 1024 * 1024;
export const maxTotalBytes = 16 * 1024 * 1024;
export const maxFiles = 500;

/** Of all files together: commas, colons, dashes, opening brackets and lines. No spec has more than two values for each. */
export const maxSigns = 1_000_000;

/** Clusters and flows are compared with each other, and so is what each of them does. */
export const maxClusters = 1_000;
export const maxFlows = 1_000;

/** Of all flows together: `topics`, `topics_exclude` and `groups`. Each becomes a regular expression, several times. */
export const maxFlowPatterns = 10_000;

/** Of all clusters together: `scope`, `exclude` and `principals`. Topics and ACLs are held against each of them. */
export const maxOwnedPatterns = 10_000;

/** Levels of maps and lists in each other; keeps the call stack of whoever reads them shallow. */
export const maxDepth = 32;
