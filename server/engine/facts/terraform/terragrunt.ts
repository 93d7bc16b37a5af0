// Units of Terragrunt: `terraform { source = … }` with `inputs = { … }` is the call of a module in other words, and is read
// as one. A unit without a source gives its inputs to the Terraform files beside it, as a file of values would.
// What `include` brings from a parent is not looked up: nothing is concluded then from what a unit leaves out.
import {
  attributeOf,
  type HclAttribute,
  type HclBlock,
  type HclExpression,
  type HclFile,
  type HclTemplate,
} from '../../syntax/hcl/tree.ts';

export interface TerragruntUnit {
  /** What people call it: its folder, or the file where that has a name of its own. */
  readonly name: string;
  /** The unit as a `module` block, where it has a source: `source` and each input as its attributes. */
  readonly call?: HclBlock;
  /** The inputs, where the module's files lie beside the unit. */
  readonly values: readonly HclAttribute[];
  /** True where more inputs may come from a parent. */
  readonly inherits: boolean;
}

export function isTerragrunt(uri: string, text: string): boolean {
  if (/(?:^|\/)terragrunt\.hcl$/.test(uri)) return true;
  return /\.hcl$/.test(uri) && /^inputs\s*=/m.test(text) && /^(?:terraform|include|locals|dependency)\b[^\n]*\{/m.test(text);
}

/** The unit that a file declares; `uri` is the file's, from the root of the workspace. */
export function terragruntUnit(file: HclFile, uri: string): TerragruntUnit {
  const [stem, ...folders] = uri
    .replace(/\.hcl$/, '')
    .split('/')
    .reverse();
  const name = stem === 'terragrunt' ? (folders[0] ?? 'unit') : stem!;
  const inputs = attributeOf(file.body, 'inputs');
  const values = inputs ? inputsOf(inputs.value) : [];
  const blocks = file.body.items.filter((item): item is HclBlock => item.kind === 'block');
  const inherits =
    blocks.some((block) => block.type === 'include') ||
    (inputs !== undefined && objectsOf(inputs.value).some((one) => one.kind !== 'object'));
  const terraform = blocks.find((block) => block.type === 'terraform');
  const source = terraform && attributeOf(terraform.body, 'source');
  if (!terraform || !source) return { name, values, inherits };
  const written = sourceOf(source.value, folders.length);
  return {
    name,
    values: [],
    inherits,
    call: { ...terraform, body: { ...terraform.body, items: [{ ...source, value: written ?? source.value }, ...values] } },
  };
}

/** `{ … }`, or all that `merge` puts together. */
function objectsOf(value: HclExpression): readonly HclExpression[] {
  return value.kind === 'call' && value.name === 'merge' ? value.arguments : [value];
}

/** The entries that are written; the last of a name counts. */
function inputsOf(value: HclExpression): HclAttribute[] {
  const named = new Map<string, HclAttribute>();
  for (const object of objectsOf(value)) {
    if (object.kind !== 'object') continue;
    for (const { key, value: given, span } of object.entries) {
      const name =
        key.kind === 'name'
          ? key.name
          : key.kind === 'template' && key.parts.length === 1 && key.parts[0]!.kind === 'text'
            ? key.parts[0]!.text
            : undefined;
      if (name !== undefined) named.set(name, { kind: 'attribute', name, nameSpan: key.span, value: given, span });
    }
  }
  return [...named.values()];
}

/** A source with Terragrunt's own functions for folders worked out; undefined where something else is put in. */
function sourceOf(value: HclExpression, depth: number): HclTemplate | undefined {
  if (value.kind !== 'template') return undefined;
  const up = depth === 0 ? '.' : Array.from({ length: depth }, () => '..').join('/');
  let text = '';
  for (const part of value.parts) {
    if (part.kind === 'text') text += part.text;
    else if (part.kind === 'value' && part.value.kind === 'call' && part.value.name === 'get_repo_root') text += up;
    else if (
      part.kind === 'value' &&
      part.value.kind === 'call' &&
      (part.value.name === 'get_terragrunt_dir' || part.value.name === 'get_original_terragrunt_dir')
    )
      text += '.';
    else return undefined;
  }
  return { ...value, parts: [{ kind: 'text', text, span: value.inner, exact: false }] };
}
