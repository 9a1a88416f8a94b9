/**
 * Whether a JSON text may hold a layers model, without parsing it: a few searches over the text. A package manifest, a
 * data set or a lock file of many megabytes is told apart in about a millisecond each.
 */
export function looksLikeModel(text: string): boolean {
  const first = /[^\s\uFEFF]/.exec(text)?.[0];
  if (first !== '{' && first !== '[' && first !== '"') return false;
  if (text.includes('"modelTopology"') || text.includes('"model_config"')) return true;
  return text.includes('class_name') && text.includes('config') && modelClass.test(text);
}

/** In an embedded string the quotes are escaped, in which case a backslash stands before each. */
const modelClass = /class_name\\?"\s*:\s*\\?"(?:Sequential|Model|Functional|InputLayer|Conv|Dense)/;
