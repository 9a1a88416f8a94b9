import { languages, type TextDocument } from 'vscode';

/**
 * The documents that the server looks at, wherever they are: files, new documents and cells of notebooks. In JSON it finds
 * out by itself whether there is a model. Components are plain text to an editor that has no extension for them.
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
  { pattern: '**/*.{vue,svelte}' },
];

export function isSelected(document: TextDocument): boolean {
  return languages.match(documentSelector, document) > 0;
}
