import * as core from '@actions/core';
import type { Annotation, Runner } from './runner.ts';

/** The only file that knows `@actions/core`. */
export function actionsRunner(): Runner {
  return {
    input: (name) => core.getInput(name),
    mask: (value) => core.setSecret(value),
    info: (line) => core.info(line),
    startGroup: (title) => core.startGroup(title),
    endGroup: () => core.endGroup(),
    annotate: (annotation) => write[annotation.severity](annotation.message, properties(annotation)),
    output: (name, value) => core.setOutput(name, value),
    summary: async (markdown) => {
      await core.summary.addRaw(markdown, true).write();
    },
  };
}

const write = { error: core.error, warning: core.warning, notice: core.notice };

function properties(annotation: Annotation): core.AnnotationProperties {
  const { title, file, line, column, endColumn } = annotation;
  return {
    title,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { startLine: line, endLine: line }),
    ...(column === undefined ? {} : { startColumn: column }),
    ...(endColumn === undefined ? {} : { endColumn }),
  };
}
