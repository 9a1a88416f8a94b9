import { token } from './bitmap.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The theme's colours and font for what is drawn over maps. */
export interface Pens {
  readonly focus: string;
  readonly surface: string;
  readonly hatch: string;
  readonly frame: string;
  readonly tag: string;
  readonly tagText: string;
  readonly font: string;
}

export function pensOf(element: Element): Pens {
  return {
    focus: token(element, '--vscode-focusBorder'),
    surface: token(element, '--convlens-surface'),
    hatch: token(element, '--convlens-hatch'),
    frame: token(element, '--convlens-frame'),
    tag: token(element, '--convlens-tag'),
    tagText: token(element, '--convlens-tag-text'),
    font: `11px ${getComputedStyle(element).fontFamily}`,
  };
}

/** Nothing but zeros: a hatch that no colour map contains. */
export function drawDead(context: CanvasRenderingContext2D, box: Box, pens: Pens): void {
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  context.beginPath();
  for (let at = -box.height; at < box.width; at += 9) {
    context.moveTo(box.x + at, box.y + box.height);
    context.lineTo(box.x + at + box.height, box.y);
  }
  context.strokeStyle = pens.hatch;
  context.lineWidth = 1;
  context.stroke();
  context.restore();
  context.strokeStyle = pens.frame;
  context.lineWidth = 1;
  context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
}

/** A few words in the lower left corner of a cell; left out where they do not fit. */
export function drawTag(context: CanvasRenderingContext2D, box: Box, text: string, pens: Pens): void {
  context.font = pens.font;
  const width = Math.ceil(context.measureText(text).width) + 8;
  if (text === '' || width > box.width - 2 || box.height < 20) return;
  context.fillStyle = pens.tag;
  context.fillRect(box.x + 1, box.y + box.height - 17, width, 16);
  context.fillStyle = pens.tagText;
  context.textBaseline = 'middle';
  context.fillText(text, box.x + 5, box.y + box.height - 8.5);
}

/** A ring a pixel outside the cell, and the map's number inside. */
export function drawSelection(context: CanvasRenderingContext2D, box: Box, tag: string, pens: Pens): void {
  context.strokeStyle = pens.surface;
  context.lineWidth = 1;
  context.strokeRect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1);
  context.strokeStyle = pens.focus;
  context.lineWidth = 2;
  context.strokeRect(box.x - 2, box.y - 2, box.width + 4, box.height + 4);
  drawTag(context, box, tag, pens);
}
