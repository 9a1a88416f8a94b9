// Before all that has texts.
import './language.ts';
import '@vscode/codicons/dist/codicon.css';
import './styles/index.css';
import { render } from 'lit';
import { defineComponents } from './controls/components.ts';
import { Announcer } from './elements/announcer.ts';
import { MapGrid } from './elements/map-grid.ts';
import { MapView } from './elements/map-view.ts';
import { Picture } from './elements/picture.ts';
import { VectorList } from './elements/vector-list.ts';
import { connectHost } from './host/connect.ts';
import type { Theme } from './models/map-colours.ts';
import { Panel } from './panel/panel.ts';
import { startWorker } from './run/page-worker.ts';
import { handleKeys } from './views/keys.ts';
import { page } from './views/page.ts';

defineComponents();
customElements.define('convlens-announcer', Announcer);
customElements.define('convlens-map-grid', MapGrid);
customElements.define('convlens-map-view', MapView);
customElements.define('convlens-picture', Picture);
customElements.define('convlens-vector', VectorList);

const root = document.getElementById('app') ?? document.body;
let followed: string | null = null;
const panel = new Panel(connectHost(), startWorker, (state, owner) => {
  render(page(state, owner), root);
  // The film goes where the selection goes: a click, a key or the cursor in the code may have moved it.
  if (state.selection.row === followed) return;
  followed = state.selection.row;
  document.querySelector('.frame[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
});

/** The editor says its kind of theme by a class on the body, and changes it when the user does. */
function theme(): Theme {
  const { classList } = document.body;
  if (classList.contains('vscode-high-contrast-light')) return 'high-contrast-light';
  if (classList.contains('vscode-high-contrast')) return 'high-contrast';
  return classList.contains('vscode-light') ? 'light' : 'dark';
}

new MutationObserver(() => panel.setTheme(theme())).observe(document.body, { attributeFilter: ['class'] });
panel.setTheme(theme());
handleKeys(panel);
panel.start();
