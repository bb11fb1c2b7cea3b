import type { LeftOutItem } from '../left-out.ts';
import type { FlowDraft, MirrorMakerDraft } from '../spec-draft.ts';
import type { Block } from '../text/block.ts';
import { valueBlock } from '../text/block.ts';
import { leftOutComment } from './left-out-comment.ts';

/** Undefined: a spec has nothing to say of the service. */
export function mirrormakerBlock(
  { service, settings, tuning, flows }: MirrorMakerDraft,
  leftOut: readonly LeftOutItem[],
): Block | undefined {
  const entries: Block[] = [];
  if (settings.size > 0) entries.push({ kind: 'value', key: 'settings', value: settings });
  if (tuning.size > 0)
    entries.push({
      kind: 'map',
      key: 'clusters',
      entries: [...tuning].map(([alias, values]) => valueBlock(alias, values)),
    });
  if (flows.length > 0)
    entries.push({ kind: 'map', key: 'flows', comment: aboutAccess(flows), entries: flows.map(flowBlock) });
  return entries.length === 0
    ? undefined
    : { kind: 'map', key: service, comment: leftOutComment(leftOut), entries };
}

function aboutAccess(flows: readonly FlowDraft[]): readonly string[] {
  if (!flows.some(({ fields }) => fields.has('access'))) return [];
  return [
    'access: check grants nothing, and tells what the login of a flow lacks; access: manage grants it.',
  ];
}

function flowBlock({ name, fields }: FlowDraft): Block {
  return { kind: 'map', key: name, entries: [...fields].map(([field, value]) => valueBlock(field, value)) };
}
