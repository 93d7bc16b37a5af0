// How a secret leaves the file it lies in: a reference in the language's own words, the name without the value added to
// `.env.example`, the file ignored where it is one that must not be committed. Always a suggestion: the secret itself has
// to be rotated and put where the reference looks for it, and only a person can do that.
import { formatOf, type Document } from '../../server/engine/document.ts';
import type { FileChange, FixMaker, TextEdit } from '../../server/engine/fix.ts';
import { environmentName, meaningOf } from '../../server/engine/secrets/names.ts';
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import { lineEndOf } from '../../server/engine/text/text.ts';

interface Repair {
  readonly title: string;
  /** The new text of the token, and what else changes; undefined when the text no longer fits. */
  edits(document: Document): readonly TextEdit[] | undefined;
  readonly create?: readonly FileChange[];
}

/** Repairs for a candidate that is the whole of its string; none for one inside of other text, which cannot be replaced alone. */
export function repairsOf(candidate: SecretCandidate): FixMaker[] {
  const repair = repairFor(candidate);
  if (!repair) return [];
  return [
    {
      title: repair.title,
      make(context) {
        const document = context.document(candidate.at.uri);
        const edits = document && document.text.length >= candidate.token.span[1] ? repair.edits(document) : undefined;
        return edits && { edits, create: repair.create };
      },
    },
  ];
}

function repairFor(candidate: SecretCandidate): Repair | undefined {
  const { uri } = candidate.at;
  const name = nameOf(candidate);
  const format = formatOf(uri);
  const replace = (text: string): TextEdit => ({ uri, span: candidate.token.span, text });
  const example: readonly FileChange[] = [{ uri: '.env.example', appendLines: [`${name}=`] }];
  const simple = (title: string, text: string, create = example): Repair => ({ title, edits: () => [replace(text)], create });
  if (format === 'dotenv') {
    const file = uri.slice(uri.lastIndexOf('/') + 1);
    return { title: `Take the value out and ignore ${file}`, edits: () => [{ uri, span: candidate.at.span, text: '' }], create: /example|sample|template|dist/.test(file) ? [] : [{ uri: '.gitignore', appendLines: [file] }, ...example] };
  }
  if (candidate.context.where === 'provider-file') return undefined;
  if (!candidate.whole) return format === 'yaml' ? textRepair(candidate, name) : undefined;
  switch (format) {
    case 'typescript':
    case 'javascript':
      return simple(`Read it from process.env.${name}`, `process.env.${name}`);
    case 'python':
      return { title: `Read it from os.environ["${name}"]`, edits: (document) => [...importOs(document, uri), replace(`os.environ["${name}"]`)], create: example };
    case 'go':
      return simple(`Read it with os.Getenv("${name}")`, `os.Getenv("${name}")`);
    case 'java':
    case 'kotlin':
      return simple(`Read it with System.getenv("${name}")`, `System.getenv("${name}")`);
    case 'groovy':
      return simple(`Read it from env.${name}`, `env.${name}`, []);
    case 'csharp':
      return simple(`Read it with Environment.GetEnvironmentVariable("${name}")`, `Environment.GetEnvironmentVariable("${name}")`);
    case 'ruby':
      return simple(`Read it with ENV.fetch("${name}")`, `ENV.fetch("${name}")`);
    case 'php':
      return simple(`Read it with getenv('${name}')`, `getenv('${name}')`);
    case 'rust':
      return simple(`Read it with std::env::var("${name}")`, `&std::env::var("${name}").expect("${name} is set")`);
    case 'swift':
      return simple(`Read it from the environment as ${name}`, `ProcessInfo.processInfo.environment["${name}"]!`);
    case 'powershell':
      return simple(`Read it from $env:${name}`, `$env:${name}`);
    case 'shell':
      return simple(`Read it from \${${name}}`, `"\${${name}:?${name} is not set}"`);
    case 'hcl':
      return terraform(candidate, replace);
    case 'bicep':
      return bicep(candidate, replace);
    case 'yaml':
    case 'json':
      return dataRepair(candidate, name, replace, format);
    case 'properties':
      return simple(`Read it from \${${name}}`, `\${${name}}`);
    case 'ini':
      return /\.npmrc$/.test(uri) ? simple(`Read it from \${${name}}`, `\${${name}}`) : undefined;
    default:
      return undefined;
  }
}

