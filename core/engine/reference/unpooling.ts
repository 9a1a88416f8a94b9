import { eachTap, gatherAxes, unpoolingAxes } from './geometry.ts';
import { emptyTensor, type Kernel } from './kernel.ts';
import { channelsLast } from './layout.ts';
import { windowCounts } from './pooling.ts';

/** Max pooling and, as a second output, where in its map (row by row) each maximum was; the first of equals. */
export const maxPoolingWithSwitches2d: Kernel = channelsLast((step, [input]) => {
  const axes = gatherAxes(step, 'poolSize', 2);
  const values = emptyTensor(step.outputShapes[0]);
  const switches = emptyTensor(step.outputShapes[1]);
  const channels = input.shape[3];
  const map = input.shape[1] * input.shape[2];
  values.data.fill(Number.NEGATIVE_INFINITY);
  eachTap(axes, input.shape[0], (pixel, position) => {
    for (let c = 0; c < channels; c++) {
      const value = input.data[pixel * channels + c];
      const to = position * channels + c;
      if (!(value > values.data[to])) continue;
      values.data[to] = value;
      switches.data[to] = pixel % map;
    }
  });
  return [values, switches];
});

/** Values back at their switches, zero elsewhere. */
export const maxUnpooling2d: Kernel = channelsLast((step, [values, switches]) => {
  const output = emptyTensor(step.outputShapes[0]);
  const [, rows, columns, channels] = values.shape;
  const map = output.shape[1] * output.shape[2];
  for (let i = 0; i < values.data.length; i++) {
    const image = Math.floor(i / (rows * columns * channels));
    const place = switches.data[i];
    if (!(place >= 0 && place < map)) throw new RangeError(`the switch ${place} is outside a map of ${map} positions`);
    output.data[(image * map + place) * channels + (i % channels)] = values.data[i];
  }
  return [output];
});

/** Every value in equal parts over its window; the adjoint of average pooling. */
export const averageUnpooling2d: Kernel = channelsLast((step, [input]) => {
  const axes = unpoolingAxes(step);
  const output = emptyTensor(step.outputShapes[0]);
  const sums = new Float64Array(output.data.length);
  const channels = input.shape[3];
  const counts = windowCounts(axes, input.shape[0], false);
  eachTap(axes, input.shape[0], (pixel, position) => {
    for (let c = 0; c < channels; c++) {
      sums[pixel * channels + c] += input.data[position * channels + c] / counts[position];
    }
  });
  output.data.set(sums);
  return [output];
});
