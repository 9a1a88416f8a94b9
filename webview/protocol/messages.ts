import type { GraphAnalysis } from '../../core/graph/analysis.ts';
import type { LineEdit, ModelInfo, ModelProblem } from '../../server/protocol.ts';

/**
 * Messages between the panel and the extension host: two closed unions, typed on both ends.
 *
 * The host's page is `<div id="app"></div>`, `dist/webview/main.css`, `dist/webview/main.js`, and before that the text of
 * `dist/webview/worker.js` in `<script type="text/plain" id="worker">`, with `</script` written `<\/script` and `<!--`
 * written `<\!--`, and the texts of the editor's language by the English ones, as JSON without `<`, in
 * `<script type="application/json" id="texts">`. Its content security policy is
 * `client/common/panel/content-security-policy.ts`.
 */

/** What the panel shows, kept over reloads. */
export interface PanelState {
  readonly uri: string | null;
  readonly model: string | null;
}

export type ToPanel =
  /** Models that can be chosen: those of the active file, then the examples. */
  | {
      readonly type: 'models';
      readonly file: string | null;
      readonly models: readonly (ModelInfo & { readonly uri: string })[];
    }
  /** The chosen model (again, after an edit). `canRun` is false in an untrusted workspace. */
  | {
      readonly type: 'model';
      readonly uri: string;
      readonly index: number;
      readonly version: number;
      readonly analysis: GraphAnalysis;
      /** Worst first. */
      readonly problems: readonly ModelProblem[];
      readonly canRun: boolean;
      /** Bytes that a run may take for weights and activations; the engine's own limit when nothing is said. */
      readonly memoryBudget?: number;
    }
  /** The code's cursor is in this layer of the shown model. */
  | { readonly type: 'reveal'; readonly uri: string; readonly index: number; readonly layer: number }
  /** The panel is seen, or hidden behind another tab or view. */
  | { readonly type: 'visible'; readonly visible: boolean }
  | { readonly type: 'file'; readonly request: number; readonly bytes: ArrayBuffer | null; readonly error?: string }
  /** The answer to `change`: the edits as lines, or why there are none. */
  | {
      readonly type: 'change';
      readonly request: number;
      readonly edits: readonly LineEdit[];
      readonly failure: string | null;
    }
  | { readonly type: 'failed'; readonly message: string };

export type FromPanel =
  | { readonly type: 'ready' }
  | { readonly type: 'choose'; readonly uri: string; readonly index: number }
  /** Show a layer's call in the editor. */
  | {
      readonly type: 'locate';
      readonly uri: string;
      readonly index: number;
      readonly layer: number;
      readonly focus: boolean;
    }
  /** Bytes of a file beside the model: `path` is relative to `base` and may not leave its folder. */
  | { readonly type: 'read'; readonly request: number; readonly base: string; readonly path: string }
  | { readonly type: 'save'; readonly name: string; readonly bytes: ArrayBuffer }
  /** What to write so that a layer gets other arguments; with `apply` it is written, as one step that can be undone. */
  | {
      readonly type: 'change';
      readonly request: number;
      readonly uri: string;
      readonly index: number;
      /** Labels, outermost model first. */
      readonly path: readonly string[];
      readonly set: Readonly<Record<string, number | string | readonly number[]>>;
      readonly apply: boolean;
    }
  | { readonly type: 'openBeside' }
  /** Ask with which arguments the shown model's function is called. */
  | { readonly type: 'assume' }
  /** Let the user decide whether to trust the workspace. */
  | { readonly type: 'trust' };