/** `DB_PASSWORD` from the name that the value has; from its format where it has none. */
function nameOf(candidate: SecretCandidate): string {
  const own = candidate.context.name;
  const telling = own !== undefined && /^[\w.\- ]+$/.test(own) && !/^(?:value|default|key)$/i.test(own) && (candidate.format === 'generic' || meaningOf(own) !== undefined || /_/.test(own));
  return environmentName(telling ? own : candidate.format === 'generic' ? 'secret' : candidate.format);
}

function importOs(document: Document, uri: string): TextEdit[] {
  if (/^[ \t]*(?:import\s(?:[\w,. \t]*,)?[ \t]*os\b|from[ \t]+os[ \t]+import)/m.test(document.text)) return [];
  const first = /^(?:import|from)\s/m.exec(document.text);
  const at = first ? first.index : document.text.startsWith('#!') ? document.text.indexOf('\n') + 1 : 0;
  return [{ uri, span: [at, at], text: `import os${lineEndOf(document.text)}` }];
}

/** `var.name`, and the variable where the file has none of that name. A default value of a variable is taken out. */
function terraform(candidate: SecretCandidate, replace: (text: string) => TextEdit): Repair | undefined {
  const variable = environmentName(candidate.context.name ?? candidate.format).toLowerCase();
  const { uri } = candidate.at;
  if (/\.tfvars$/.test(uri) || candidate.encoding === 'hcl-heredoc') return undefined;
  if (/^variable\b/.test(candidate.context.path ?? '')) {
    return { title: 'Take the default value out; give it at run time', edits: (document) => [wholeLine(document, uri, candidate.context.entry?.span ?? candidate.token.span)] };
  }
  return {
    title: `Read it from var.${variable} and declare that as sensitive`,
    edits: (document) => {
      const end = lineEndOf(document.text);
      const text = ['', `variable "${variable}" {`, '  type      = string', '  sensitive = true', '}', ''].join(end);
      const declared = new RegExp(`^\\s*variable\\s+"${variable}"`, 'm').test(document.text);
      const last = document.text.length;
      return declared ? [replace(`var.${variable}`)] : [replace(`var.${variable}`), { uri, span: [last, last], text: document.text.endsWith('\n') ? text : end + text }];
    },
  };
}

function wholeLine(document: Document, uri: string, span: readonly [number, number]): TextEdit {
  let [start, end] = span;
  while (start > 0 && ' \t'.includes(document.text[start - 1]!)) start--;
  while (end < document.text.length && ' \t\r'.includes(document.text[end]!)) end++;
  if (document.text[end] === '\n') end++;
  return { uri, span: [start, end], text: '' };
}

function bicep(candidate: SecretCandidate, replace: (text: string) => TextEdit): Repair {
  const words = environmentName(candidate.context.name ?? candidate.format).toLowerCase().split('_');
  const parameter = words[0]! + words.slice(1).map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
  const { uri } = candidate.at;
  return {
    title: `Read it from a secure parameter ${parameter}`,
    edits: (document) => {
      const own = new RegExp(`param\\s+${parameter}\\s+string\\s*=\\s*$`).exec(document.text.slice(0, candidate.token.span[0]));
      if (own) return [{ uri, span: [document.text.lastIndexOf('=', candidate.token.span[0] - 1) - 1, candidate.token.span[1]], text: '' }];
      const end = lineEndOf(document.text);
      return [{ uri, span: [0, 0], text: `@secure()${end}param ${parameter} string${end}${end}` }, replace(parameter)];
    },
  };
}

