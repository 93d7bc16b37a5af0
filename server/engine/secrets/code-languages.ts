// How the source languages write comments and strings: what the lexer needs to find literals exactly, and no more.
import type { Format } from '../document.ts';
import type { Encoding } from '../facts/value.ts';

export interface StringForm {
  readonly open: string;
  readonly close: string;
  /** How the closing sign is escaped: by a backslash, a backtick, by doubling, or not at all. */
  readonly escape: '\\' | '`' | 'double' | 'none';
  /** Openings of holes that are filled at run time. */
  readonly holes: readonly string[];
  /** May run over line ends. */
  readonly multiline: boolean;
}

export interface CodeLanguage {
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [string, string])[];
  /** The longer opening first. */
  readonly strings: readonly StringForm[];
  /** Letters that may stand before a quote, and those of them that switch escapes off or holes on. */
  readonly prefixes?: { readonly letters: string; readonly raw: string; readonly holes: string };
  /** `<<EOF`, `<<~EOF`, `<<<EOF`. */
  readonly heredoc?: RegExp;
  readonly regexLiterals?: boolean;
  /** Two literals side by side are one. */
  readonly implicitJoin?: boolean;
  /** A call may go without brackets: `storePassword 'x'`, `JWT.encode payload, 'x'`. */
  readonly bareCalls?: boolean;
  /** A string that is a statement documents what stands above it. */
  readonly docstrings?: boolean;
  /** A raw string behind a field and its type says more about the field. */
  readonly fieldTags?: boolean;
  /** `r#"…"#`. */
  readonly rawHashes?: boolean;
  /** Signs that join texts. */
  readonly join: string;
  readonly encoding: Encoding;
}

const form = (open: string, escape: StringForm['escape'] = '\\', more: Partial<StringForm> = {}): StringForm => ({
  open,
  close: open,
  escape,
  holes: [],
  multiline: false,
  ...more,
});
const slashes = { lineComments: ['//'], blockComments: [['/*', '*/']] as const };

const script: CodeLanguage = {
  ...slashes,
  strings: [form('"'), form("'"), form('`', '\\', { holes: ['${'], multiline: true })],
  regexLiterals: true,
  join: '+',
  encoding: 'typescript',
};
const jvm: CodeLanguage = {
  ...slashes,
  strings: [form('"""', '\\', { multiline: true }), form('"'), form("'")],
  join: '+',
  encoding: 'none',
};

export const codeLanguages: Readonly<Partial<Record<Format, CodeLanguage>>> = {
  typescript: script,
  javascript: script,
  java: jvm,
  kotlin: {
    ...jvm,
    strings: [form('"""', 'none', { holes: ['${', '$'], multiline: true }), form('"', '\\', { holes: ['${', '$'] }), form("'")],
  },
  groovy: {
    ...jvm,
    bareCalls: true,
    strings: [
      form('"""', '\\', { holes: ['${', '$'], multiline: true }),
      form("'''", '\\', { multiline: true }),
      form('"', '\\', { holes: ['${', '$'] }),
      form("'"),
    ],
  },
  swift: {
    ...slashes,
    strings: [form('"""', '\\', { holes: ['\\('], multiline: true }), form('"', '\\', { holes: ['\\('] })],
    join: '+',
    encoding: 'none',
  },
  csharp: {
    ...slashes,
    strings: [form('"""', 'none', { multiline: true }), form('"'), form("'")],
    prefixes: { letters: '@$', raw: '@', holes: '$' },
    join: '+',
    encoding: 'none',
  },
  go: { ...slashes, fieldTags: true, strings: [form('"'), form('`', 'none', { multiline: true }), form("'")], join: '+', encoding: 'none' },
  rust: {
    ...slashes,
    strings: [form('"', '\\', { multiline: true })],
    prefixes: { letters: 'brc', raw: 'r', holes: '' },
    rawHashes: true,
    join: '',
    encoding: 'none',
  },
  python: {
    lineComments: ['#'],
    blockComments: [],
    strings: [form('"""', '\\', { multiline: true }), form("'''", '\\', { multiline: true }), form('"'), form("'")],
    prefixes: { letters: 'rbfuRBFU', raw: 'rR', holes: 'fF' },
    implicitJoin: true,
    docstrings: true,
    join: '+',
    encoding: 'none',
  },
  ruby: {
    lineComments: ['#'],
    blockComments: [['\n=begin', '\n=end']],
    strings: [form('"', '\\', { holes: ['#{'], multiline: true }), form("'", '\\', { multiline: true })],
    heredoc: /^<<[~-]?(["']?)([A-Z_][A-Z0-9_]*)\1/,
    join: '+',
    bareCalls: true,
    encoding: 'none',
  },
  php: {
    lineComments: ['//', '#'],
    blockComments: [['/*', '*/']],
    strings: [form('"', '\\', { holes: ['${', '{$', '$'], multiline: true }), form("'", '\\', { multiline: true })],
    heredoc: /^<<<\s?(["']?)([A-Za-z_]\w*)\1/,
    join: '.',
    encoding: 'none',
  },
  hcl: {
    lineComments: ['#', '//'],
    blockComments: [['/*', '*/']],
    strings: [form('"', '\\', { holes: ['${', '%{'] })],
    heredoc: /^<<-?()([A-Za-z_]\w*)/,
    join: '',
    encoding: 'hcl',
  },
  bicep: {
    ...slashes,
    strings: [form("'''", 'none', { multiline: true }), form("'", '\\', { holes: ['${'] })],
    join: '',
    encoding: 'bicep',
  },
  sql: {
    prefixes: { letters: 'NnEeUu', raw: '', holes: '' },
    lineComments: ['--'],
    blockComments: [['/*', '*/']],
    strings: [form("'", 'double', { multiline: true }), form('"', 'double')],
    join: '|',
    encoding: 'sql',
  },
  powershell: {
    lineComments: ['#'],
    blockComments: [['<#', '#>']],
    strings: [
      form('@"', 'none', { close: '\n"@', holes: ['$'], multiline: true }),
      form("@'", 'none', { close: "\n'@", multiline: true }),
      form('"', '`', { holes: ['$'], multiline: true }),
      form("'", 'double', { multiline: true }),
    ],
    join: '+',
    encoding: 'none',
  },
};
