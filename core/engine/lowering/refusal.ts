import { type Told, told } from '../../vocabulary/told.ts';
import type { Step } from '../program.ts';

/** Why an engine leaves a step to the reference engine: `channels come first`. */
export interface Refusal {
  readonly reason: Told;
}

/** A planner that refuses channels-first layers: the fast engines keep channels last. */
export function channelsLastOnly<Context extends { readonly step: Step }, Planned>(
  planner: (context: Context) => Planned,
): (context: Context) => Planned | Refusal {
  return (context) =>
    context.step.attributes.dataFormat === 'channelsFirst' ? { reason: told('channels come first') } : planner(context);
}
