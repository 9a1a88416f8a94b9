/** What the extension's own code shows goes through l10n.t: nothing else in it reads like a text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { root } from '../../scripts/setup/run.mjs';

const files = readdirSync(join(root, 'client'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

it.each(files)('%s', (file) => {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, 'client', file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  expect(textsOutside(source)).toEqual([]);
});

/** Literals of two words and more, but for what only the log, a browser or a programmer reads. */
function textsOutside(node: ts.Node): readonly string[] {
  if (ts.isCallExpression(node) && unread.test(node.expression.getText())) return [];
  if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
    const isText = /[A-Za-z]{2,} [A-Za-z]{2,}/.test(node.text) && !policy.test(node.text);
    return isText ? [node.text] : [];
  }
  return ts.forEachChild(node, (child) => nonEmpty(textsOutside(child))) ?? [];
}

function nonEmpty(texts: readonly string[]): readonly string[] | undefined {
  return texts.length > 0 ? texts : undefined;
}

const unread = /(^l10n\.t|\.log)$/;

/** Directives of the page's content security policy, and the page. */
const policy = /^[a-z]+-(src|uri|action) |<\/?[a-z]+/;
