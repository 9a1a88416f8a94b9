import { Uri } from 'vscode';
import type { ServerRequests } from '../../../server/protocol.ts';

type Graph = NonNullable<ServerRequests['convlens/model']['result']>['analysis']['graph'];

/** The files whose folders a model's weights may be read from: its own manifest's and those of the models in it. */
export function weightBases(graph: Graph): ReadonlySet<string> {
  const bases = new Set<string>();
  const visit = (model: Graph): void => {
    if (model.weights) bases.add(model.weights.base);
    for (const layer of model.layers) if (layer.model) visit(layer.model);
  };
  visit(graph);
  return bases;
}

/** The address of a weights file. A panel is refused every file but those beside the shown model. */
export function weightFile(bases: ReadonlySet<string>, base: string, path: string): Uri {
  if (!bases.has(base)) throw new Error(`The shown model has no weights beside ${base}.`);
  if (!staysInFolder(path)) throw new Error(`The weights file “${path}” is not in the model's folder.`);
  return Uri.joinPath(Uri.parse(base, true), '..', path);
}

/** No root, no drive, no scheme, no way up. */
function staysInFolder(path: string): boolean {
  if (path.includes('\\') || path.includes('\0') || /^[a-z][a-z\d+.-]*:/i.test(path)) return false;
  return path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}
