// Questions over expressions: which contexts they name, and which of those names reach the result. No evaluation.
import type { ExpressionNode } from '../workflow.ts';

/**
 * A chain of names as one text in lower case: `github.event.issue.title`, `github.event.commits.*.message`, with `*` for a
 * filter and `[]` for a computed index. Undefined for anything that is not a chain over one context.
 */
export function pathOf(node: ExpressionNode): string | undefined {
  const parts: string[] = [];
  let current = node;
  for (;;) {
    if (current.kind === 'name') return [current.name.toLowerCase(), ...parts.reverse()].join('.');
    if (current.kind === 'member') parts.push(current.name.toLowerCase());
    else if (current.kind === 'index') parts.push(current.index ? '[]' : '*');
    else return undefined;
    current = current.of;
  }
}

/** Every chain of names that the expression mentions anywhere, the longest form of each. */
export function mentionsOf(node: ExpressionNode | undefined): ExpressionNode[] {
  const found: ExpressionNode[] = [];
  if (node) collect(node, found, false);
  return found;
}

/**
 * The chains whose text can become the text of the result. Comparisons, conditions of `&&`, and functions that give a
 * number or a truth (`contains`, `startsWith`, `hashFiles`) hide what they look at.
 */
export function resultsOf(node: ExpressionNode | undefined): ExpressionNode[] {
  const found: ExpressionNode[] = [];
  if (node) collect(node, found, true);
  return found;
}

/**
 * The chains that `toJSON` and `join` write out whole. Any other object or list comes to the word `Object` or `Array` where it
 * becomes text.
 */
export function writtenOut(node: ExpressionNode | undefined): ReadonlySet<ExpressionNode> {
  const found = new Set<ExpressionNode>();
  const walk = (one: ExpressionNode): void => {
    if (one.kind === 'call' && /^(?:tojson|join)$/i.test(one.name)) for (const inner of resultsOf(one)) found.add(inner);
    else if (one.kind === 'call') one.args.forEach(walk);
    else if (one.kind === 'operation') one.operands.forEach(walk);
    else if (one.kind === 'member' || one.kind === 'index') walk(one.of);
  };
  if (node) walk(node);
  return found;
}

const hiding = new Set(['contains', 'startswith', 'endswith', 'hashfiles', 'success', 'failure', 'always', 'cancelled']);

function collect(node: ExpressionNode, into: ExpressionNode[], resultOnly: boolean): void {
  switch (node.kind) {
    case 'literal':
      return;
    case 'name':
      into.push(node);
      return;
    case 'member':
    case 'index': {
      if (pathOf(node) !== undefined) into.push(node);
      let current: ExpressionNode = node;
      const behind: (ExpressionNode & { readonly kind: 'member' | 'index' })[] = [];
      while (current.kind === 'member' || current.kind === 'index') {
        if (current.kind === 'index' && current.index && !resultOnly) collect(current.index, into, resultOnly);
        behind.unshift(current);
        current = current.of;
      }
      if (current.kind === 'name') return;
      const start = into.length;
      collect(current, into, resultOnly);
      // `(a || b).title` is `a.title` or `b.title`; what a call gives is not known to have the parts of what it is given.
      if (resultOnly && current.kind === 'operation')
        into.splice(
          start,
          Infinity,
          ...into.slice(start).map((one) => behind.reduce<ExpressionNode>((of, part) => ({ ...part, of }), one)),
        );
      return;
    }
    case 'call': {
      const name = node.name.toLowerCase();
      if (resultOnly && hiding.has(name)) return;
      if (resultOnly && name === 'case') {
        // case(condition, value, condition, value, …, default)
        node.args.forEach((argument, index) => {
          if (index % 2 === 1 || index === node.args.length - 1) collect(argument, into, resultOnly);
        });
        return;
      }
      for (const argument of node.args) collect(argument, into, resultOnly);
      return;
    }
    case 'operation':
      if (!resultOnly || node.operator === '||') for (const operand of node.operands) collect(operand, into, resultOnly);
      // `a && b` gives `a` only when `a` is empty or false, which carries nothing of its author.
      else if (node.operator === '&&') collect(node.operands.at(-1)!, into, resultOnly);
      return;
  }
}

/** Names of the secrets that an expression reads, as written; `undefined` in the list for one that is computed or all of them. */
export function secretsIn(node: ExpressionNode | undefined): (string | undefined)[] {
  return mentionsOf(node)
    .filter((mention) => pathOf(mention)?.split('.')[0] === 'secrets')
    .map(secretNameOf);
}

function secretNameOf(node: ExpressionNode): string | undefined {
  let current = node;
  let name: string | undefined;
  while (current.kind === 'member' || current.kind === 'index') {
    name = current.kind === 'member' ? current.name : undefined;
    current = current.of;
  }
  return name;
}
