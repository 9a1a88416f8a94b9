import ts from 'typescript';
import type { ArgumentSource, CallPlace, LayerSource, Place } from '../../../../../core/graph/node.ts';
import { placeOf } from '../../values/machine.ts';
import type { CallSite, Scope, Value } from '../../values/values.ts';
import { isKind } from '../../values/values.ts';

/** Where a call makes a layer, and where each of its arguments was written, be that here or far away. */
export function layerSource(site: CallSite, config: Value): LayerSource {
  const { node, scope } = site;
  const sources: Record<string, ArgumentSource> = {};
  if (isKind(config, 'object')) {
    for (const [key, slot] of config.properties) if (slot.source) sources[key] = slot.source;
  }
  const place = placeOf(node, scope);
  const literal = isKind(config, 'object') ? config.literal : null;
  const calls = callsAround(scope);
  return {
    ...place,
    name: placeOf(calleeName(node), scope).range,
    syntax: 'javascript',
    arguments: sources,
    config: literal?.file === place.file ? literal.range : null,
    ...(calls.length > 0 ? { calls } : {}),
  };
}

/** How many of the calls around a layer are told, the innermost first. */
const mostCalls = 6;

function callsAround(scope: Scope): readonly CallPlace[] {
  const calls: CallPlace[] = [];
  for (let call = scope.frame.call; call && calls.length < mostCalls; call = call.site.scope.frame.call) {
    const { site, id } = call;
    calls.push({ ...placeOf(site.node, site.scope), name: placeOf(calleeName(site.node), site.scope).range, id });
  }
  return calls;
}

/** The innermost call of the author's functions that a site stands in; null at the top level. */
export function callAround(scope: Scope): Place | null {
  return callsAround(scope)[0] ?? null;
}

/** The identifier in front of the parentheses: `conv2d`. */
export function calleeName(node: ts.Node): ts.Node {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return node;
  const callee = node.expression;
  if (ts.isPropertyAccessExpression(callee)) return callee.name;
  return ts.isElementAccessExpression(callee) ? callee.argumentExpression : callee;
}
