import { resize } from './interpolation.ts';
import { emptyTensor, type Kernel, numbers, text } from './kernel.ts';
import { channelsLast } from './layout.ts';

/** Repeats (nearest) or interpolates (bilinear) every pixel. */
export const upSampling2d: Kernel = channelsLast((step, [input]) => {
  const output = emptyTensor(step.outputShapes[0]);
  resize(input, output, text(step, 'interpolation', 'nearest') === 'bilinear' ? 'bilinear' : 'nearest', false);
  return [output];
});

/** Repeats every element along one or three axes; bilinear does not exist there. */
export function upSampling(rank: 1 | 3): Kernel {
  return channelsLast((step, [input]) => {
    const output = emptyTensor(step.outputShapes[0]);
    const size = numbers(step, 'size', rank, 2);
    const channels = input.shape[rank + 1];
    const [inner, outer] =
      rank === 3
        ? [input.shape.slice(2, 4), size.slice(1)]
        : [
            [1, input.shape[1]],
            [1, size[0]],
          ];
    const depth = rank === 3 ? size[0] : 1;
    const planes = output.data.length / (channels * inner[0] * outer[0] * inner[1] * outer[1]);
    let to = 0;
    for (let plane = 0; plane < planes; plane++) {
      const source = Math.floor(plane / depth) * inner[0];
      for (let y = 0; y < inner[0] * outer[0]; y++) {
        const line = (source + Math.floor(y / outer[0])) * inner[1];
        for (let x = 0; x < inner[1] * outer[1]; x++, to += channels) {
          const from = (line + Math.floor(x / outer[1])) * channels;
          output.data.set(input.data.subarray(from, from + channels), to);
        }
      }
    }
    return [output];
  });
}
