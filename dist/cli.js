#!/usr/bin/env node
// Becomes dist/cli.js. Node 10 can read it as well, and so say that it is too old.
const [major, minor] = process.versions.node.split('.').map(Number);
const isTooOld = major < 22 || (major === 22 && minor < 12);
if (isTooOld) {
  process.stderr.write(
    `aiven-kafka-gitops needs Node 22.12 or newer, and this is Node ${process.versions.node}.\n`,
  );
  process.exitCode = 2;
}

// Node 22 calls its search for files an experiment. Who checks a spec can do nothing about that.
const warn = process.emitWarning;
process.emitWarning = (text, ...more) => {
  if (more[0] !== 'ExperimentalWarning') warn.call(process, text, ...more);
};

if (!isTooOld) void import('./cli/index.js');
