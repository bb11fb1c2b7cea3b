import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/*
 * A JVM that maps the classes of Kafka from an archive (JEP 350) need not read, check and link them, which is half of the
 * processor time in which a broker starts. Made once for a release; it takes about ten seconds and 110 MB.
 */

const run = promisify(execFile);
const fileName = 'classes.jsa';

/** Kafka's own jars, and those of whose classes it loads hundreds. */
const archived = /^(kafka|connect|scala-library|jackson-core|jackson-databind|log4j)[-_]/;

/** Writes the archive into this folder. `classPath` must be that of the later JVMs to the letter. */
export async function writeArchive(folder: string, classPath: string, libs: string): Promise<void> {
  const jars = (await readdir(libs)).filter((name) => archived.test(name)).sort();
  await run(
    'java',
    [
      ...quiet,
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      `-XX:ArchiveClassesAtExit=${join(folder, fileName)}`,
      '-cp',
      classPath,
      'LoadClasses',
      ...jars.map((name) => join(libs, name)),
    ],
    { maxBuffer: 16 * 1024 * 1024 },
  );
}

/** Options of a JVM that uses the archive in this folder. Where it does not fit the JVM, classes come from the jars. */
export function useArchive(folder: string): readonly string[] {
  return [...quiet, '-Xshare:auto', `-XX:SharedArchiveFile=${join(folder, fileName)}`];
}

/** What the JVM has to say of an archive it would say on standard output, where the bridge answers. */
const quiet = ['-Xlog:disable', '-Xlog:all=error:stderr'];
