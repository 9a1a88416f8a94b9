/** Whether a JSON text may hold a TensorFlow graph, told by a few searches. */
export function looksLikeGraphModel(text: string): boolean {
  return graphFormat.test(text) || (nodeList.test(text) && operation.test(text));
}

const graphFormat = /"format"\s*:\s*"graph-model"/;
const nodeList = /"node"\s*:\s*\[\s*\{/;
const operation = /"op"\s*:\s*"(?:Placeholder|Const)"/;
