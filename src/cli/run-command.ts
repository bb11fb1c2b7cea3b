import { Cancelled } from '../model/cancel.ts';
import { ownMistake } from '../run/start/own-mistake.ts';
import type { Asked } from './arguments/asked.ts';
import { readArguments } from './arguments/read-arguments.ts';
import { accessCommand } from './commands/access.ts';
import { explainCommand } from './commands/explain.ts';
import { importCommand } from './commands/import.ts';
import { planCommand } from './commands/plan.ts';
import { schemaCommand } from './commands/schema.ts';
import { validateCommand } from './commands/validate.ts';
import { type Ending, exitCodes } from './exit-codes.ts';
import type { CliPorts } from './ports.ts';
import { type Voice, voiceOf } from './terminal/voice.ts';

/** The whole command. Answers the exit code; never throws. */
export async function runCommand(ports: CliPorts): Promise<number> {
  const voice = voiceOf(ports);
  try {
    return exitCodes[await perform(ports, voice, readArguments(ports.words))];
  } catch (error) {
    if (error instanceof Cancelled || ports.cancelled.aborted) {
      voice.tell('Ended before it was done. Nothing was changed anywhere.');
      return exitCodes.failed;
    }
    voice.tell(ownMistake(error, { of: 'command', nodeVersion: ports.nodeVersion }).join('\n'));
    return exitCodes.failed;
  }
}

async function perform(ports: CliPorts, voice: Voice, asked: Asked): Promise<Ending> {
  switch (asked.command) {
    case 'none':
      if (asked.ending === 'done') voice.answer(asked.text);
      else voice.tell(asked.text);
      return asked.ending;
    case 'validate':
      return validateCommand(ports, voice, asked);
    case 'access':
      return accessCommand(ports, voice, asked);
    case 'plan':
      return planCommand(ports, voice, asked);
    case 'import':
      return importCommand(ports, voice, asked);
    case 'explain':
      return explainCommand(voice, asked);
    case 'schema':
      return schemaCommand(voice);
  }
}
