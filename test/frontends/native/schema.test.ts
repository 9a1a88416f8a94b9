import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { getLanguageService, type JSONSchema, TextDocument } from 'vscode-json-languageservice';
import { operatorNames } from '../../../core/operators/index.ts';
import { modelSchema } from '../../../scripts/model-schema.ts';
import { nativeSpelling } from '../../../server/frontends/native/spelling.ts';

const root = join(import.meta.dirname, '../../..');

it('the schema knows the arguments that the reader takes, and no others', () => {
  const { definitions } = JSON.parse(modelSchema());
  for (const operator of ['input', ...operatorNames]) {
    const { inputs: _, operator: __, ...properties } = definitions[operator].properties;
    const taken = new Set([...(nativeSpelling(operator)?.keys ?? []), 'trainable']);
    expect(Object.keys(properties).sort(), operator).toEqual([...taken].sort());
  }
});

/** The editor's own reader of JSON, with the schema that package.json gives it. */
describe('in the editor', () => {
  const service = getLanguageService({});

  beforeAll(() => {
    const { jsonValidation } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).contributes;
    const [{ fileMatch, url }] = jsonValidation;
    const schema: JSONSchema = JSON.parse(readFileSync(join(root, url), 'utf8'));
    service.configure({ schemas: [{ uri: 'file:///convlens.schema.json', fileMatch: [fileMatch], schema }] });
  });

  async function problems(text: string): Promise<readonly string[]> {
    const document = TextDocument.create('file:///x.convlens.json', 'json', 1, text);
    const found = await service.doValidation(document, service.parseJSONDocument(document));
    return found.map(({ message }) => String(message));
  }

  async function suggestions(text: string): Promise<readonly string[]> {
    const offset = text.indexOf('|');
    const document = TextDocument.create('file:///x.convlens.json', 'json', 1, text.replace('|', ''));
    const list = await service.doComplete(document, document.positionAt(offset), service.parseJSONDocument(document));
    return list?.items.map(({ label }) => label) ?? [];
  }

  const examples = readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.convlens.json'));

  it.each(examples)('%s is valid', async (file) => {
    expect(await problems(readFileSync(join(root, 'examples', file), 'utf8'))).toEqual([]);
  });

  it.each([
    ['[{"operator": "conv2d", "filters": 3, "kernelSize": 3, "padding": [[1, 0], 2]}, "flatten"]', 0],
    ['{"models": {"a": ["reLU"]}, "layers": [{"model": "a"}, {"again": "a_1", "inputs": "x:1"}], "outputs": "a_1"}', 0],
    ['[{"operator": "conv2d", "filters": 3}]', 1],
    ['[{"operator": "conv2d", "filters": 0, "kernelSize": 3}]', 1],
    ['[{"operator": "conv2d", "filters": 3, "kernelSize": [3, 3, 3]}]', 1],
    ['[{"operator": "conv2d", "filters": 3, "kernelSize": 3, "padding": "smae"}]', 1],
    ['[{"operator": "conv2d", "filters": 3, "kernelSize": 3, "stride": 2}]', 1],
    ['[{"operator": "conv9d"}]', 1],
    ['{"layer": []}', 2],
  ])('%s has %i problems', async (text, count) => {
    expect(await problems(text)).toHaveLength(count);
  });

  it('offers operators, their arguments and the values of those', async () => {
    expect(await suggestions('[{"operator": "|"}]')).toContain('"tiledConv2d"');
    const rows = await suggestions('[{"operator": "conv2d", |}]');
    expect(rows).toEqual(expect.arrayContaining(['filters', 'kernelSize', 'groups', 'inputs', 'name', 'inputShape']));
    expect(rows).not.toContain('poolSize');
    expect(await suggestions('[{"operator": "conv2d", "padding": |}]')).toEqual(
      expect.arrayContaining(['"same"', '"full"']),
    );
  });
});
