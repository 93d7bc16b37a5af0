// TypeScript and JavaScript as ESTree, with offsets. TypeScript's own parser reads any text, so a file that is being typed
// still gives a tree; typescript-estree then turns that into ESTree. Loading both costs about 250 ms, so this module is
// imported only by readers that were loaded for a file that needs it.
import { parse, type TSESTree } from '@typescript-eslint/typescript-estree';
import ts from 'typescript';
import type { Span } from '../text/text.ts';
import { nestedDeeper } from './limits.ts';

export type Node = TSESTree.Node;

export interface TypeScriptTree {
  /** Undefined when the text could not be turned into a tree at all; `problems` says why. */
  readonly program: TSESTree.Program | undefined;
  readonly problems: readonly { readonly message: string; readonly span: Span }[];
}

/** The tree of a `.ts`, `.mts` or `.cts` text. Never throws. */
export function parseTypeScript(text: string): TypeScriptTree {
  return read(text, 'file.ts', ts.ScriptKind.TS);
}

/** The tree of a `.tsx`, `.jsx` or plain JavaScript text, where `<` may open an element. Never throws. */
export function parseTsx(text: string): TypeScriptTree {
  return read(text, 'file.tsx', ts.ScriptKind.TSX);
}

function read(text: string, name: string, kind: ts.ScriptKind): TypeScriptTree {
  try {
    const source = ts.createSourceFile(
      name,
      text,
      { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
      true,
      kind,
    );
    const diagnostics = (source as { parseDiagnostics?: ts.DiagnosticWithLocation[] }).parseDiagnostics ?? [];
    const problems = diagnostics.map((one) => ({
      message: ts.flattenDiagnosticMessageText(one.messageText, ' '),
      span: [one.start, one.start + one.length] as const,
    }));
    // typescript-estree refuses a file with syntax errors; the tree under them is sound.
    (source as { parseDiagnostics?: unknown[] }).parseDiagnostics = [];
    const program = parse(source as unknown as string, {
      range: true,
      loc: false,
      comment: false,
      allowInvalidAST: true,
      errorOnUnknownASTType: false,
      jsx: kind === ts.ScriptKind.TSX,
    });
    return { program, problems };
  } catch (error) {
    // Text nested deeper than the stack, or a shape that typescript-estree cannot turn. Both are properties of the text.
    return {
      program: undefined,
      problems: [
        {
          message: error instanceof RangeError ? nestedDeeper('can be read') : error instanceof Error ? error.message : 'cannot be read',
          span: [0, text.length],
        },
      ],
    };
  }
}

/** Calls `visit` with every node, parents before children, without recursion. */
export function visitNodes(root: Node, visit: (node: Node, parents: ReadonlyMap<Node, Node>) => void): void {
  const parents = new Map<Node, Node>();
  const stack: Node[] = [root];
  while (stack.length > 0) {
    const node = stack.pop()!;
    visit(node, parents);
    const children: Node[] = [];
    for (const key in node) {
      if (key === 'parent') continue;
      const value = (node as unknown as Record<string, unknown>)[key];
      if (Array.isArray(value)) for (const item of value) pushNode(item, children);
      else pushNode(value, children);
    }
    for (let i = children.length - 1; i >= 0; i--) {
      parents.set(children[i]!, node);
      stack.push(children[i]!);
    }
  }
}

function pushNode(value: unknown, into: Node[]): void {
  if (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { type?: unknown }).type === 'string' &&
    Array.isArray((value as { range?: unknown }).range)
  )
    into.push(value as Node);
}
