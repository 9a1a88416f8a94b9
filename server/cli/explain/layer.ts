import { markdownName, markdownText } from '../../../core/text/markdown.ts';
import { shorten } from '../../../core/text/shorten.ts';
import { visible } from '../../../core/text/visible.ts';
import type { LayerExplanation } from '../../assist/explain-layer-json.ts';
import { columns, style, wrap } from '../terminal.ts';

/** A layer for terminals: what it is, its figures, its arguments and its problems. */
export function layerText({ layer, title, what, source, ...told }: LayerExplanation): string {
  const { label, class: className } = layer;
  const heading = `${style(visible(label), 'bold')}  ${className}${title === null ? '' : `, ${title}`}`;
  const written = told.arguments.map(({ name, value, at }) => [name, valueText(value), at === null ? 'default' : at]);
  const parts = [
    `${heading}  ${style(visible('at' in layer ? String(layer.at) : ''), 'dim')}`,
    ...(what === null ? [] : [wrap(what)]),
    ...(layer.why ? [wrap(visible(layer.why))] : []),
    columns(
      [...Object.entries(told.figures).map(([name, text]) => [name, unmarked(text)]), ...neighbours(told)],
      [false, false],
    ).join('\n'),
    ...(written.length === 0 ? [] : [columns(written, [false, false, false]).join('\n')]),
    ...told.arguments.flatMap(({ name, effect }) => (effect === null ? [] : [wrap(`${name}: ${effect}`)])),
    ...(source === null ? [] : [style(wrap(source), 'dim')]),
  ];
  return parts.join('\n\n');
}

/** The same as Markdown. */
export function layerMarkdown({ layer, title, what, source, ...told }: LayerExplanation): string {
  const figures = [
    ...Object.entries(told.figures),
    ...neighbours(told).map(([name, text]) => [name, markdownText(text)] as const),
  ];
  const rows = told.arguments.map(({ name, value, at, meaning, effect }) =>
    [
      name,
      markdownName(valueText(value)),
      markdownText(at ?? 'default'),
      markdownText(meaning),
      markdownText(effect ?? ''),
    ].join(' | '),
  );
  return [
    `## ${markdownText(layer.label)}: ${markdownText(title ?? layer.class)}`,
    ...(what === null ? [] : [what]),
    figures.map(([name, text]) => `- ${name}: ${text}`).join('\n'),
    ...(rows.length === 0
      ? []
      : [
          [
            '| argument | value | written | meaning | here |',
            '|---|---|---|---|---|',
            ...rows.map((row) => `| ${row} |`),
          ].join('\n'),
        ]),
    ...(source === null ? [] : [`Source: ${source}`]),
  ].join('\n\n');
}

type Around = Pick<LayerExplanation, 'inputs' | 'outputs' | 'alike' | 'diagnostics'>;

/** What stands around a layer, and what is wrong with it. */
function neighbours({ inputs, outputs, alike, diagnostics }: Around): readonly (readonly [string, string])[] {
  return [
    ['takes', inputs.join(', ') || 'the input of the model'],
    ['gives to', outputs.join(', ') || 'the output of the model'],
    ...(alike.length > 0 ? [['line makes', alike.join(', ')] as const] : []),
    ...diagnostics.map(({ severity, message, rule }) => [severity, `${message} (${rule})`] as const),
  ];
}

/** The figures are Markdown, with what terminals have no use for. */
function unmarked(text: string): string {
  return text.replaceAll(/\*\*|`|\\(?=[\\`*_[\]<>#|~&!$@])/g, '');
}

function valueText(value: unknown): string {
  return shorten(JSON.stringify(value));
}
