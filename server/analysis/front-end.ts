import type { Frontend } from '../frontends/frontend.ts';
import { readGraphModel } from '../frontends/graph-model/index.ts';
import { readKerasJson } from '../frontends/keras-json/index.ts';
import { readNativeJson } from '../frontends/native/index.ts';
import { isProgram } from '../frontends/program-files.ts';
import { readImporter, readTypeScript } from '../frontends/typescript/index.ts';
import {
  importsNeighbour,
  isNativeModel,
  looksLikeGraphModel,
  looksLikeLayersModel,
  programMayHoldModel,
} from '../may-hold-model.ts';

/**
 * The reader for a file, or null when it is certainly no model: by the extension, and by words that every file with a
 * model has, so that opening a 5 MB lock file or an unrelated program costs one scan.
 */
export function frontendFor(uri: string, text: string): Frontend | null {
  if (isProgram(uri)) return readerOfProgram(text);
  if (isNativeModel(uri)) return readNativeJson;
  if (!isJson(uri)) return null;
  if (looksLikeGraphModel(text)) return readGraphModel;
  return looksLikeLayersModel(text) ? readKerasJson : null;
}

function readerOfProgram(text: string): Frontend | null {
  if (text.length > largestProgram) return null;
  if (mentionsModel(text)) return readTypeScript;
  return importsNeighbour(text) ? readImporter : null;
}

/** Words that every program has which makes models itself, or gets layers or the library from others. */
export function mentionsModel(text: string): boolean {
  return programMayHoldModel(text) || /convnet|\btf\b|\blayers\b|model/i.test(text);
}

export function isJson(uri: string): boolean {
  return /\.json$/i.test(uri);
}

/** Bundles and generated code, in characters. No one writes a network by hand that is longer. */
const largestProgram = 2_000_000;
