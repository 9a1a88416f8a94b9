import { l10n, Uri } from 'vscode';
import type { ServerRequests } from '../../../server/protocol.ts';
import { staysInFolder } from './path-in-folder.ts';

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
  if (!bases.has(base)) throw new Error(l10n.t('The shown model has no weights beside {0}.', base));
  if (!staysInFolder(path)) throw new Error(l10n.t("The weights file “{0}” is not in the model's folder.", path));
  return Uri.joinPath(Uri.parse(base, true), '..', path);
}
