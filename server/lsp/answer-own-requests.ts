import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { FileAnalysis } from '../analysis/file-analysis.ts';
import { lineEnd } from '../analysis/line-index.ts';
import { askTool } from '../assist/tools.ts';
import { changeLayer } from '../features/change-layer.ts';
import { cursorInfo, modelInfos } from '../features/model-info.ts';
import { modelProblems } from '../features/model-problems.ts';
import { print } from '../features/print.ts';
import type { Edit } from '../frontends/edits/edit.ts';
import type { LineEdit, ServerRequests } from '../protocol.ts';
import { toModelInfo, toOffset, toRange } from './convert.ts';
import type { Documents } from './documents.ts';
import { editorProject } from './editor-project.ts';
import type { Requests } from './requests.ts';

type Params<Name extends keyof ServerRequests> = ServerRequests[Name]['params'];
type Result<Name extends keyof ServerRequests> = ServerRequests[Name]['result'];

function lineEdit(text: string, lines: readonly number[], { file, range, newText }: Edit): LineEdit {
  const { start, end } = toRange(lines, range);
  const from = lines[start.line] ?? 0;
  const to = lineEnd(text, lines, end.line);
  return {
    uri: file,
    start,
    end,
    newText,
    before: text.slice(from, range.start),
    removed: text.slice(range.start, range.end),
    after: text.slice(range.end, to),
  };
}

/** The requests of `protocol.ts`. `onAssumed` learns that a file has to be analysed again. */
export function answerOwnRequests(
  connection: Connection,
  requests: Requests,
  documents: Documents,
  onAssumed: (uri: string) => void,
): void {
  function on<Name extends Exclude<keyof ServerRequests, 'convlens/tool'>>(
    name: Name,
    empty: Result<Name>,
    answer: (file: FileAnalysis, params: Params<Name>) => Result<Name>,
  ): void {
    connection.onRequest(name, (params: Params<Name>, token: CancellationToken) =>
      requests.about(name, params.uri, empty, token, (file) => answer(file, params)),
    );
  }

  on('convlens/models', [], (file) => modelInfos(file).map((model) => toModelInfo(file.lineStarts, model)));
  on('convlens/model', null, (file, { index }) => {
    const analysis = file.models[index];
    const version = documents.open.get(file.uri)?.version ?? 0;
    return analysis ? { version, analysis, problems: modelProblems(file, index) } : null;
  });
  connection.onRequest('convlens/assume', ({ uri, call }: Params<'convlens/assume'>, token: CancellationToken) => {
    documents.assume(uri, call);
    onAssumed(uri);
    return requests.about<Result<'convlens/assume'>>('convlens/assume', uri, null, token, ({ models }) => {
      const index = models.findIndex(({ graph }) => graph.assumed === call);
      return index < 0 ? null : index;
    });
  });
  on('convlens/cursor', { model: null, layer: null }, (file, position) => {
    const { model, layer } = cursorInfo(file, toOffset(file.lineStarts, position));
    return { model: model && toModelInfo(file.lineStarts, model), layer };
  });
  on('convlens/print', '', print);
  connection.onRequest('convlens/tool', ({ name, input, folders }: Params<'convlens/tool'>, token: CancellationToken) =>
    askTool(name, input, editorProject({ connection, documents, folders, token })),
  );
  on('convlens/change', null, (file, { uri, index, ...wanted }) => {
    const change = changeLayer(file, index, wanted, (other) => documents.text(other));
    if ('failure' in change) return change;
    const edits = change.edits.flatMap((edit) => {
      const [text, lines] = [documents.text(edit.file), documents.lineStarts(edit.file)];
      return text === null || lines === null ? [] : [lineEdit(text, lines, edit)];
    });
    return { version: documents.open.get(uri)?.version ?? 0, edits };
  });
  on('convlens/locate', null, ({ models }, { index, layer }) => {
    const source = models[index]?.graph.layers[layer]?.source;
    const lines = source && documents.lineStarts(source.file);
    return source && lines ? { uri: source.file, ...toRange(lines, source.range) } : null;
  });
}
