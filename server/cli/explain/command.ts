import { Command } from 'commander';
import { explainLayerJson } from '../../assist/explain-layer-json.ts';
import { Failure } from '../../assist/failure.ts';
import { loadModels, type ModelOptions } from '../load-models.ts';
import { addFormats, callOption, inputShapeOption, stdinOption } from '../options.ts';
import { write } from '../terminal.ts';
import { layerMarkdown, layerText } from './layer.ts';
import { explainRule } from './rule.ts';

interface ExplainOptions extends ModelOptions {
  readonly format: 'text' | 'json' | 'markdown';
}

export function explainCommand(): Command {
  const command = new Command('explain')
    .description('what a rule catches, or what a layer of a file does and how its figures come about')
    .argument('[rule or file]', 'the rule, all of them are listed without it; or a file, with a layer')
    .argument('[layer]', 'the layer of the file: its name, or the line that makes it')
    .option('--model <name>', 'one model of the file, by name')
    .addOption(callOption())
    .addOption(inputShapeOption())
    .addOption(stdinOption());
  return addFormats(command, ['text', 'json', 'markdown']).action(
    async (what: string | undefined, layer: string | undefined, options: ExplainOptions) => {
      if (what !== undefined && layer !== undefined) return write(await explainLayer(what, layer, options));
      if (options.format !== 'text') throw new Failure('rules are explained as text; --format is for layers');
      write(explainRule(what));
    },
  );
}

async function explainLayer(path: string, layer: string, options: ExplainOptions): Promise<string> {
  const { file, models } = await loadModels(path, options);
  const explanation = explainLayerJson(file, models, layer);
  if (options.format === 'json') return JSON.stringify(explanation, null, 2);
  return options.format === 'text' ? layerText(explanation) : layerMarkdown(explanation);
}
