// The syntax tree of HCL (Terraform, OpenTofu, Vault policies, Packer). Every node has its exact span; nothing here
// evaluates. JSON syntax (`.tf.json`) gives the same tree.
import type { Span } from '../../text/text.ts';

export interface HclProblem {
  readonly message: string;
  readonly span: Span;
}

export interface HclFile {
  readonly body: HclBody;
  readonly problems: readonly HclProblem[];
}

export interface HclBody {
  readonly items: readonly (HclAttribute | HclBlock)[];
  /** Between the braces; the whole text for a file. */
  readonly span: Span;
}

export interface HclAttribute {
  readonly kind: 'attribute';
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: HclExpression;
  readonly span: Span;
  /** The document that it stands in, where it was merged into a block of another. */
  readonly uri?: string;
}

export interface HclLabel {
  readonly text: string;
  /** Without quotes. */
  readonly span: Span;
}

export interface HclBlock {
  readonly kind: 'block';
  readonly type: string;
  readonly typeSpan: Span;
  readonly labels: readonly HclLabel[];
  /** Type and labels: the words that name the block. */
  readonly head: Span;
  readonly body: HclBody;
  /** From the type to the closing brace. */
  readonly span: Span;
  /** False when the closing brace is missing. */
  readonly closed: boolean;
  /** The document that it stands in, where it was merged into a block of another. */
  readonly uri?: string;
}

export type HclExpression =
  | HclLiteral
  | HclTemplate
  | HclName
  | HclTraversal
  | HclCall
  | HclTuple
  | HclObject
  | HclFor
  | HclConditional
  | HclUnary
  | HclBinary
  | HclLambda
  | HclUnreadable;

export interface HclLiteral {
  readonly kind: 'literal';
  readonly value: number | boolean | null;
  readonly span: Span;
}

export interface HclTemplateText {
  readonly kind: 'text';
  /** The text with its escapes resolved and, in `<<-`, without the common indentation. */
  readonly text: string;
  readonly span: Span;
  /** True when `text` is the source character for character, so that offsets inside it are exact. */
  readonly exact: boolean;
}

export interface HclTemplateValue {
  readonly kind: 'value';
  readonly value: HclExpression;
  /** From `${` to `}`. */
  readonly span: Span;
}

export interface HclTemplateDirective {
  readonly kind: 'directive';
  readonly word: 'if' | 'else' | 'endif' | 'for' | 'endfor' | 'unknown';
  readonly span: Span;
}

export type HclTemplatePart = HclTemplateText | HclTemplateValue | HclTemplateDirective;

export interface HclTemplate {
  readonly kind: 'template';
  readonly form: 'quoted' | 'heredoc';
  readonly parts: readonly HclTemplatePart[];
  /** Without quotes; for a heredoc the lines between the markers. */
  readonly inner: Span;
  readonly span: Span;
  /** It stands in a string of JSON with escapes, in which its expressions are written too. */
  readonly escaped?: true;
}

/** A bare word as a value: `var` of `var.x`, a loop's variable. As an object's key it is its own name. */
export interface HclName {
  readonly kind: 'name';
  readonly name: string;
  readonly span: Span;
}

export type HclStep =
  /** `arguments` where it is called (Bicep's `account.listKeys()`): its name then ends with `()`. */
  | { readonly kind: 'attribute'; readonly name: string; readonly span: Span; readonly arguments?: readonly HclExpression[] }
  | { readonly kind: 'index'; readonly index: HclExpression; readonly span: Span }
  | { readonly kind: 'splat'; readonly span: Span };

export interface HclTraversal {
  readonly kind: 'traversal';
  readonly base: HclExpression;
  readonly steps: readonly HclStep[];
  readonly span: Span;
}

export interface HclCall {
  readonly kind: 'call';
  readonly name: string;
  readonly nameSpan: Span;
  readonly arguments: readonly HclExpression[];
  /** `f(list...)` */
  readonly expanded: boolean;
  readonly span: Span;
}

export interface HclTuple {
  readonly kind: 'tuple';
  readonly items: readonly HclExpression[];
  readonly span: Span;
}

export interface HclEntry {
  readonly key: HclExpression;
  readonly value: HclExpression;
  readonly span: Span;
}

export interface HclObject {
  readonly kind: 'object';
  readonly entries: readonly HclEntry[];
  readonly span: Span;
}

export interface HclFor {
  readonly kind: 'for';
  readonly names: readonly string[];
  readonly collection: HclExpression;
  /** Present for `{ for … : key => value }`. */
  readonly key?: HclExpression;
  readonly value: HclExpression;
  readonly condition?: HclExpression;
  readonly grouped: boolean;
  readonly span: Span;
}

export interface HclConditional {
  readonly kind: 'conditional';
  readonly test: HclExpression;
  readonly yes: HclExpression;
  readonly no: HclExpression;
  readonly span: Span;
}

export interface HclUnary {
  readonly kind: 'unary';
  readonly operator: '!' | '-';
  readonly operand: HclExpression;
  readonly span: Span;
}

export interface HclBinary {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: HclExpression;
  readonly right: HclExpression;
  readonly span: Span;
}

/** `(a, b) => …`, which Bicep passes to functions over lists. HCL has none. */
export interface HclLambda {
  readonly kind: 'lambda';
  readonly names: readonly string[];
  readonly body: HclExpression;
  readonly span: Span;
}

/** Text that is no expression, or is nested too deep. */
export interface HclUnreadable {
  readonly kind: 'unreadable';
  readonly span: Span;
}

/** The attribute of a body by name; the first counts, as a second one is an error. */
export function attributeOf(body: HclBody, name: string): HclAttribute | undefined {
  for (const item of body.items) if (item.kind === 'attribute' && item.name === name) return item;
  return undefined;
}
