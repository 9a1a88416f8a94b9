import { languages, type TextDocument } from 'vscode';

/**
 * The documents that the server looks at, wherever they are: files, new documents and cells of notebooks. In JSON it finds
 * out by itself whether there is a model.
 */
export const documentSelector = [
  { language: 'typescript' },
  { language: 'typescriptreact' },
  { language: 'javascript' },
  { language: 'javascriptreact' },
  { language: 'vue' },
  { language: 'svelte' },
  { language: 'html' },
  { language: 'json' },
];

export function isSelected(document: TextDocument): boolean {
  return languages.match(documentSelector, document) > 0;
}
