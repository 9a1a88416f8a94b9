import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { connect } from './connect.ts';

connect(createConnection(ProposedFeatures.all), {
  now: () => performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
});