/** Where a tool fills references into any text, a part of a string can be replaced too: workflows, GitLab, compose files. */
function textRepair(candidate: SecretCandidate, name: string): Repair | undefined {
  const { uri, span } = candidate.at;
  const reference = /(?:^|\/)\.github\/(?:workflows|actions)\//.test(uri) ? `\${{ secrets.${name} }}` : /(?:^|\/)\.gitlab-ci\.ya?ml$/.test(uri) ? `\${${name}}` : isCompose(uri) ? `\${${name}}` : undefined;
  return reference === undefined ? undefined : { title: `Read it from ${reference}`, edits: () => [{ uri, span, text: reference }], create: isCompose(uri) ? [{ uri: '.env.example', appendLines: [`${name}=`] }] : undefined };
}

const isCompose = (uri: string) => /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/.test(uri);

/** YAML and JSON by what kind of file they are: workflow, compose file, template, manifest, Spring, agent settings. */
function dataRepair(candidate: SecretCandidate, name: string, replace: (text: string) => TextEdit, format: 'yaml' | 'json'): Repair | undefined {
  const { uri } = candidate.at;
  const path = candidate.context.path ?? '';
  const inYaml = (text: string) => (format === 'json' ? JSON.stringify(text) : text);
  if (/(?:^|\/)\.github\/(?:workflows|actions)\//.test(uri)) return { title: `Read it from \${{ secrets.${name} }}`, edits: () => [replace(`\${{ secrets.${name} }}`)] };
  if (/(?:^|\/)\.gitlab-ci\.ya?ml$/.test(uri)) return { title: `Read it from the CI/CD variable $${name}`, edits: () => [replace(`$${name}`)] };
  if (isCompose(uri)) return { title: `Read it from \${${name}}`, edits: () => [replace(`\${${name}}`)], create: [{ uri: '.env.example', appendLines: [`${name}=`] }] };
  if (/^Resources\./.test(path)) {
    const secret = `{{resolve:secretsmanager:${name.toLowerCase().replaceAll('_', '-')}:SecretString}}`;
    return { title: 'Resolve it from Secrets Manager', edits: () => [replace(format === 'json' ? JSON.stringify(secret) : `'${secret}'`)] };
  }
  if (format === 'yaml' && isEnvironmentValue(path)) return secretKeyRef(candidate, name);
  if (/(?:^|\/)(?:application|bootstrap)[\w.-]*\.ya?ml$/.test(uri)) return { title: `Read it from \${${name}}`, edits: () => [replace(`\${${name}}`)], create: [{ uri: '.env.example', appendLines: [`${name}=`] }] };
  if (/(?:^|\/)\.vscode\/mcp\.json$/.test(uri)) return { title: `Read it from \${env:${name}}`, edits: () => [replace(inYaml(`\${env:${name}}`))] };
  if (/(?:^|\/)(?:\.?mcp\.json|settings\.json)$/.test(uri) && /^mcpServers\./.test(path)) return { title: `Read it from \${${name}}`, edits: () => [replace(inYaml(`\${${name}}`))] };
  return undefined;
}

/** `value: x` of a container's environment becomes a reference to a key of a Secret. */
function secretKeyRef(candidate: SecretCandidate, name: string): Repair | undefined {
  const entry = candidate.context.entry;
  if (!entry) return undefined;
  return {
    title: `Read it from a Secret with secretKeyRef`,
    edits: (document) => {
      const indent = ' '.repeat(entry.span[0] - Math.max(document.text.lastIndexOf('\n', entry.span[0] - 1) + 1, 0));
      const end = lineEndOf(document.text);
      return [{ uri: candidate.at.uri, span: entry.span, text: ['valueFrom:', `${indent}  secretKeyRef:`, `${indent}    name: app-secrets`, `${indent}    key: ${name.toLowerCase().replaceAll('_', '-')}`].join(end) }];
    },
  };
}

/** `spec.containers.[app].env.[TOKEN].value`, in whatever stands around it. */
function isEnvironmentValue(path: string): boolean {
  const containers = path.search(/(?:c|initC)ontainers\./);
  return containers >= 0 && path.endsWith('.value') && path.includes('.env.', containers);
}
