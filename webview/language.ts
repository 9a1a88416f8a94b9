/**
 * From here on the panel's texts are in the language of the bundle that the host put into the page
 * (`<script type="application/json" id="texts">`), in English without one. What has texts must be imported after this.
 */
import * as l10n from '@vscode/l10n';

const contents = document.getElementById('texts')?.textContent;
if (contents) l10n.config({ contents });
