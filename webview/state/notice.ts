import * as l10n from '@vscode/l10n';
import { type Dimension, isKnown } from '../../core/vocabulary/dimension.ts';
import { bytes, count, duration } from '../models/figures.ts';
import { rowOfProblem } from '../models/problems.ts';
import { type ActiveRun, type FailedRun, runningKey, type State } from './state.ts';

/** What the one line under the header says while something needs saying. */
export interface Notice {
  readonly tone: 'error' | 'caution' | 'busy' | 'plain';
  readonly title: string;
  readonly detail: string;
  /** The first is what most likely helps. */
  readonly actions: readonly NoticeAction[];
}

export type NoticeAction =
  | { readonly does: 'dismiss' | 'trust' | 'run' | 'cancel' | 'assume' | 'useSeeded' | 'useCpu'; readonly text: string }
  | { readonly does: 'show'; readonly text: string; readonly key: string };

/** A run shows its progress after this time, in milliseconds. */
export const patience = 1000;

/** The most urgent of what there is to say, null when all is well. */
export function noticeOf(state: State, now: number): Notice | null {
  const { run, model, failure } = state;
  if (failure !== null)
    return { tone: 'error', title: '', detail: failure, actions: [{ does: 'dismiss', text: l10n.t('Dismiss') }] };
  if (run.state === 'running' && now - run.startedAt > patience) return progress(run, state, now);
  if (run.state === 'failed' && run.reason !== 'compile') return failed(run);
  const wrong = codeProblem(state);
  if (wrong) return wrong;
  if (run.state === 'failed') return unknownLayers(state) ?? failed(run, assumeAction(state));
  if (model && !model.canRun) return untrusted;
  if (run.state === 'asking') return asking(run.macs);
  if (run.state === 'cancelled') return stopped;
  return partlyKnown(state);
}

const untrusted: Notice = {
  tone: 'caution',
  title: l10n.t('Nothing runs here'),
  detail: l10n.t('Networks do not run in a workspace that is not trusted. Shapes and costs are shown all the same.'),
  actions: [{ does: 'trust', text: l10n.t('Trust…') }],
};

const stopped: Notice = {
  tone: 'plain',
  title: l10n.t('The run was stopped'),
  detail: '',
  actions: [{ does: 'run', text: l10n.t('Run') }],
};

function asking(macs: number): Notice {
  return {
    tone: 'plain',
    title: l10n.t('A run takes {0} MACs', count(macs)),
    detail: l10n.t('That may keep this computer busy for a while.'),
    actions: [{ does: 'run', text: l10n.t('Run') }],
  };
}

function progress(run: ActiveRun, state: State, now: number): Notice {
  const row = state.rows.find((one) => one.key === runningKey(state));
  const total = run.keys.length;
  const place = run.engine ? l10n.t('{0} of {1} · ', Math.min(total, run.finished + 1), total) : '';
  const title = run.engine
    ? l10n.t('Running {0}', row?.layer.label ?? '')
    : preparing(run, state.analysis?.totals.weightBytes ?? null);
  return {
    tone: 'busy',
    title,
    detail: `${place}${duration(now - run.startedAt)}`,
    actions: [{ does: 'cancel', text: l10n.t('Cancel') }],
  };
}

function preparing({ weightsRead }: ActiveRun, total: Dimension): string {
  if (weightsRead === null) return l10n.t('Preparing the weights');
  return l10n.t(
    'Reading the weights, {0}{1}',
    bytes(weightsRead),
    isKnown(total) ? l10n.t(' of {0}', bytes(total)) : '',
  );
}

function failed(run: FailedRun, more: readonly NoticeAction[] = []): Notice {
  const shown = run.key !== null && run.reason === 'run' ? l10n.t(' Layers before it are shown.') : '';
  return { tone: 'error', title: failureTitle(run), detail: run.message + shown, actions: [...helping(run), ...more] };
}

function failureTitle({ reason, path }: FailedRun): string {
  if (reason === 'weights') return l10n.t('The weights could not be read');
  if (reason === 'worker') return l10n.t('The engine stopped');
  const where = path.at(-1);
  return where === undefined ? l10n.t('The model did not run') : l10n.t('{0} did not run', where);
}

function helping(run: FailedRun): readonly NoticeAction[] {
  if (run.reason === 'weights') return [{ does: 'useSeeded', text: l10n.t('Use random weights') }];
  if (run.reason === 'run' && run.engine?.name === 'webgpu')
    return [{ does: 'useCpu', text: l10n.t('Run on the CPU') }];
  if (run.reason === 'worker') return [{ does: 'run', text: l10n.t('Run again') }];
  return run.key === null ? [] : [{ does: 'show', text: l10n.t('Show in code'), key: run.key }];
}

/** The first thing that is wrong with the code, in the editor's own words. */
function codeProblem({ model, rows }: State): Notice | null {
  const problem = model?.problems.find(({ severity }) => severity === 'error');
  if (!problem) return null;
  const row = rowOfProblem(problem, rows);
  return {
    tone: 'error',
    title: row?.layer.label ?? '',
    detail: problem.message,
    actions: row ? [{ does: 'show', text: l10n.t('Show in code'), key: row.key }] : [],
  };
}

function assumeAction({ model }: Pick<State, 'model'>): readonly NoticeAction[] {
  return model?.analysis.graph.call === undefined ? [] : [{ does: 'assume', text: l10n.t('Assume a call…') }];
}

function partlyKnown(state: State): Notice | null {
  return unknownLayers(state) ?? stoppedLayers(state);
}

/** Layers that are not known: they are the reason, whatever else could not be done. */
function unknownLayers({ model, rows, run }: State): Notice | null {
  if (run.state === 'failed' && run.key !== null) return null;
  const unknown = rows.filter((row) => row.unknown?.kind === 'layer');
  const [first] = unknown;
  if (!first) return null;
  const { className, why } = first.layer;
  const reason = why ?? l10n.t('its code can’t be read');
  return {
    tone: 'caution',
    title: unknown.length === 1 ? l10n.t('1 layer is not known') : l10n.t('{0} layers are not known', unknown.length),
    detail: l10n.t(
      '{0}{1}. Shapes follow when its code can be read.',
      className === 'Unknown' ? '' : `${className}: `,
      reason,
    ),
    actions: [...assumeAction({ model }), { does: 'show', text: l10n.t('Show in code'), key: first.key }],
  };
}

/** Layers that the engine can't compute, and why. */
function stoppedLayers(state: State): Notice | null {
  const stops = 'stops' in state.run ? state.run.stops : [];
  const [stop] = stops;
  if (!stop) return null;
  const row = state.rows.find((one) => one.path.join('/') === stop.path.join('/'));
  const label = stop.path.at(-1) ?? '';
  return {
    tone: 'caution',
    title:
      stops.length > 1
        ? l10n.t('{0} does not run, nor do {1} more layers', label, stops.length - 1)
        : l10n.t('{0} does not run', label),
    detail: stop.why,
    actions: [
      ...assumeAction(state),
      ...(row ? [{ does: 'show', text: l10n.t('Show in code'), key: row.key } as const] : []),
    ],
  };
}
