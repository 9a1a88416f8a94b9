import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentSymbol,
  type Hover,
  type InlayHint,
  type Location,
  type Position,
  type Range,
  SymbolKind,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Problem } from '../analysis/file-analysis.ts';
import { lineOf } from '../analysis/line-index.ts';
import type * as actions from '../features/code-action.ts';
import type * as lenses from '../features/code-lens.ts';
import type * as symbols from '../features/document-symbol.ts';
import type * as hovers from '../features/hover.ts';
import type * as hints from '../features/inlay-hint.ts';
import type { ModelSummary } from '../features/model-info.ts';
import type { Edit } from '../frontends/edits/edit.ts';
import type { ModelInfo } from '../protocol.ts';
import { rules } from '../rules/index.ts';

/**
 * Between the offsets of the analysis and the positions and types of LSP. Nothing else makes positions.
 */
export type LineStarts = readonly number[];

/** What conversions need to know beyond the one file. */
export interface World {
  /** Where the lines of a file start; null for a file that is not known, which has no positions. */
  lineStarts(uri: string): LineStarts | null;
  /** URI of the folder with a page for each rule, or null when the client did not say where it is. */
  readonly docs: string | null;
}

interface OffsetRange {
  readonly start: number;
  readonly end: number;
}

function toPosition(lines: LineStarts, offset: number): Position {
  const line = lineOf(lines, offset);
  return { line, character: offset - lines[line]! };
}

export function toRange(lines: LineStarts, { start, end }: OffsetRange): Range {
  return { start: toPosition(lines, start), end: toPosition(lines, end) };
}

export function toModelInfo(lines: LineStarts, { start, ...model }: ModelSummary): ModelInfo {
  return { ...model, line: lineOf(lines, start) };
}

/** The offset of a position; a character behind the end of its line is at the start of the next. */
export function toOffset(lines: LineStarts, { line, character }: Position): number {
  const start = lines[line];
  if (start === undefined) return Number.MAX_SAFE_INTEGER;
  return Math.min(start + character, lines[line + 1] ?? Number.MAX_SAFE_INTEGER);
}

export function toHover(lines: LineStarts, { markdown, range }: hovers.Hover): Hover {
  return { contents: { kind: 'markdown', value: markdown }, range: toRange(lines, range) };
}

export function toInlayHint(world: World, lines: LineStarts, hint: hints.InlayHint): InlayHint {
  const { offset, label, tooltip, target } = hint;
  const [location] = target ? toLocation(world, target) : [];
  // A part with a location is a link to it.
  return {
    position: toPosition(lines, offset),
    label: location ? [{ value: label, location }] : label,
    tooltip,
    paddingLeft: true,
  };
}

export function toCodeLens(lines: LineStarts, { range, title, command, argument }: lenses.CodeLens): CodeLens {
  const call = command === null ? { title, command: '' } : { title, command, arguments: [argument] };
  return { range: toRange(lines, range), command: call };
}

export function toDocumentSymbol(lines: LineStarts, symbol: symbols.DocumentSymbol): DocumentSymbol {
  return {
    name: symbol.name || '(model)',
    detail: symbol.detail,
    kind: symbol.kind === 'model' ? SymbolKind.Class : SymbolKind.Function,
    range: toRange(lines, symbol.range),
    selectionRange: toRange(lines, symbol.selection),
    children: symbol.children.map((child) => toDocumentSymbol(lines, child)),
  };
}

export function toLocation(world: World, place: { readonly file: string; readonly range: OffsetRange }): Location[] {
  const lines = world.lineStarts(place.file);
  return lines ? [{ uri: place.file, range: toRange(lines, place.range) }] : [];
}

export function toDiagnostic(world: World, problem: Problem): Diagnostic | null {
  const { rule, message, place, related, severity } = problem;
  const lines = world.lineStarts(place.file);
  if (!lines) return null;
  return {
    range: toRange(lines, place.range),
    severity: severities[severity],
    source: 'convlens',
    code: rule,
    ...(world.docs && documented.has(rule) ? { codeDescription: { href: `${world.docs}/${rule}.md` } } : {}),
    message,
    relatedInformation: related.flatMap((other) =>
      toLocation(world, other.place).map((location) => ({ location, message: other.message })),
    ),
  };
}

const documented: ReadonlySet<string> = new Set(rules.map(({ id }) => id));

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

export function toCodeAction(world: World, action: actions.CodeAction): CodeAction | null {
  const edit = toWorkspaceEdit(world, action.edits);
  const diagnostic = toDiagnostic(world, action.problem);
  if (!edit || !diagnostic) return null;
  return {
    title: action.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    isPreferred: action.preferred,
    edit,
  };
}

function toWorkspaceEdit(world: World, edits: readonly Edit[]): WorkspaceEdit | null {
  const changes: Record<string, TextEdit[]> = {};
  for (const { file, range, newText } of edits) {
    const lines = world.lineStarts(file);
    if (!lines) return null;
    changes[file] = [...(changes[file] ?? []), { range: toRange(lines, range), newText }];
  }
  return { changes };
}
