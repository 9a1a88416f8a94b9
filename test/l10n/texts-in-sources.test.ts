/** What the extension's own code and the readers of files say goes through l10n.t: nothing else in them reads like a text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { root } from '../../scripts/setup/run.mjs';

const files = ['client', 'server/frontends'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file)),
);

it.each(files)('%s', (file) => {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  expect(textsOutside(source)).toEqual([]);
});

/** Literals of two words and more, but for what only the log, a browser, a program or a programmer reads. */
function textsOutside(node: ts.Node): readonly string[] {
  if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && unread.test(node.expression.getText())) return [];
  if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
    const isText = /[A-Za-z]{2,} [A-Za-z]{2,}/.test(node.text) && !policy.test(node.text);
    return isText ? [node.text] : [];
  }
  return ts.forEachChild(node, (child) => nonEmpty(textsOutside(child))) ?? [];
}

function nonEmpty(texts: readonly string[]): readonly string[] | undefined {
  return texts.length > 0 ? texts : undefined;
}

/** Told and phrases are closed lists, which the bundle holds. */
const unread = /(^l10n\.t|^told|^Symbol$|^(Range|Type)?Error$|\.log)$/;

/** Directives of the page's content security policy, the page, and what JavaScript itself makes of objects. */
const policy = /^[a-z]+-(src|uri|action) |<\/?[a-z]+|^\[object /;
