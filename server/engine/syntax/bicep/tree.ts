// The syntax tree of Bicep. Expressions are the nodes of the HCL tree: both languages have the same ones, and one
// evaluator's habits serve both. ARM's `[…]` expressions are read into them too.
import type { Span } from '../../text/text.ts';
import type { HclExpression, HclProblem } from '../hcl/tree.ts';

export type BicepExpression = HclExpression;

export interface BicepDeclaration {
  readonly kind: 'param' | 'var' | 'resource' | 'module' | 'output' | 'targetScope' | 'using' | 'func' | 'import';
  /** Of `import * as name`, the name; of an import of members, the keyword. */
  readonly name: string;
  readonly nameSpan: Span;
  /** `resource x 'Microsoft.X/y@2022-01-01'`, `module x './x.bicep'`, `using './x.bicep'`, `import … from './x.bicep'`: the text between the quotes. */
  readonly type?: string;
  readonly typeSpan?: Span;
  readonly existing: boolean;
  /** Names of the decorators before it: `secure`, `sys.description`. */
  readonly decorators: readonly string[];
  /** The value: of a resource the object, of a loop its body. */
  readonly value?: BicepExpression;
  /** `if (…)` before the body. */
  readonly condition?: BicepExpression;
  /** `[for x in …: {…}]` around the body: its variable names and what it goes over. */
  readonly loop?: { readonly names: readonly string[]; readonly over: BicepExpression };
  /** Of a function its parameters, in order. */
  readonly parameters?: readonly string[];
  /** Of an import of members: what each is called there and here. */
  readonly members?: readonly { readonly name: string; readonly as: string }[];
  /** Resources declared inside the body. */
  readonly children: readonly BicepDeclaration[];
  /** The keyword, the name and the type. */
  readonly head: Span;
  readonly span: Span;
}

export interface BicepFile {
  readonly declarations: readonly BicepDeclaration[];
  readonly problems: readonly HclProblem[];
}
