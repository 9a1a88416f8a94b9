import { env, l10n, Uri, type Webview, workspace } from 'vscode';
import { contentSecurityPolicy } from './content-security-policy.ts';

/** The panel's built files. */
export function bundleFolder(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist', 'webview');
}

/**
 * The page that webview/protocol/messages.ts describes. Only the panel's own script runs, it can't reach the network, and the
 * worker's text comes with the page, because a webview may not start a worker from its own address or fetch one.
 */
export async function panelPage(webview: Webview, extensionUri: Uri): Promise<string> {
  const folder = bundleFolder(extensionUri);
  const worker = new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(folder, 'worker.js')));
  const nonce = randomNonce();
  const address = (file: string) => webview.asWebviewUri(Uri.joinPath(folder, file)).toString(true);
  return `<!DOCTYPE html>
<html lang="${env.language}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(webview.cspSource, nonce)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${address('main.css')}">
    <title>ConvLens</title>
  </head>
  <body>
    <div id="app"></div>
    <script type="application/json" id="texts">${JSON.stringify(l10n.bundle ?? {}).replaceAll('<', '\\u003c')}</script>
    <script type="text/plain" id="worker">${asScriptText(worker)}</script>
    <script nonce="${nonce}" src="${address('main.js')}"></script>
  </body>
</html>`;
}

/** Inside a script element, `</script` would end it and `<!--` would change how its end is found. */
function asScriptText(script: string): string {
  return script.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');
}

function randomNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
