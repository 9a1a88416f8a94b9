import { html, nothing, svg, type TemplateResult } from 'lit';
import type { ChartPoint } from '../../models/what-if-view.ts';

const size = { width: 120, height: 56, margin: 8 };

export interface ChartOptions {
  /** Place of the value that is tried, and of the one in the code. */
  readonly now: number;
  readonly own: number;
  readonly label: string;
}

/** A line through what can be built, with the tried value filled, the code's hollow, and what is refused crossed out. */
export function chart(points: readonly ChartPoint[], { now, own, label }: ChartOptions): TemplateResult {
  const { width, height, margin } = size;
  const x = (point: ChartPoint) => margin + point.x * (width - 2 * margin);
  const y = (point: ChartPoint) => height - margin - (point.y ?? 0) * (height - 2 * margin);
  const drawn = points.filter((point) => point.y !== null);
  const line = drawn
    .filter((point) => point.refused === null)
    .map((point) => `${x(point)},${y(point)}`)
    .join(' ');
  const current = points[now];
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label=${label}>
    ${svg`<line class="axis" x1="0" x2=${width} y1=${height - 1} y2=${height - 1} />
      ${current ? svg`<line class="axis" x1=${x(current)} x2=${x(current)} y1="0" y2=${height} />` : nothing}
      <polyline points=${line} />
      ${points.map((point, place) => mark(point, x(point), y(point), place === now ? 'now' : place === own ? 'own' : ''))}`}
  </svg>`;
}

function mark(point: ChartPoint, x: number, y: number, name: string) {
  if (point.refused === null && point.y === null) return nothing;
  if (point.refused !== null) {
    return svg`<g class="refused-mark ${name}"><title>${point.refused}</title><circle cx=${x} cy=${y} r="4" /><path d="M${x - 3} ${y - 3}l6 6m0 -6l-6 6" /></g>`;
  }
  return svg`<circle class="dot ${name}" cx=${x} cy=${y} r=${name ? 4 : 2} />`;
}
