import { programMayHoldModel } from '../may-hold-model.ts';

/**
 * Whether a file that was come upon, rather than named, is worth interpreting: programs that never mention a library of
 * networks are most of a repository, and following them through their imports costs seconds each. Readers of JSON tell
 * theirs apart as cheaply themselves.
 */
export function mayHoldModel({ uri, text }: { readonly uri: string; readonly text: string }): boolean {
  return uri.endsWith('.json') || programMayHoldModel(text);
}
