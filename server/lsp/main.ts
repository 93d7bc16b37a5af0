// Entry of out/server.js: picks the channel that the arguments name (`--stdio`, `--node-ipc`, `--socket=`, `--pipe=`) and
// starts a session over it.
import { existsSync } from 'node:fs';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import packageJson from '../../package.json' with { type: 'json' };
import { rulesOf } from '../../rules/registry.ts';
import { rulePagePath } from '../engine/rule-page.ts';
import { hostOver, wire } from './connection.ts';
import { createSession } from './session.ts';

/** Pages lie beside the bundle in the package, so that they open without a network. */
function rulePage(ruleId: string): string | undefined {
  const page = new URL(`../${rulePagePath(ruleId)}`, import.meta.url);
  return existsSync(page) ? page.href : undefined;
}

const connection = createConnection(ProposedFeatures.all);
process.on('uncaughtException', (error) => connection.console.error(`Not caught: ${error.stack ?? error.message}`));
process.on('unhandledRejection', (error) => connection.console.error(`Not caught: ${error instanceof Error ? error.stack ?? error.message : String(error)}`));
wire(connection, createSession({ rulesOf, host: hostOver(connection), now: () => new Date(), rulePage }), packageJson.version);
connection.listen();
