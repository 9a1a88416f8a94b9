import { type TextDocument, Uri, window } from 'vscode';
import type { CommandArguments } from '../../server/protocol.ts';
import type { Cursor } from './cursor.ts';
import { isSelected } from './selector.ts';
import type { Server } from './server.ts';

/**
 * The model that a command is about. Hovers, lenses and the panel say which; menus pass the file; the palette and
 * keys pass nothing and mean the cursor. Outside of any model it is the file's first one, and null without any.
 */
export async function targetOf(argument: unknown, cursor: Cursor, server: Server): Promise<CommandArguments | null> {
  if (isCommandArguments(argument)) return argument;
  const place = cursor.place;
  const uri = argument instanceof Uri ? argument.toString() : (place?.uri ?? activeUri());
  if (uri === undefined) return null;
  if (place?.uri === uri && place.info.model) {
    return { uri, index: place.info.model.index, ...(place.info.layer ? { layer: place.info.layer.index } : {}) };
  }
  const [first] = await server.request('convlens/models', { uri });
  return first ? { uri, index: first.index } : null;
}

function activeUri(): string | undefined {
  const document: TextDocument | undefined = window.activeTextEditor?.document;
  return document && isSelected(document) ? document.uri.toString() : undefined;
}

function isCommandArguments(value: unknown): value is CommandArguments {
  if (typeof value !== 'object' || value === null || value instanceof Uri) return false;
  return 'uri' in value && typeof value.uri === 'string' && 'index' in value && typeof value.index === 'number';
}
