// The Bicep reader: declarations to Azure resources. A file is read by itself, with the defaults of its parameters; what
// it calls (local modules, Azure Verified Modules) and what a parameter file gives is read once more with the values
// passed, and of that counts only what the caller wrote.
import type { Document } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import type { BicepDeclaration, BicepFile } from '../../syntax/bicep/tree.ts';
import { parseBicep } from '../../syntax/bicep/parse.ts';
import { membersOf as membersIn } from '../azure/collections.ts';
import { evaluateAzure } from '../azure/evaluate.ts';
import { inTurn, type AzureScopeOfNames } from '../azure/names.ts';
import { unknownValue } from '../azure/functions.ts';
import { givesKeys, holdsSettings, keysAskedIn, mayListKeys, pushKeyOutput, pushKeySetting, pushSecretOutput } from '../azure/outputs.ts';
import { keyNames, readPlainSecrets, secretNames, secretsIn } from '../azure/plain-secrets.ts';
import { readAzureResource } from '../azure/resources.ts';
import { mayMakeSignatures, readSignatures } from '../azure/signatures.ts';
import { noFacts, type Facts, type Grant, type ScopeLevel } from '../types.ts';
import { entryOf, textOf, type Value, type Written } from '../value.ts';
import { addCallersFacts } from './callers.ts';
import { fileBeside, scopeOfFile, typeOf } from './names.ts';
import { readVerifiedModule } from './verified-modules.ts';
import { tableOf } from '../../table.ts';

const levels = tableOf<ScopeLevel>({
  subscription: 'subscription',
  managementgroup: 'management-group',
  tenant: 'everything',
  resourcegroup: 'resource-group',
});

/** Modules in modules, and modules read for one file: more than anybody writes. */
const deepest = 5;
const mostCalls = 500;

export const bicepReader: Reader = {
  read: (documents, context) => new Map(documents.map((document) => [document.uri, readDocument(document, context)])),
};

/** A file that is read for its caller: what is passed in, and where its resources are said to stand. */
interface Call {
  readonly given: ReadonlyMap<string, Value>;
  readonly prefix: string;
  readonly head: BicepDeclaration['head'];
  readonly span: BicepDeclaration['span'];
  readonly enabled: Grant['enabled'];
  readonly stack: readonly string[];
}

interface Reading {
  /** The file that is checked; calls are read for it. */
  readonly root: Document;
  readonly context: ReadContext;
  readonly into: Facts;
  calls: number;
  /** Evaluations that are left for called files. */
  left: number;
}

function readDocument(document: Document, context: ReadContext): Facts {
  const into = noFacts();
  const file: BicepFile = document.tree(parseBicep);
  for (const { message, span } of file.problems) into.problems.push({ kind: 'syntax', message, at: { uri: document.uri, span } });
  const reading: Reading = { root: document, context, into, calls: 0, left: 1_000_000 };
  if (document.uri.endsWith('.bicepparam')) readParameters(file, reading);
  else readFile(document, file, undefined, reading, into);
  return into;
}

/** A parameter file calls the file that it names. */
function readParameters(file: BicepFile, reading: Reading): void {
  const { root } = reading;
  const using = file.declarations.find((declaration) => declaration.kind === 'using');
  const target = using?.type === undefined ? undefined : calledFile(root.uri, using.type, reading);
  if (!using || !target) return;
  const scope = scopeOfFile(root, file, undefined, reading.context);
  const given = new Map(
    file.declarations.flatMap(({ kind, name, value }): [string, Value][] =>
      kind === 'param' && value ? [[name, evaluateAzure(value, scope)]] : [],
    ),
  );
  readBicepFor(root, target, given, { head: using.head, span: using.span }, reading.context, reading.into);
}

/** What a file comes to with the parameters that another document passes to it; counted as that document's, as its doing. */
export function readBicepFor(
  caller: Document,
  target: Document,
  given: ReadonlyMap<string, Value>,
  at: { readonly head: BicepDeclaration['head']; readonly span: BicepDeclaration['span'] },
  context: ReadContext,
  into: Facts,
): void {
  const found = noFacts();
  readFile(
    target,
    target.tree(parseBicep),
    { given, prefix: '', head: at.head, span: at.span, enabled: 'yes', stack: [caller.uri] },
    { root: caller, context, into, calls: 0, left: 1_000_000 },
    found,
  );
  addCallersFacts(found, caller.uri, into);
}

function calledFile(from: string, path: string, { context }: Reading): Document | undefined {
  return fileBeside(from, path, /\.bicep$/, context);
}

