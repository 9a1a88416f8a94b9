/**
 * The network that ConvNetJS makes of a list of definitions (`net.makeLayers(layer_defs)`): its own layers in its own
 * order, with those that it puts in by itself. Never throws.
 */
import * as l10n from '@vscode/l10n';
import { inferLayer } from '../../../core/graph/infer.ts';
import type { Graph, GraphFact, Layer, LayerSource, Node, Place } from '../../../core/graph/node.ts';
import { isOperatorName, type OperatorName, operators } from '../../../core/operators/index.ts';
import { inputShape } from '../../../core/operators/input-layer.ts';
import { readAttributes } from '../../../core/vocabulary/attributes.ts';
import type { Fact, Shape } from '../../../core/vocabulary/operator.ts';
import { judgeKey } from '../judge-key.ts';
import { attributesOf } from './arguments.ts';
import { type Definition, desugar, type Part } from './desugar.ts';
import { convnetSpelling, keyOfAttribute, nearestType } from './spellings.ts';

/** What a call of `makeLayers` gives to read. */
export interface NetSource {
  readonly definitions: readonly Definition[];
  /** False when there may be more definitions than these. */
  readonly complete: boolean;
  readonly place: Place;
}

export function readNet({ definitions, complete, place }: NetSource): Graph {
  const net = new Draft(place);
  const [first] = definitions;
  if (definitions.length < 2 && complete)
    net.complain(l10n.t('A net needs an input and a loss: two layers at least.'), null);
  else if (first && first.type !== null && first.type !== 'input') {
    net.complain(l10n.t("The first layer has to be of type 'input': it says how large the input is."), first.source);
  }
  for (const definition of definitions) for (const part of desugar(definition)) net.add(part);
  return net.finish(complete);
}

class Draft {
  readonly #layers: Layer[] = [];
  readonly #nodes: Node[] = [];
  readonly #facts: GraphFact[] = [];
  readonly #counts = new Map<string, number>();
  readonly #instances = new Map<string, number>();
  readonly #place: Place;
  #shape: Shape = [];

  constructor(place: Place) {
    this.#place = place;
  }

  complain(detail: string, source: LayerSource | null): void {
    const place = source ? { file: source.file, range: source.name } : this.#place;
    this.#facts.push({ kind: 'graph-error', detail, place });
  }

  add({ type, values, source, isOpen, facts, sizeKey }: Part): void {
    const spelling = type === null ? null : convnetSpelling(type);
    if (type === null || spelling === null || !isOperatorName(spelling.operator)) {
      if (type !== null) this.complain(unknownType(type), source);
      this.#push({ ...this.#blank(type ?? 'layer', source), why: l10n.t('its type is not known') });
      return;
    }
    this.#prepare(type);
    const { operator } = spelling;
    const raw = attributesOf(type, values);
    const read = readAttributes(operators[operator], raw);
    const judged = Object.entries(values).flatMap(([key, value]): Fact[] => {
      const verdict = value === undefined ? 'dropped' : judgeKey(spelling, key, value, 'javascript');
      return verdict === 'taken' || verdict === 'dropped' ? [] : [verdict];
    });
    const found = [
      ...judged,
      ...facts,
      ...read.facts.flatMap((fact) => written(fact, isOpen, (name) => sizeKey ?? keyOfAttribute(type, name) ?? name)),
    ];
    const layer = { ...this.#blank(type, source), operator, attributes: read.attributes, facts: found };
    this.#push(operator === 'inputLayer' ? { ...layer, inputShape: inputShape(raw) ?? [] } : layer);
  }

  finish(complete: boolean): Graph {
    const last = this.#nodes.length - 1;
    return {
      name: 'net',
      kind: 'sequential',
      layers: this.#layers,
      nodes: this.#nodes,
      inputs: this.#layers[0]?.operator === 'inputLayer' ? [{ node: 0, output: 0 }] : [],
      outputs: last < 0 ? [] : [{ node: last, output: 0 }],
      source: this.#place,
      nameRange: null,
      weights: null,
      complete,
      facts: this.#facts,
    };
  }

  /** In ConvNetJS all is a volume; here what is fully connected works on lists and what slides works on maps. */
  #prepare(type: string): void {
    const isList = this.#shape.length === 2;
    if (type === 'fc' && this.#shape.length === 4) this.#bridge('flatten', {});
    else if ((type === 'conv' || type === 'pool') && isList) {
      this.#bridge('reshape', { targetShape: [1, 1, this.#shape[1] ?? null] });
    }
  }

  #bridge(operator: OperatorName, attributes: Layer['attributes']): void {
    this.#push({ ...this.#blank(operator, null), operator, attributes, implicit: true });
  }

  #push(layer: Layer): void {
    const inputs = this.#nodes.length === 0 ? [] : [{ node: this.#nodes.length - 1, output: 0 }];
    this.#layers.push(layer);
    this.#nodes.push({ layer: this.#layers.length - 1, inputs });
    this.#shape = inferLayer(layer, inputs.length === 0 ? [] : [this.#shape]).outputs[0] ?? [];
  }

  #blank(type: string, source: LayerSource | null): Layer {
    const count = (this.#counts.get(type) ?? 0) + 1;
    this.#counts.set(type, count);
    const key = source ? `${source.file} ${source.range.start} ${source.range.end}` : type;
    const instance = this.#instances.get(key) ?? 0;
    this.#instances.set(key, instance + 1);
    return {
      name: null,
      label: `${type}_${count}`,
      className: type,
      operator: 'unknown',
      attributes: {},
      facts: [],
      trainable: true,
      source: source && { ...source, vocabulary: 'convnetjs' },
      instance,
      model: null,
    };
  }
}

function unknownType(type: string): string {
  const meant = nearestType(type);
  return meant === undefined
    ? l10n.t("ConvNetJS has no layer of type '{0}'.", type)
    : l10n.t("ConvNetJS has no layer of type '{0}'. Did you mean '{1}'?", type, meant);
}

/** A fact with the key that the author knows; what an open definition lacks may be in its unknown part. */
function written(fact: Fact, isOpen: boolean, keyOf: (attribute: string) => string): Fact[] {
  if (fact.kind === 'missing-argument' && isOpen) return [];
  if (fact.kind !== 'missing-argument' && fact.kind !== 'invalid-argument') return [fact];
  return [{ ...fact, attribute: keyOf(fact.attribute) }];
}
