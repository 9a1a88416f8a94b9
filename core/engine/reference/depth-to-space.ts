import { emptyTensor, type Kernel, number } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** Pixel (i, j) of a block takes the channels from (i·blockSize + j)·C/blockSize² on. */
export const depthToSpace: Kernel = channelsLast((step, [input]) => {
  const side = number(step, 'blockSize');
  const [, height, width, channels] = input.shape;
  const output = emptyTensor(step.outputShapes[0]);
  const run = channels / (side * side);
  for (let to = 0, pixel = 0; to < output.data.length; to += run, pixel++) {
    const [column, line] = [pixel % (width * side), Math.floor(pixel / (width * side))];
    const [row, image] = [line % (height * side), Math.floor(line / (height * side))];
    const position = (image * height + Math.floor(row / side)) * width + Math.floor(column / side);
    const from = position * channels + ((row % side) * side + (column % side)) * run;
    output.data.set(input.data.subarray(from, from + run), to);
  }
  return [output];
});
