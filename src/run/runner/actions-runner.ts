import * as core from '@actions/core';
import type { Runner } from './runner.ts';

/** The only file that knows `@actions/core`. */
export function actionsRunner(): Runner {
  return {
    input: (name) => core.getInput(name),
    mask: (value) => core.setSecret(value),
    info: (line) => core.info(line),
    debug: (line) => core.debug(line),
    startGroup: (title) => core.startGroup(title),
    endGroup: () => core.endGroup(),
    annotate: ({ level, message, ...properties }) => write[level](message, properties),
    output: (name, value) => core.setOutput(name, value),
    summary: async (markdown) => {
      await core.summary.addRaw(markdown, true).write();
    },
  };
}

const write = { error: core.error, warning: core.warning, notice: core.notice };
