/** From here on the worker's texts are in the language of the page, which puts them before the worker's script. */
import * as l10n from '@vscode/l10n';

declare const self: { readonly texts?: string };

if (self.texts) l10n.config({ contents: self.texts });
