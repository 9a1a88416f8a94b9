// `node test/public-programs/coverage.ts <folder>` compares ConvLens with TensorFlow.js on public programs and prints the
// table of docs/coverage.md. The folder holds a checkout of each repository as <owner>__<name>.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { analyseGraph } from '../../core/graph/analyse.ts';
import type { FileHost } from '../../server/frontends/frontend.ts';
import { readTypeScript } from '../../server/frontends/typescript/index.ts';
import type { BuiltLayer } from './built-layer.ts';
import { type CoveredProgram, type CoveredRepository, repositories } from './repositories.ts';

interface Comparison {
  readonly built: number;
  /** Right from the file alone. */
  readonly alone: number;
  /** Right when the author says which calls to assume. */
  readonly right: number;
  /** Shown with numbers that TensorFlow.js does not give at that place. */
  readonly wrong: number;
  readonly missing: readonly string[];
  readonly conflicts: readonly string[];
}

const worker = join(import.meta.dirname, 'real-layers.ts');

const host: FileHost = {
  read(uri) {
    try {
      return readFileSync(fileURLToPath(uri), 'utf8');
    } catch {
      return null;
    }
  },
};

function realLayers(root: string, { file, calls }: CoveredProgram): readonly BuiltLayer[] {
  const options = { encoding: 'utf8', timeout: 120_000, maxBuffer: 2 ** 28 } as const;
  const { stdout: printed } = spawnSync(process.execPath, [worker, root, file, ...calls], options);
  if (!printed.includes('\n@@')) return [];
  const { layers, errors } = JSON.parse(printed.slice(printed.lastIndexOf('\n@@') + 3)) as {
    layers: BuiltLayer[];
    errors: string[];
  };
  if (layers.length === 0) console.error(`${file}: ${errors.join('; ').slice(0, 300)}`);
  return layers.filter(({ place }) => place !== '?');
}

function ourLayers(root: string, file: string, call?: string): readonly BuiltLayer[] {
  const path = join(root, file);
  const options = { budget: { milliseconds: 20_000 }, ...(call === undefined ? {} : { call }) };
  const { models } = readTypeScript(pathToFileURL(path).href, readFileSync(path, 'utf8'), host, options);
  return models.flatMap((graph) => {
    const analysis = analyseGraph(graph);
    return graph.layers.flatMap((layer, index): BuiltLayer[] => {
      if (!layer.source) return [];
      const { params, nodes } = analysis.layers[index]!;
      const shape = (analysis.nodes[nodes[0] ?? -1]?.outputs[0] ?? []).map((size) =>
        typeof size === 'number' ? size : null,
      );
      const text = host.read(layer.source.file) ?? '';
      const line = String(text).slice(0, layer.source.name.start).split('\n').length;
      return [
        {
          place: `${relative(root, fileURLToPath(layer.source.file))}:${line}`,
          className: layer.className,
          shape: JSON.stringify(shape),
          params: typeof params.total === 'number' ? params.total : null,
        },
      ];
    });
  });
}

function keyOf({ place, className, shape, params }: BuiltLayer): string {
  return `${place} ${className} ${shape} ${params}`;
}

function compare(root: string, program: CoveredProgram): Comparison {
  const real = realLayers(root, program);
  const alone = ourLayers(root, program.file);
  const called = [...alone, ...program.calls.flatMap((call) => ourLayers(root, program.file, call))];
  const found = new Set(called.map(keyOf));
  const foundAlone = new Set(alone.map(keyOf));
  const expected = new Set(real.map(keyOf));
  const places = new Set(real.map(({ place, className }) => `${place} ${className}`));
  const isFull = ({ shape, params }: BuiltLayer) =>
    params !== null && shape !== '[]' && !shape.slice(5).includes('null');
  const wrong = called.filter(
    (layer) => isFull(layer) && places.has(`${layer.place} ${layer.className}`) && !expected.has(keyOf(layer)),
  );
  return {
    built: real.length,
    alone: real.filter((layer) => foundAlone.has(keyOf(layer))).length,
    right: real.filter((layer) => found.has(keyOf(layer))).length,
    wrong: new Set(wrong.map(keyOf)).size,
    conflicts: wrong.map(keyOf),
    missing: real.filter((layer) => !found.has(keyOf(layer))).map(keyOf),
  };
}

function row(root: string, repository: CoveredRepository): string[] {
  let [built, alone, right, wrong] = [0, 0, 0, 0];
  for (const program of repository.programs) {
    const result = compare(root, program);
    built += result.built;
    alone += result.alone;
    right += result.right;
    wrong += result.wrong;
    console.error(`${program.file}: ${result.right} of ${result.built}, alone ${result.alone}, wrong ${result.wrong}`);
    for (const layer of result.missing) console.error(`  missing ${layer}`);
    for (const layer of result.conflicts) console.error(`  wrong ${layer}`);
  }
  const { name, commit, programs } = repository;
  return [name, commit.slice(0, 10), `${programs.length}`, `${built}`, `${alone}`, `${right}`, `${wrong}`];
}

const [, , folder = '.'] = process.argv;
const header = [
  'repository',
  'commit',
  'programs',
  'layers built',
  'right from the file alone',
  'right with the same calls',
  'wrong',
];
console.log(`| ${header.join(' | ')} |\n|${header.map(() => ' --- |').join('')}`);
for (const repository of repositories) {
  const root = join(folder, repository.name.replace('/', '__'));
  if (existsSync(root)) console.log(`| ${row(root, repository).join(' | ')} |`);
}
