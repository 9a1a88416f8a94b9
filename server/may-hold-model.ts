/**
 * Whether a text may hold a network, told by a few searches over it. An editor that finds none in anything that it shows
 * has no use for a language server, so the client asks this before it starts one; therefore nothing is imported here.
 */

/** Words of which every program that makes layers has one: 2.6 ms for a megabyte. */
export function programMayHoldModel(text: string): boolean {
  return libraries.test(text);
}

const libraries = /tensorflow|\btf\s*\.\s*\w|convlens|convnetjs/i;

/** Whether a program names layers, or a loader of models: of one that does not, an analysis cut short lacks nothing. */
export function namesLayers(text: string): boolean {
  return layerWords.test(text);
}

const layerWords = /\b(?:layers|sequential|load(?:Layers|Graph)Model|makeLayers)\b|convlens|convnetjs/i;

/** Whether a program takes something from a file beside it, which may be a function that makes layers. */
export function importsNeighbour(text: string): boolean {
  return neighbours.test(text);
}

const neighbours = /\b(?:from|import|require)\s*\(?\s*['"`]\.{1,2}\//;

/**
 * Whether a JSON text may hold a layers model, without parsing it. A package manifest, a data set or a lock file of many
 * megabytes is told apart in about a millisecond each.
 */
export function looksLikeLayersModel(text: string): boolean {
  const first = /[^\s\uFEFF]/.exec(text)?.[0];
  if (first !== '{' && first !== '[' && first !== '"') return false;
  if (text.includes('"modelTopology"') || text.includes('"model_config"')) return true;
  return text.includes('class_name') && text.includes('config') && modelClass.test(text);
}

/** In an embedded string the quotes are escaped, in which case a backslash stands before each. */
const modelClass = /class_name\\?"\s*:\s*\\?"(?:Sequential|Model|Functional|InputLayer|Conv|Dense)/;

/** Whether a JSON text may hold a TensorFlow graph. */
export function looksLikeGraphModel(text: string): boolean {
  return graphFormat.test(text) || (nodeList.test(text) && operation.test(text));
}

const graphFormat = /"format"\s*:\s*"graph-model"/;
const nodeList = /"node"\s*:\s*\[\s*\{/;
const operation = /"op"\s*:\s*"(?:Placeholder|Const)"/;

/** Whether a file of JSON is one of ConvLens's own models, whatever is in it. */
export function isNativeModel(path: string): boolean {
  return /\.convlens\.json$/i.test(path);
}
