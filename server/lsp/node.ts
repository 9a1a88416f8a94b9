import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { connect } from './connect.ts';

connect(createConnection(ProposedFeatures.all));
