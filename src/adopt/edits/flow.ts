import type { ChangeOf, FieldChange, FieldValue } from '../../model/change.ts';
import { type FlowField, type FlowId, flowName } from '../../model/flow.ts';
import { flowFields } from '../../model/flow-defaults.ts';
import type { Plain } from '../../spec/text/plain.ts';
import { cannot, type EditContext, type Edits, edit, saidAt, set, unset } from './edit-context.ts';

type FlowChange = ChangeOf<'flow'>;

function flowPath(id: FlowId): readonly string[] {
  return ['mirrormaker', id.service, 'flows', flowName(id)];
}

export function wholeFlowEdits({ id, action }: FlowChange, { said }: EditContext): Edits {
  const path =
    action === 'delete' ? ['mirrormaker', id.service, 'removed', 'flows', flowName(id)] : flowPath(id);
  return saidAt(said, path) === undefined
    ? cannot('no line of its own asks for it')
    : edit({ path, to: { kind: 'remove' } });
}

export function flowFieldEdits(
  { id, live }: FlowChange & { readonly action: 'update' | 'replace' },
  { field, from }: FieldChange,
  context: EditContext,
): Edits {
  const name = flowFields.find((one) => one === field);
  if (name === undefined) return cannot('this version does not know the field');
  const untold = live.untold?.get(name);
  if (untold !== undefined) return cannot(`what it is cannot be told: ${untold}`);
  const path = [...flowPath(id), name];
  const value = live.settings[name] ?? meant(name, from);
  if (value === null) return unset(context, path, 'it has no value in Aiven');
  if (!isList(value)) return set(path, value);
  const texts = value.filter((one) => typeof one === 'string');
  return set(path, inOrderOf(saidAt(context.said, path), texts));
}

/** Of a field that Aiven leaves out, which stands for its default, as the plan shows it. */
function meant(field: FlowField, from: FieldValue): Plain {
  if (from === 'true' || from === 'false') return from === 'true';
  if (typeof from === 'string') return isNumber(field) ? Number(from) : from;
  return isList(from) ? from : null;
}

function isNumber(field: FlowField): boolean {
  return ['replication_factor', 'sync_group_offsets_interval_seconds', 'offset_lag_max'].includes(field);
}

/** The order has no meaning, so what the spec lists already stays where it is. */
export function inOrderOf(said: Plain | undefined, wanted: readonly string[]): readonly string[] {
  const before = said !== undefined && isList(said) ? said : [];
  const stays = before.filter((one): one is string => typeof one === 'string' && wanted.includes(one));
  return [...stays, ...wanted.filter((one) => !stays.includes(one))];
}

function isList<T>(value: unknown): value is readonly T[] {
  return Array.isArray(value);
}
