// How many syntax problems a text has, by the parser of its format. Only for judging the result of a fix: a count before
// and after is compared, so that a text which was broken already can still be repaired elsewhere.
import type { Document } from './document.ts';

/** Zero for formats that no parser here reads. Parsers are loaded when they are needed. */
export async function syntaxProblemsOf(document: Document): Promise<number> {
  switch (document.format) {
    case 'yaml':
      return document.tree((await import('./syntax/yaml.ts')).parseYaml).problems.length;
    case 'json':
    case 'notebook':
      return document.tree((await import('./syntax/json.ts')).parseJson).problems.length;
    case 'toml':
      return document.tree((await import('./syntax/toml.ts')).parseToml).problems.length;
    case 'hcl':
      return document.tree((await import('./syntax/hcl/parse.ts')).parseHcl).problems.length;
    case 'typescript':
    case 'javascript':
      return scriptProblems(document);
    default:
      return 0;
  }
}

async function scriptProblems(document: Document): Promise<number> {
  const { default: ts } = await import('typescript');
  const jsx = /\.[jt]sx$/.test(document.uri);
  const kind = document.format === 'typescript' ? (jsx ? ts.ScriptKind.TSX : ts.ScriptKind.TS) : ts.ScriptKind.JSX;
  const file = ts.createSourceFile(document.uri, document.text, ts.ScriptTarget.Latest, false, kind) as {
    readonly parseDiagnostics?: readonly unknown[];
  };
  return file.parseDiagnostics?.length ?? 0;
}
