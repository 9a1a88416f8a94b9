import type { StepReport } from '../../../core/engine/backend.ts';
import type { Program } from '../../../core/engine/program.ts';
import type { Tensor } from '../../../core/engine/tensor.ts';
import { formatCount } from '../../../core/graph/print.ts';
import { plainName } from '../../../core/text/label.ts';
import { visible } from '../../../core/text/visible.ts';
import { printTold } from '../../../core/vocabulary/told.ts';
import { columns, style } from '../terminal.ts';
import type { Written } from './write-outputs.ts';

interface About {
  readonly name: string;
  readonly engine: string;
  readonly notes: readonly string[];
  readonly written: Written;
}

/** Time by layer, the model's outputs, and what was written. */
export function printReport(
  program: Program,
  reports: readonly StepReport[],
  outputs: readonly Tensor[],
  { name, engine, notes, written }: About,
): string {
  const total = reports.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const rows = program.steps.map(({ path, outputShapes, macs }, step) => {
    const report = reports[step];
    const time = report?.milliseconds ?? 0;
    const share = total > 0 ? `${Math.round((100 * time) / total)}%` : '';
    const shapes = outputShapes.map((shape) => shape.slice(1).join('×')).join(', ');
    return [
      path.join('/'),
      shapes,
      macs > 0 ? formatCount(macs) : '',
      time.toFixed(2),
      share,
      report ? elsewhere(report) : '',
    ];
  });
  const [header, ...body] = columns(
    [['layer', 'output', 'MACs', 'ms', '', ''], ...rows],
    [false, false, true, true, true, false],
  );
  return [
    `${style(plainName(name), 'bold')}  ${[engine, ...notes].map(visible).join(' · ')}`,
    '',
    style(header!, 'dim'),
    ...body,
    '',
    `${total.toFixed(1)} ms in all`,
    ...outputs.map((output, index) => printOutput(output, outputs.length > 1 ? `output ${index}` : 'output')),
    ...printWritten(written),
  ].join('\n');
}

/** What the reference engine computed of a step although another one runs: all of it, or a part. */
function elsewhere({ engine, reason, referencePart }: StepReport): string {
  if (engine === 'reference') return `in JavaScript: ${reason ? printTold(reason) : ''}`;
  return referencePart === undefined ? '' : `${printTold(referencePart)} in JavaScript`;
}

function printWritten({ files, replaced }: Written): readonly string[] {
  const note = replaced > 0 ? ` (${replaced} in place of files that were there)` : '';
  if (files.length > 6) return [`wrote ${files.length} files: ${visible(`${files[0]} … ${files.at(-1)}`)}${note}`];
  return [...files.map((file) => `wrote ${visible(file)}`), ...(replaced > 0 ? [`replaced ${replaced} of them`] : [])];
}

/** The largest values of a vector, or the range of anything larger. */
function printOutput({ shape, data }: Tensor, name: string): string {
  const sizes = shape.slice(1);
  if (sizes.length === 1) {
    const best = [...data.slice(0, sizes[0]).entries()].sort(([, a], [, b]) => b - a).slice(0, 5);
    return `${name}: ${best.map(([index, value]) => `[${index}] ${Number(value.toPrecision(4))}`).join('  ')}${sizes[0]! > 5 ? '  …' : ''}`;
  }
  let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of data) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
  }
  const [low, high, mean] = [min, max, sum / data.length].map((value) => Number(value.toPrecision(4)));
  return `${name}: ${sizes.join('×')}, ${low} … ${high}, mean ${mean}`;
}
