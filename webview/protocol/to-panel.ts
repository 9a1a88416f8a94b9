import type { GraphAnalysis, LayerAnalysis, NodeAnalysis, Totals } from '../../core/graph/analysis.ts';
import type { Graph, Layer, Node } from '../../core/graph/node.ts';
import type { LineEdit, ModelProblem } from '../../server/protocol.ts';
import {
  type Check,
  type FieldChecks,
  fields,
  isBytes,
  isFlag,
  isIndex,
  isList,
  isMessage,
  isNumber,
  isObject,
  isText,
  listOf,
  type MessageChecks,
  nullable,
  oneOf,
  optional,
} from './checks.ts';
import type { ToPanel } from './messages.ts';

/** Whether what the page was sent is a message of the extension host, formed so that drawing it can't fail. */
export function isToPanel(value: unknown): value is ToPanel {
  return isMessage(value, messages);
}

const isModelInfo = fields({
  index: isIndex,
  name: isText,
  kind: isText,
  shapes: isText,
  params: isText,
  macs: isText,
  layers: isIndex,
  call: nullable(isText),
  assumed: nullable(isText),
  line: isNumber,
  uri: isText,
} satisfies FieldChecks<Extract<ToPanel, { type: 'models' }>['models'][number]>);

const isTerm = fields({ coefficient: isNumber, factors: listOf(isObject) });
const isDimension: Check = (value) => value === null || isNumber(value) || fields({ terms: listOf(isTerm) })(value);
const isShape = listOf(isDimension);
const isTensor = fields({ node: isIndex, output: isIndex });
const isField = fields({ size: isShape, stride: isShape, padding: isShape, status: isText, aligned: isFlag });
const isCount = fields({ total: isDimension, trainable: isDimension, nonTrainable: isDimension });

/** The graph's parts that the panel draws; what only the engines look at is refused there, in words. */
const isLayer = fields({
  label: isText,
  className: isText,
  operator: isText,
  attributes: isObject,
  facts: isList,
  source: nullable(fields({ file: isText })),
  why: optional(isText),
  model: nullable((value) => isGraph(value)),
} satisfies Partial<FieldChecks<Layer>>);

const isGraph: Check = fields({
  name: isText,
  layers: listOf(isLayer),
  nodes: listOf(fields({ layer: isIndex, inputs: listOf(isTensor) } satisfies Partial<FieldChecks<Node>>)),
  inputs: listOf(isTensor),
  outputs: listOf(isTensor),
  weights: nullable(isObject),
  call: optional(isText),
  assumed: optional(isText),
} satisfies Partial<FieldChecks<Graph>>);

const isNodeAnalysis = fields({
  inputs: listOf(isShape),
  outputs: listOf(isShape),
  facts: isList,
  cost: fields({ macs: isDimension, biasAdds: isDimension, otherOps: isDimension }),
  flops: isDimension,
  receptiveField: isField,
  activationBytes: isDimension,
} satisfies Partial<FieldChecks<NodeAnalysis>>);

const isLayerAnalysis = fields({
  params: isCount,
  model: nullable((value) => isAnalysis(value)),
} satisfies Partial<FieldChecks<LayerAnalysis>>);

const isTotals = fields({
  params: isCount,
  macs: isDimension,
  flops: isDimension,
  otherOps: isDimension,
  weightBytes: isDimension,
  inferencePeakBytes: isDimension,
  trainingBytes: isDimension,
  receptiveField: isField,
  status: isText,
} satisfies FieldChecks<Totals>);

const isAnalysis: Check = fields({
  graph: isGraph,
  nodes: listOf(isNodeAnalysis),
  layers: listOf(isLayerAnalysis),
  totals: isTotals,
} satisfies FieldChecks<GraphAnalysis>);

const isProblem = fields({
  message: isText,
  severity: oneOf(['error', 'warning', 'info', 'hint']),
  file: isText,
  range: fields({ start: isIndex, end: isIndex }),
} satisfies FieldChecks<ModelProblem>);

const isPosition = fields({ line: isIndex, character: isIndex });

const isLineEdit = fields({
  uri: isText,
  start: isPosition,
  end: isPosition,
  newText: isText,
  before: isText,
  removed: isText,
  after: isText,
} satisfies FieldChecks<LineEdit>);

const messages: MessageChecks<ToPanel> = {
  models: { file: nullable(isText), models: listOf(isModelInfo) },
  model: {
    uri: isText,
    index: isIndex,
    version: isNumber,
    analysis: isAnalysis,
    problems: listOf(isProblem),
    canRun: isFlag,
    memoryBudget: optional(isNumber),
  },
  reveal: { uri: isText, index: isIndex, layer: isIndex },
  visible: { visible: isFlag },
  file: { request: isIndex, bytes: nullable(isBytes), error: optional(isText) },
  change: { request: isIndex, edits: listOf(isLineEdit), failure: nullable(isText) },
  failed: { message: isText },
};
