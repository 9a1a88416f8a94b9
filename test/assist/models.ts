import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { AnalysedFile } from '../../server/assist/analysed-file.ts';
import { chooseModels } from '../../server/assist/choose-models.ts';
import { Positions } from '../../server/assist/positions.ts';
import { analyse } from '../harness/check.ts';

/** A program that was read, as the tools get it. */
export function readProgram(text: string, path = '/project/model.ts'): AnalysedFile {
  const analysis = analyse(path, text);
  const textOf = (uri: string): string | null => (uri === analysis.uri ? text : null);
  const nameOf = (uri: string): string => uri.replace('file:///project/', '');
  return { name: nameOf(analysis.uri), analysis, positions: new Positions(textOf, nameOf), rules: {} };
}

export interface Program {
  readonly file: AnalysedFile;
  readonly models: readonly GraphAnalysis[];
}

/** A program with the models in it. */
export function programOf(body: string): Program {
  const file = readProgram(`import * as tf from '@tensorflow/tfjs';\n${body}`);
  return { file, models: chooseModels(file, {}) };
}

/** A sequential model `model` of these layers, one a line, the first in line 3. */
export function sequential(...layers: readonly string[]): Program {
  const lines = layers.map((layer) => `  tf.layers.${layer},`);
  return programOf(['const model = tf.sequential({ layers: [', ...lines, '] });'].join('\n'));
}
