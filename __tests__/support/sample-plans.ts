/** Plans as the planner makes them, of specs as somebody writes them and worlds as they are read: for goldens and pictures. */
export { busyPlan } from './samples/busy.ts';
export { context } from './samples/context.ts';
export { driftAdoption, driftChangers, driftPlan } from './samples/drift.ts';
export { inSyncPlan } from './samples/in-sync.ts';
export { longPlan } from './samples/long.ts';
export { notContactedPlan, unreadPlan } from './samples/unread.ts';
