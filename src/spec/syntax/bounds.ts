/** Of one file. Generous for people. */
export const maxFileBytes = 1024 * 1024;

/** Levels of maps and lists in each other; keeps the call stack of whoever reads them shallow. */
export const maxDepth = 32;
