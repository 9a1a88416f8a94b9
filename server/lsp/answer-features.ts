import type { CancellationToken, Connection, Range } from 'vscode-languageserver';
import { codeActions } from '../features/code-action.ts';
import { codeLenses } from '../features/code-lens.ts';
import { definition } from '../features/definition.ts';
import { documentSymbols } from '../features/document-symbol.ts';
import { hover } from '../features/hover.ts';
import { inlayHints } from '../features/inlay-hint.ts';
import { references } from '../features/references.ts';
import {
  toCodeAction,
  toCodeLens,
  toDocumentSymbol,
  toHover,
  toInlayHint,
  toLocation,
  toOffset,
  type World,
} from './convert.ts';
import type { Documents } from './documents.ts';
import type { Requests } from './requests.ts';

/** The requests of LSP itself, each answered by the feature of its name. */
export function answerFeatures(connection: Connection, requests: Requests, documents: Documents, world: World): void {
  connection.onHover(({ textDocument, position }, token) =>
    requests.about('hover', textDocument.uri, null, token, (file) => {
      const found = hover(file, toOffset(file.lineStarts, position));
      return found && toHover(file.lineStarts, found);
    }),
  );
  connection.languages.inlayHint.on(({ textDocument, range }, token) =>
    requests.about('inlayHint', textDocument.uri, [], token, (file) =>
      documents.settings.inlayHints
        ? inlayHints(file, toOffsets(file.lineStarts, range)).map((hint) => toInlayHint(world, file.lineStarts, hint))
        : [],
    ),
  );
  connection.onCodeLens(({ textDocument }, token) =>
    requests.about('codeLens', textDocument.uri, [], token, (file) =>
      documents.settings.codeLens ? codeLenses(file).map((lens) => toCodeLens(file.lineStarts, lens)) : [],
    ),
  );
  connection.onCodeAction(({ textDocument, range }, token) =>
    requests.about('codeAction', textDocument.uri, [], token, (file) =>
      codeActions(file, toOffsets(file.lineStarts, range)).flatMap((action) => toCodeAction(world, action) ?? []),
    ),
  );
  connection.onDocumentSymbol(({ textDocument }, token) =>
    requests.about('documentSymbol', textDocument.uri, [], token, (file) =>
      documentSymbols(file).map((symbol) => toDocumentSymbol(file.lineStarts, symbol)),
    ),
  );
  connection.onDefinition(({ textDocument, position }, token: CancellationToken) =>
    requests.about('definition', textDocument.uri, [], token, (file) => {
      const place = definition(file, toOffset(file.lineStarts, position));
      return place ? toLocation(world, place) : [];
    }),
  );
  connection.onReferences(({ textDocument, position, context }, token: CancellationToken) =>
    requests.about('references', textDocument.uri, [], token, (file) =>
      references(file, toOffset(file.lineStarts, position), context.includeDeclaration).flatMap((place) =>
        toLocation(world, place),
      ),
    ),
  );
}

function toOffsets(lines: readonly number[], { start, end }: Range): { start: number; end: number } {
  return { start: toOffset(lines, start), end: toOffset(lines, end) };
}
