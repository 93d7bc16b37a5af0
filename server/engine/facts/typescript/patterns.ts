// The names that a pattern binds: of a parameter, a declaration, the variable of a loop. What each of them comes to is for
// those to say who know what the pattern is given.
import type { Node } from '../../syntax/typescript.ts';

export interface BoundPart {
  readonly name: string;
  readonly part: string | undefined | null;
  readonly fallback?: Node;
}

/** The names that a pattern binds: the whole (no part), a part by its key, or something that is not followed (null). */
export function partsOf(pattern: Node): BoundPart[] {
  switch (pattern.type) {
    case 'Identifier':
      return [{ name: pattern.name, part: undefined }];
    case 'AssignmentPattern':
      return pattern.left.type === 'Identifier'
        ? [{ name: pattern.left.name, part: undefined, fallback: pattern.right }]
        : partsOf(pattern.left);
    case 'ArrayPattern':
      return pattern.elements.flatMap((one, index): BoundPart[] =>
        one ? (one.type === 'Identifier' ? [{ name: one.name, part: String(index) }] : lost(one)) : [],
      );
    case 'TSParameterProperty':
      return partsOf(pattern.parameter);
    case 'ObjectPattern':
      return pattern.properties.flatMap((one): BoundPart[] => {
        if (one.type !== 'Property' || one.computed || one.key.type !== 'Identifier')
          return lost(one.type === 'Property' ? one.value : one.argument);
        if (one.value.type === 'Identifier') return [{ name: one.value.name, part: one.key.name }];
        if (one.value.type === 'AssignmentPattern' && one.value.left.type === 'Identifier')
          return [{ name: one.value.left.name, part: one.key.name, fallback: one.value.right }];
        return lost(one.value);
      });
    default:
      return lost(pattern);
  }
}

function lost(pattern: Node): { name: string; part: null }[] {
  return namesIn(pattern).map((name) => ({ name, part: null }));
}

/** Every name that a parameter or pattern binds. */
function namesIn(pattern: Node): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'TSParameterProperty':
      return namesIn(pattern.parameter);
    case 'ArrayPattern':
      return pattern.elements.flatMap((one) => (one ? namesIn(one) : []));
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) => namesIn(one.type === 'Property' ? one.value : one.argument));
    default:
      return [];
  }
}
