// An object literal answers for `constructor` and `toString` with what every object inherits, and a file may use either word
// as a name. So no table of ours is asked with any word it is given: it is a map (server/engine/table.ts), or the word is
// looked for with Object.hasOwn first. Read with the types, which tell a word that may be anything from one of a few.
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = process.cwd();
/** A file that is not on the disk, in the midst of the others: what has to be found, and what has not. */
const planted = join(root, 'server/planted.ts');
const plantedText = `
const table: Readonly<Record<string, number>> = { a: 1 };
const made: Record<string, number> = Object.fromEntries([['a', 1]]);
export const of = (word: string, few: 'a' | 'b') => [table[word], { a: 1 }[word], made[word.slice(1)], table[few], { a: 1, b: 2 }[few], table.a, Object.hasOwn(table, few + word) ? table[few + word] : 0];
`;

it('finds no table of objects that is asked with any word', () => {
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)).config,
    ts.sys,
    root,
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (file, how) => (file === planted ? ts.createSourceFile(file, plantedText, how) : getSourceFile(file, how));
  host.fileExists = (file) => file === planted || fileExists(file);
  const program = ts.createProgram(
    [...fileNames.filter((file) => /^(?:server|rules)\//.test(file.slice(root.length + 1))), planted],
    options,
    host,
  );
  const found = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(`${root}/`) && !fileName.includes('/node_modules/'))
    .flatMap((file) => asked(file, program.getTypeChecker()));
  expect(found).toEqual([`server/planted.ts: table[word]`, `server/planted.ts: { a: 1 }[word]`, `server/planted.ts: made[word.slice(1)]`]);
});

function asked(file: ts.SourceFile, checker: ts.TypeChecker): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isElementAccessExpression(node) &&
      !isWritten(node) &&
      isAnyWord(checker.getTypeAtLocation(node.argumentExpression)) &&
      isTable(node.expression, checker)
    ) {
      const guard = `Object.hasOwn(${node.expression.getText()}, ${node.argumentExpression.getText().replace(/!$/, '')}`;
      if (!file.text.includes(guard)) found.push(`${file.fileName.slice(root.length + 1)}: ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const isWritten = (node: ts.Node): boolean =>
  ts.isBinaryExpression(node.parent) && node.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && node.parent.left === node;

const isAnyWord = (type: ts.Type): boolean =>
  type.isUnion()
    ? type.types.some(isAnyWord)
    : (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.Any)) !== 0;

/** An object as it is written, or a constant that is one; lists are none. */
function isTable(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const inner = ts.isParenthesizedExpression(expression) ? expression.expression : expression;
  if (ts.isObjectLiteralExpression(inner)) return true;
  if (!ts.isIdentifier(inner)) return false;
  const symbol = checker.getSymbolAtLocation(inner);
  const declared = (symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol)?.valueDeclaration;
  if (!declared || !ts.isVariableDeclaration(declared) || !declared.initializer) return false;
  return ts.isObjectLiteralExpression(declared.initializer) || /^Object\.(?:fromEntries|assign)\(/.test(declared.initializer.getText());
}
