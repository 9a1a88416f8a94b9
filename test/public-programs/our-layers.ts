import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { analyseFile } from '../../server/analysis/file-analysis.ts';
import type { FileHost, FrontendOptions } from '../../server/frontends/frontend.ts';
import type { BuiltLayer } from './built-layer.ts';

const host: FileHost = {
  read(uri) {
    try {
      return readFileSync(fileURLToPath(uri), 'utf8');
    } catch {
      return null;
    }
  },
};

/** What ConvLens shows of a file; `callers` are the URIs of those that import it. */
export function ourLayers(
  root: string,
  file: string,
  callers: readonly string[],
  call?: string,
): { readonly layers: readonly BuiltLayer[]; readonly milliseconds: number } {
  const path = join(root, file);
  const options: FrontendOptions = {
    callers,
    ...(call === undefined ? {} : { call }),
  };
  const start = process.cpuUsage();
  const { models } = analyseFile(pathToFileURL(path).href, readFileSync(path, 'utf8'), host, options);
  const { user, system } = process.cpuUsage(start);
  const milliseconds = (user + system) / 1000;
  const layers = models.flatMap((analysis) => {
    const { graph } = analysis;
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
          shape: shape.length > 0 ? shape : null,
          params: typeof params.total === 'number' ? params.total : null,
        },
      ];
    });
  });
  return { layers, milliseconds };
}