function readFile(document: Document, file: BicepFile, call: Call | undefined, reading: Reading, into: Facts): void {
  const scope = scopeOfFile(document, file, call?.given, reading.context);
  if (call) scope.state.work = Math.min(scope.state.work, reading.left);
  const begun = scope.state.work;
  const said = file.declarations.find((declaration) => declaration.kind === 'targetScope')?.value;
  const level = levels.get(textOf(said && evaluateAzure(said, scope))?.toLowerCase() ?? '') ?? 'resource-group';
  const secrets = call ? undefined : secretNames(file.declarations);
  for (const declaration of file.declarations) {
    if (declaration.kind === 'resource') readResource(declaration, undefined, scope, level, call, reading, into);
    else if (declaration.kind === 'module') readModule(declaration, scope, call, reading, into);
    else if (
      declaration.kind === 'output' &&
      secrets &&
      declaration.value &&
      !declaration.decorators.some((name) => /(?:^|\.)secure$/.test(name))
    ) {
      const isKey = givesKeys(declaration.value);
      const span = isKey ? declaration.value.span : secretsIn(declaration.value, secrets)[0];
      if (!span) continue;
      const at = { uri: document.uri, span };
      (isKey ? pushKeyOutput : pushSecretOutput)(
        {
          dialect: 'bicep',
          name: declaration.name,
          at,
          block: { uri: document.uri, span: declaration.span },
          head: { uri: document.uri, span: declaration.head },
          uri: document.uri,
          isList: /(?:\barray|\])\s*$/.test(document.text.slice(...declaration.head)),
        },
        into,
      );
    }
  }
  if (!call && mayMakeSignatures(document.text)) readSignaturesOf(file.declarations, scope, into);
  if (!call && mayListKeys(document.text)) readSettingKeys(file.declarations, '', { document, names: keyNames(file.declarations) }, into);
  if (secrets) readPlainProperties(file.declarations, '', secrets, document.uri, into);
  if (call) reading.left -= begun - scope.state.work;
}

/** Keys that settings of applications are given; a resource within another has the rest of its type. */
function readSettingKeys(
  declarations: readonly BicepDeclaration[],
  parent: string,
  file: { readonly document: Document; readonly names: ReadonlySet<string> },
  into: Facts,
): void {
  const { uri, text } = file.document;
  for (const declaration of declarations) {
    if (declaration.kind !== 'resource' || declaration.existing) continue;
    const own = typeOf(declaration);
    const type = own.includes('.') || parent === '' ? own : `${parent}/${own}`;
    if (declaration.value && holdsSettings(type))
      [
        ...keysAskedIn(declaration.value),
        ...secretsIn(declaration.value, file.names).filter((span) => file.names.has(text.slice(...span))),
      ].forEach((span, index) =>
        pushKeySetting(
          {
            dialect: 'bicep',
            name: `${declaration.name}[${index}]`,
            at: { uri, span },
            block: { uri, span: declaration.span },
            head: { uri, span: declaration.head },
            uri,
          },
          into,
        ),
      );
    readSettingKeys(declaration.children, type, file, into);
  }
}

/** Secrets in properties that are shown to whoever may read the resource. */
function readPlainProperties(
  declarations: readonly BicepDeclaration[],
  parent: string,
  secrets: ReadonlySet<string>,
  uri: string,
  into: Facts,
): void {
  for (const declaration of declarations) {
    if (declaration.kind !== 'resource' || declaration.existing) continue;
    const own = typeOf(declaration);
    const type = own.includes('.') || parent === '' ? own : `${parent}/${own}`;
    readPlainSecrets(declaration, type.toLowerCase(), secrets, uri, into);
    readPlainProperties(declaration.children, type, secrets, uri, into);
  }
}

/** Signatures that a file makes, wherever it does: in settings of an application, in variables, in outputs. */
function readSignaturesOf(declarations: readonly BicepDeclaration[], scope: AzureScopeOfNames, into: Facts): void {
  const { uri } = scope;
  for (const { name, value, head, span, children } of declarations) {
    if (value) readSignatures(value, scope, { dialect: 'bicep', name, head: { uri, span: head }, block: { uri, span } }, into);
    readSignaturesOf(children, scope, into);
  }
}

