// How a secret leaves the file it lies in: a reference in the language's own words, the name without the value added to
// `.env.example`, the file ignored where it is one that must not be committed. Always a suggestion: the secret itself has
// to be rotated and put where the reference looks for it, and only a person can do that.
import { formatOf, type Document } from '../../server/engine/document.ts';
import type { FileChange, FixMaker, TextEdit } from '../../server/engine/fix.ts';
import { environmentName, meaningOf } from '../../server/engine/secrets/names.ts';
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import { lineEndOf } from '../../server/engine/text/text.ts';
import { codeRepair } from './repair-code.ts';

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
  if (candidate.context.fallback) return withoutFallback(candidate, format === 'shell');
  if (format === 'dockerfile') return dockerfile(candidate, name);
  if (!candidate.whole) return format === 'yaml' ? textRepair(candidate, name) : undefined;
  const inCode = codeRepair(candidate, name);
  if (inCode) return { ...inCode, create: format === 'groovy' ? [] : example };
  switch (format) {
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

/** `${NAME:-value}` becomes `${NAME}`, and in a shell `${NAME:?…}`, so that nothing runs without it; `| default('value')` goes. */
function withoutFallback(candidate: SecretCandidate, inShell: boolean): Repair {
  const { uri, span } = candidate.at;
  return {
    title: 'Take the default value out; give it at run time',
    edits({ text }) {
      const before = text.slice(Math.max(0, span[0] - 200), span[0]);
      const variable = /\$\{([\w.-]{1,80})(:[-=]?)$/.exec(before);
      if (variable && text[span[1]] === '}') return [{ uri, span: [span[0] - variable[2]!.length, span[1]], text: inShell ? `:?${variable[1]!} is not set` : '' }];
      const filter = /(?<!\s)\s{0,8}\|\s{0,8}default\(["']$/.exec(before);
      return filter && /^["']\)/.test(text.slice(span[1], span[1] + 2)) ? [{ uri, span: [span[0] - filter[0].length, span[1] + 2], text: '' }] : undefined;
    },
  };
}

/** `DB_PASSWORD` from the name that the value has; from its format where it has none. */
function nameOf(candidate: SecretCandidate): string {
  const own = candidate.context.name?.replace(/^(?:process\.env|import\.meta\.env|ENV|os\.environ)\./, '');
  const telling = own !== undefined && /^[\w.\- ]+$/.test(own) && !/^(?:value|default|key)$/i.test(own) && (candidate.format === 'generic' || meaningOf(own) !== undefined || /_/.test(own));
  if (own !== undefined && /^authorization$/i.test(own)) return 'API_TOKEN';
  // One of a list: each has a variable of its own.
  const ordinal = own !== undefined && /(?:keys|tokens|secrets|passwords)$/i.test(own) ? /#(\d{1,4})$/.exec(candidate.anchor)?.[1] : undefined;
  return environmentName(telling ? own : candidate.format === 'generic' ? 'secret' : candidate.format) + (ordinal ? `_${ordinal}` : '');
}

/** `var.name`, and the variable where the file has none of that name. A default value of a variable is taken out. */
function terraform(candidate: SecretCandidate, replace: (text: string) => TextEdit): Repair | undefined {
  const variable = environmentName(candidate.context.name ?? candidate.format).toLowerCase();
  const { uri } = candidate.at;
  if (candidate.encoding === 'hcl-heredoc') return undefined;
  if (/\.tfvars$/.test(uri)) {
    // A value of a map is not a variable of its own.
    if (candidate.context.path !== candidate.context.name) return undefined;
    return { title: `Take the line out; give it as TF_VAR_${candidate.context.name} at run time`, edits: (document) => [wholeLine(document, uri, candidate.context.entry?.span ?? candidate.token.span)] };
  }
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

/** What is built into an image is read by everybody who has it: the line goes, and an argument loses its value. */
function dockerfile(candidate: SecretCandidate, name: string): Repair | undefined {
  const { uri, span } = candidate.at;
  return {
    title: `Take it out of the image; give ${name} when the container runs`,
    edits(document) {
      const start = document.text.lastIndexOf('\n', span[0] - 1) + 1;
      const line = document.text.slice(start, document.text.indexOf('\n', start) < 0 ? undefined : document.text.indexOf('\n', start));
      if (/^\s*ENV\s+\w+(?:=|\s+)(?:"[^"]*"|'[^']*'|\S+)\s*$/.test(line)) return [wholeLine(document, uri, [start, start + line.length])];
      const argument = /^\s*ARG\s+\w+(?==)/.exec(line);
      return argument && /^\s*ARG\s+\w+=\S+\s*$/.test(line) ? [{ uri, span: [start + argument[0].length, start + line.trimEnd().length], text: '' }] : undefined;
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
  const quoted = candidate.encoding === 'yaml-single' || candidate.encoding === 'yaml-double';
  // Braces are signs of YAML in a list or map on one line: there the quotes stay.
  const inText = (text: string): TextEdit => (quoted ? { uri, span: candidate.at.span, text } : replace(text));
  if (/(?:^|\/)\.github\/(?:workflows|actions)\//.test(uri)) return { title: `Read it from \${{ secrets.${name} }}`, edits: () => [inText(`\${{ secrets.${name} }}`)] };
  if (/(?:^|\/)\.gitlab-ci\.ya?ml$/.test(uri)) return { title: `Read it from the CI/CD variable $${name}`, edits: () => [replace(`$${name}`)] };
  if (isCompose(uri)) return { title: `Read it from \${${name}}`, edits: () => [inText(`\${${name}}`)], create: [{ uri: '.env.example', appendLines: [`${name}=`] }] };
  if (/^Resources\./.test(path)) {
    const secret = `{{resolve:secretsmanager:${name.toLowerCase().replaceAll('_', '-')}:SecretString}}`;
    return { title: 'Resolve it from Secrets Manager', edits: () => [replace(format === 'json' ? JSON.stringify(secret) : `'${secret}'`)] };
  }
  if (format === 'yaml' && isEnvironmentValue(path)) return secretKeyRef(candidate, name);
  if (format === 'yaml' && /(?:^|\/)(?:group_vars|host_vars|roles|playbooks?)\//.test(uri)) return { title: `Look ${name} up in the environment of the controller; better, in a vault`, edits: () => [replace(`"{{ lookup('env', '${name}') }}"`)] };
  if (/(?:^|\/)(?:application|bootstrap)[\w.-]*\.ya?ml$/.test(uri)) {
    // The name under which Spring would look in the environment by itself.
    const variable = /^[\w.-]+$/.test(path) ? environmentName(path) : name;
    return { title: `Read it from \${${variable}}`, edits: () => [inText(`\${${variable}}`)], create: [{ uri: '.env.example', appendLines: [`${variable}=`] }] };
  }
  if (format === 'json' && /(?:^|\/)appsettings[\w.-]*\.json$/.test(uri) && /^[\w.-]+$/.test(path)) return { title: `Empty it; give it as ${path.replaceAll('.', '__')} in the environment, or as a user secret`, edits: () => [replace('""')] };
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
      const key = name.toLowerCase().replaceAll('_', '-');
      // Inside of braces everything stays on the line.
      if (/[{,]\s*$/.test(document.text.slice(document.text.lastIndexOf('\n', entry.span[0] - 1) + 1, entry.span[0]))) return [{ uri: candidate.at.uri, span: entry.span, text: `valueFrom: {secretKeyRef: {name: app-secrets, key: ${key}}}` }];
      const indent = ' '.repeat(entry.span[0] - Math.max(document.text.lastIndexOf('\n', entry.span[0] - 1) + 1, 0));
      const end = lineEndOf(document.text);
      return [{ uri: candidate.at.uri, span: entry.span, text: ['valueFrom:', `${indent}  secretKeyRef:`, `${indent}    name: app-secrets`, `${indent}    key: ${key}`].join(end) }];
    },
  };
}

/** `spec.containers.[app].env.[TOKEN].value`, in whatever stands around it. */
function isEnvironmentValue(path: string): boolean {
  const containers = path.search(/(?:c|initC)ontainers\./);
  return containers >= 0 && path.endsWith('.value') && path.includes('.env.', containers);
}
