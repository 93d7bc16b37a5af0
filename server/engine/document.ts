// A document: one text under one name, with the trees that readers made of it, each made once.
import { limitsIn } from './syntax/limits.ts';
import { splitBom } from './text/text.ts';
import { tableOf } from './table.ts';

/** How a text is to be read, by its name alone. What it *is* (a workflow, a chart, a policy) is for the readers to say. */
export type Format =
  | 'hcl'
  | 'yaml'
  | 'json'
  | 'toml'
  | 'typescript'
  | 'javascript'
  | 'markdown'
  | 'dotenv'
  | 'ini'
  | 'xml'
  | 'python'
  | 'go'
  | 'java'
  | 'kotlin'
  | 'csharp'
  | 'ruby'
  | 'php'
  | 'rust'
  | 'swift'
  | 'shell'
  | 'powershell'
  | 'dockerfile'
  | 'sql'
  | 'bicep'
  | 'groovy'
  | 'properties'
  | 'notebook'
  | 'text';

export interface Document {
  /** Path relative to the workspace root with `/`, or a real URI (untitled buffers). */
  readonly uri: string;
  readonly format: Format;
  /** The text without a byte order mark. All spans count in it. */
  readonly text: string;
  readonly bom: boolean;
  /** What `parse` makes of the text, made once a parser and kept as long as the document. */
  tree<T>(parse: (text: string) => T): T;
  /** Limits of ours that trees and readers stopped at, as what was not read is: `nested deeper than 200`. Readers add theirs. */
  readonly limits: Set<string>;
  /** The same for anything else that depends on this document alone. */
  memo<T>(key: unknown, make: () => T): T;
  /** Forgets trees and whatever else was made of the text: they weigh many times as much. Who asks again has it made again. */
  release(): void;
}

export function createDocument(uri: string, rawText: string, given?: Format): Document {
  const { bom, text } = splitBom(rawText);
  const format = given ?? formatOf(uri, text);
  const made = new Map<unknown, unknown>();
  const memo = <T>(key: unknown, make: () => T): T => {
    if (!made.has(key)) made.set(key, make());
    return made.get(key) as T;
  };
  const limits = new Set<string>();
  const tree = <T>(parse: (text: string) => T): T =>
    memo(parse, () => {
      const parsed = parse(text);
      for (const limit of limitsIn(parsed)) limits.add(limit);
      return parsed;
    });
  return { uri, format, text, bom, memo, tree, limits, release: () => made.clear() };
}

const byExtension = tableOf<Format>({
  tf: 'hcl',
  tofu: 'hcl',
  hcl: 'hcl',
  tfvars: 'hcl',
  policy: 'hcl',
  yaml: 'yaml',
  yml: 'yaml',
  tpl: 'yaml',
  sls: 'yaml',
  json: 'json',
  jsonc: 'json',
  json5: 'json',
  hujson: 'json',
  tfstate: 'json',
  arb: 'json',
  webmanifest: 'json',
  'code-workspace': 'json',
  template: 'json',
  toml: 'toml',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'typescript',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  md: 'markdown',
  mdx: 'markdown',
  markdown: 'markdown',
  mdc: 'markdown',
  env: 'dotenv',
  ini: 'ini',
  cfg: 'ini',
  conf: 'ini',
  cnf: 'ini',
  netrc: 'ini',
  xml: 'xml',
  config: 'xml',
  csproj: 'xml',
  plist: 'xml',
  props: 'xml',
  targets: 'xml',
  py: 'python',
  pyi: 'python',
  go: 'go',
  java: 'java',
  scala: 'java',
  kt: 'kotlin',
  kts: 'kotlin',
  gradle: 'groovy',
  groovy: 'groovy',
  jenkinsfile: 'groovy',
  cs: 'csharp',
  rb: 'ruby',
  php: 'php',
  rs: 'rust',
  swift: 'swift',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  fish: 'shell',
  ps1: 'powershell',
  psm1: 'powershell',
  psd1: 'powershell',
  dockerfile: 'dockerfile',
  containerfile: 'dockerfile',
  sql: 'sql',
  cql: 'sql',
  psql: 'sql',
  pgsql: 'sql',
  bicep: 'bicep',
  bicepparam: 'bicep',
  properties: 'properties',
  ipynb: 'notebook',
});

const byName = tableOf<Format>({
  dockerfile: 'dockerfile',
  containerfile: 'dockerfile',
  jenkinsfile: 'groovy',
  codeowners: 'text',
  '.npmrc': 'ini',
  '.pypirc': 'ini',
  '.netrc': 'ini',
  '.pgpass': 'text',
  '.gitconfig': 'ini',
  '.bashrc': 'shell',
  '.zshrc': 'shell',
  '.bash_profile': 'shell',
  '.profile': 'shell',
  '.envrc': 'shell',
  gemfile: 'ruby',
  rakefile: 'ruby',
  '.yarnrc': 'ini',
  'nuget.config': 'xml',
  '.babelrc': 'json',
  '.eslintrc': 'json',
  '.dockercfg': 'json',
  kubeconfig: 'yaml',
  '.terraformrc': 'hcl',
  'terraform.rc': 'hcl',
});

/** YAML that a tool is to fill in first: templates of Terraform, Ansible, gomplate, `envsubst`. */
const yamlTemplate = /\.ya?ml\.(?:tftpl|tmpl|gotmpl|j2|jinja2?|template|in)$/;

/** What runs a script, as its first line says. */
const interpreters: readonly (readonly [RegExp, Format])[] = [
  [/^(?:ba|da|z|k|a)?sh$/, 'shell'],
  [/^python[\d.]*$/, 'python'],
  [/^(?:node|nodejs|zx)$/, 'javascript'],
  [/^(?:deno|bun|tsx|ts-node)$/, 'typescript'],
  [/^ruby[\d.]*$/, 'ruby'],
  [/^php[\d.]*$/, 'php'],
  [/^pwsh$/, 'powershell'],
  [/^groovy$/, 'groovy'],
];
const firstLine = /^#![ \t]*(?:\/[\w.+-]{1,60}){1,12}(?:[ \t]+-S)?(?:[ \t]+([\w.+-]{1,60}))?/;

function formatOfFirstLine(text: string): Format {
  const [line, word] = text.startsWith('#!') ? (firstLine.exec(text.slice(0, 400)) ?? []) : [];
  const path = line?.slice(2).trim().split(/[ \t]/)[0]!;
  const program = path?.slice(path.lastIndexOf('/') + 1);
  const name = program === 'env' ? word : program;
  return (name !== undefined && interpreters.find(([pattern]) => pattern.test(name))?.[1]) || 'text';
}

/** The format that a name promises; where it promises none, that of the program which the first line of `text` names, else `text`. */
export function formatOf(uri: string, text = ''): Format {
  const name = uri.slice(uri.lastIndexOf('/') + 1).toLowerCase();
  const known = byName.get(name);
  if (known) return known;
  if (name === '.env' || name.startsWith('.env.') || name.endsWith('.env')) return 'dotenv';
  if (name.startsWith('dockerfile.') || name.startsWith('containerfile.')) return 'dockerfile';
  if (yamlTemplate.test(name)) return 'yaml';
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const promised = name.includes('.') ? byExtension.get(extension) : undefined;
  return promised ?? (/^jenkinsfile[._-]/.test(name) ? 'groovy' : formatOfFirstLine(text));
}

/** The folder of a uri, without a slash at its end; empty at the root. */
export function folderOf(uri: string): string {
  const slash = uri.lastIndexOf('/');
  return slash < 0 ? '' : uri.slice(0, slash);
}
