// Which secrets stand behind an input or a variable.
import { secretsIn } from '../../server/engine/facts/github/expression-paths.ts';
import type { Entry } from '../../server/engine/facts/value.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { Expression } from '../../server/engine/facts/workflow.ts';

/** The first expression under `where` and `key` that reads a secret other than the job token, and that secret's name. */
export function secretBehind(
  expressions: readonly Expression[],
  where: string,
  key: string,
): { readonly expression: Expression; readonly name: string } | undefined {
  for (const expression of expressions) {
    if (expression.where !== where || expression.key !== key) continue;
    const name = secretsIn(expression.tree).find((one) => one !== undefined && one.toUpperCase() !== 'GITHUB_TOKEN');
    if (name !== undefined) return { expression, name };
  }
  return undefined;
}

/** The entry of a list by key; `fold` looks past case, `-` and `_`, as actions write one name in several ways. */
export function inputNamed(inputs: readonly Entry[], name: string, fold = false): Entry | undefined {
  const plain = (text: string) => (fold ? text.toLowerCase().replace(/[-_]/g, '') : text.toLowerCase());
  return inputs.find((entry) => entry.key.kind === 'scalar' && plain(String(entry.key.value)) === plain(name));
}

/** The text of an input; undefined where it is missing or holds no plain text. */
export function inputText(inputs: readonly Entry[], name: string): string | undefined {
  return textOf(inputNamed(inputs, name)?.value);
}

/** True for the name of what many keep among their secrets and what says who, where or which, and opens nothing. */
export function opensNothing(secret: string): boolean {
  return /(?:^|_)(?:E?MAIL|USER|USERNAME|LOGIN|HOST|HOSTNAME|SERVER|IP|PORT|REGION|ZONE|BUCKET|(?:ACCOUNT|TENANT|SUBSCRIPTION|CLIENT|PROJECT|TEAM|ORG|APP|KEY)_ID|SERVICE_ACCOUNT|IDENTITY_PROVIDER|NAME|RESOURCE_GROUP|DOMAIN|ENDPOINT|REGISTRY|ARN|VERSION)$/i.test(
    secret,
  );
}