/** Each member of a loop with the names that it binds; one without names where there is no loop or its list is not known. */
function membersOf(
  declaration: BicepDeclaration,
  scope: AzureScopeOfNames,
): { readonly scope: AzureScopeOfNames; readonly suffix: string }[] {
  const { loop } = declaration;
  if (!loop) return [{ scope, suffix: '' }];
  const over = membersIn(evaluateAzure(loop.over, scope), writtenAt(scope.uri, declaration));
  // A parameter's default that is empty is there to be overridden.
  const items =
    over.items.length > 0 ? over.items : [unknownValue(writtenAt(scope.uri, declaration), 'a member of a list that is not known')];
  return items.map((item, index) => ({
    scope: inTurn(scope, loop.names, [item, { kind: 'scalar', known: 'resolved', value: index, ...writtenAt(scope.uri, declaration) }]),
    suffix: items.length > 1 ? `[${index}]` : '',
  }));
}

function readResource(
  declaration: BicepDeclaration,
  parent: string | undefined,
  scope: AzureScopeOfNames,
  level: ScopeLevel,
  call: Call | undefined,
  reading: Reading,
  into: Facts,
): void {
  const own = typeOf(declaration);
  const type = parent === undefined || own.includes('.') ? own : `${parent}/${own}`;
  for (const child of declaration.children) readResource(child, type, scope, level, call, reading, into);
  const { value } = declaration;
  if (declaration.existing || !value) return;
  const { uri } = reading.root;
  for (const member of membersOf(declaration, scope)) {
    const enabled = enabledOf(declaration, member.scope);
    let body: Value | undefined;
    readAzureResource(
      {
        // Evaluated when it is first asked for: most resources of a template are none that anything is read from.
        get body() {
          return (body ??= evaluateAzure(value, member.scope));
        },
        type,
        address: `${call?.prefix ?? ''}${declaration.name}${member.suffix}`,
        level,
        dialect: 'bicep',
        uri,
        head: { uri, span: call?.head ?? declaration.head },
        block: { uri, span: call?.span ?? declaration.span },
        enabled: call ? lesser(call.enabled, enabled) : enabled,
      },
      into,
    );
  }
}

/** A module by what it makes of what is passed to it. Of its facts the caller's file keeps those whose cause stands in it. */
function readModule(declaration: BicepDeclaration, scope: AzureScopeOfNames, call: Call | undefined, reading: Reading, into: Facts): void {
  const { uri } = reading.root;
  const stack = [...(call?.stack ?? []), scope.uri];
  if (!declaration.value || declaration.type === undefined || stack.length > deepest || reading.calls > mostCalls || reading.left <= 0)
    return;
  const target = calledFile(scope.uri, declaration.type, reading);
  if (target && stack.includes(target.uri)) return;
  for (const member of membersOf(declaration, scope)) {
    reading.calls++;
    const params = entryOf(evaluateAzure(declaration.value, member.scope), 'params')?.value;
    if (params?.kind !== 'mapping') continue;
    const enabled = enabledOf(declaration, member.scope);
    const shared = {
      prefix: `${call?.prefix ?? ''}${declaration.name}${member.suffix}.`,
      head: call?.head ?? declaration.head,
      span: call?.span ?? declaration.span,
      enabled: call ? lesser(call.enabled, enabled) : enabled,
    };
    const found = noFacts();
    if (target) {
      const given = new Map(
        params.entries.flatMap((entry): [string, Value][] => (entry.key.kind === 'scalar' ? [[String(entry.key.value), entry.value]] : [])),
      );
      readFile(target, target.tree(parseBicep), { ...shared, given, stack }, reading, found);
    } else {
      readVerifiedModule(
        declaration.type,
        params,
        {
          uri,
          address: shared.prefix.slice(0, -1),
          head: { uri, span: shared.head },
          block: { uri, span: shared.span },
          enabled: shared.enabled,
        },
        found,
      );
    }
    addCallersFacts(found, uri, into);
  }
}

function writtenAt(uri: string, declaration: BicepDeclaration): Written {
  const place = { uri, span: declaration.nameSpan };
  return { at: place, token: place, via: [], encoding: 'none', editable: false };
}

function enabledOf(declaration: BicepDeclaration, scope: AzureScopeOfNames): Grant['enabled'] {
  if (!declaration.condition) return 'yes';
  // A literal decides; a parameter's default may be overridden, what a caller passes may not.
  if (declaration.condition.kind === 'literal') return declaration.condition.value === false ? 'no' : 'yes';
  const test = evaluateAzure(declaration.condition, scope);
  return textOf(test) === 'true' ? 'yes' : textOf(test) === 'false' && test.at.uri !== scope.uri ? 'no' : 'maybe';
}

function lesser(a: Grant['enabled'], b: Grant['enabled']): Grant['enabled'] {
  return a === 'no' || b === 'no' ? 'no' : a === 'maybe' || b === 'maybe' ? 'maybe' : 'yes';
}
