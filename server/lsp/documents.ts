// Documents as the engine wants them, from the two places where an editor's texts are: open buffers and, for their
// neighbours, the disk. An open buffer always wins. Reads one file or one folder at a time and keeps nothing that `stat`
// says has changed. Decides nothing about what is checked.
import { lstatSync, readFileSync, readdirSync, type Stats } from 'node:fs';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { createDocument, formatOf, type Document, type Format } from '../engine/document.ts';
import { insideOf } from '../workspace/inside.ts';
import { decodeText, sizeCap } from '../workspace/text-file.ts';
import { tableOf } from '../engine/table.ts';

const formatOfLanguage = tableOf<Format>({
  terraform: 'hcl',
  'terraform-vars': 'hcl',
  opentofu: 'hcl',
  'opentofu-vars': 'hcl',
  hcl: 'hcl',
  tf: 'hcl',
  yaml: 'yaml',
  'github-actions-workflow': 'yaml',
  helm: 'yaml',
  dockercompose: 'yaml',
  'azure-pipelines': 'yaml',
  ansible: 'yaml',
  cloudformation: 'yaml',
  'yaml.docker-compose': 'yaml',
  'yaml.gitlab': 'yaml',
  json: 'json',
  jsonc: 'json',
  json5: 'json',
  toml: 'toml',
  typescript: 'typescript',
  typescriptreact: 'typescript',
  javascript: 'javascript',
  javascriptreact: 'javascript',
  markdown: 'markdown',
  dotenv: 'dotenv',
  env: 'dotenv',
  ini: 'ini',
  properties: 'properties',
  xml: 'xml',
  python: 'python',
  go: 'go',
  java: 'java',
  kotlin: 'kotlin',
  csharp: 'csharp',
  ruby: 'ruby',
  php: 'php',
  rust: 'rust',
  swift: 'swift',
  shellscript: 'shell',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  powershell: 'powershell',
  dockerfile: 'dockerfile',
  sql: 'sql',
  bicep: 'bicep',
  groovy: 'groovy',
});

/** Whether a name is that of a cell: its notebook's, and behind `#` which cell. */
function isCell(uri: string): boolean {
  return /\.(?:ipynb|github-issues|nnb)#./.test(uri);
}

/** The format of an open buffer: what its name promises, else what the editor says it is, else what it looks like. */
function formatOfBuffer(uri: string, languageId: string, text: string): Format {
  // A cell is written in its own language, whatever its notebook is called.
  const byName = isCell(uri) ? 'text' : formatOf(uri.replace(/[?#].*$/, ''));
  if (byName !== 'text') return byName;
  return formatOfLanguage.get(languageId) ?? (uri.startsWith('untitled:') ? formatByLook(text) : formatOf(isCell(uri) ? '' : uri, text));
}

/** So much of a text says what it is. */
const firstLook = 4000;

/**
 * What a text without a name seems to be written in: what is pasted into a new editor is plain text there, and a policy all
 * the same. Only for formats in which identities are declared; a reader still has to find one.
 */
function formatByLook(text: string): Format {
  const first = text
    .slice(0, firstLook)
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '' && !line.startsWith('#') && !line.startsWith('//'));
  if (first === undefined) return 'text';
  if (/^(?:\{|\[(?:$|[\s{["]))/.test(first)) return 'json';
  if (/^(?:resource|data|module|provider|variable|output|locals|terraform)(?: "[\w-]+"){0,2} ?\{/.test(first)) return 'hcl';
  return /^(?:---(?:\s|$)|(?:- )?["']?[A-Za-z][\w.-]*["']?:(?:\s|$))/.test(first) ? 'yaml' : 'text';
}

/** Turns buffers into documents; the same object as long as the version is the same. */
export interface BufferDocuments {
  of(buffer: TextDocument, engineUri: string): Document;
}

export function createBufferDocuments(): BufferDocuments {
  const made = new WeakMap<TextDocument, { version: number; uri: string; document: Document }>();
  return {
    of(buffer, uri) {
      const last = made.get(buffer);
      if (last && last.version === buffer.version && last.uri === uri) return last.document;
      const text = buffer.getText();
      const document = createDocument(uri, text, formatOfBuffer(uri, buffer.languageId, text));
      made.set(buffer, { version: buffer.version, uri, document });
      return document;
    },
  };
}

/** Files below one folder. Only regular files up to the size cap are read; links, pipes and devices are not followed. */
export interface Disk {
  document(path: string, engineUri: string, root: string): Document | undefined;
  /** Names of the regular files directly in a folder; empty where it cannot be read. */
  files(folder: string): readonly string[];
  /** Keeps no document any longer. */
  forget(): void;
}

/** How many documents with their trees are kept: a large Terraform module, and not a whole repository. */
const kept = 300;

export function createDisk(): Disk {
  const read = new Map<string, { stamp: string; document: Document | undefined }>();
  return {
    document(path, uri, root) {
      const stat = look(path);
      if (!stat?.isFile() || stat.size > sizeCap) {
        read.delete(path);
        return undefined;
      }
      const stamp = `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
      const last = read.get(path);
      if (last?.stamp === stamp) return last.document;
      // Asked at each read anew: a folder may have become a link since.
      const document = insideOf(root)(path) ? readText(path, uri) : undefined;
      read.delete(path);
      const oldest = read.size >= kept ? read.keys().next().value : undefined;
      if (oldest !== undefined) read.delete(oldest);
      read.set(path, { stamp, document });
      return document;
    },
    files(folder) {
      try {
        return readdirSync(folder, { withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => entry.name);
      } catch {
        return []; // the folder vanished or is closed to us: it has no neighbours to offer
      }
    },
    forget: () => read.clear(),
  };
}

function look(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // a folder on the way that is closed to us
  }
}

function readText(path: string, uri: string): Document | undefined {
  try {
    const decoded = decodeText(readFileSync(path));
    return 'text' in decoded ? createDocument(uri, decoded.text) : undefined;
  } catch {
    return undefined; // deleted between the look and the read, or not readable: the same as not there
  }
}
