// Which actions of AWS a program calls, where its source is known: the handler of a function and the files of the project
// that it imports. JavaScript, TypeScript and Python are read as text, since this is asked by readers of YAML that must not
// load a compiler, and its answer is only ever a suggestion. What cannot be told for sure (an import that is not found, a
// library that wraps the SDK, a resource of boto3) makes the whole unknown: half a list would break the function.
import { folderOf, type Document } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import type { CalledActions, Facts } from '../types.ts';
import { textOf } from '../value.ts';
import { permissionsFor, prefixOf } from './sdk-services.ts';

/** Files that one handler may be made of; more are no function but an application. */
const mostFiles = 40;

type Neighbours = Pick<ReadContext, 'neighbour'>;

/** The actions that the program behind a handler calls; `path` as a service file writes it, without extension. */
export function actionsOfHandler(path: string, context: Neighbours): CalledActions | undefined {
  const [uri] = ['.ts', '.js', '.mjs', '.cjs', '.tsx', '.py']
    .map((extension) => path + extension)
    .filter((candidate) => context.neighbour(candidate));
  return uri === undefined ? undefined : actionsOfProgram(uri, context);
}

/** The actions that a file and those that it imports call. Undefined where that is not known. */
export function actionsOfProgram(uri: string, context: Neighbours): CalledActions | undefined {
  const actions = new Set<string>();
  const files = new Set<string>([uri]);
  for (const file of files) {
    const document = context.neighbour(file);
    const read =
      document &&
      (document.format === 'python'
        ? pythonCalls(document)
        : document.format === 'typescript' || document.format === 'javascript'
          ? scriptCalls(document)
          : undefined);
    if (!read || files.size > mostFiles) return undefined;
    for (const action of read.actions) actions.add(action);
    for (const candidates of read.imports) {
      const found = candidates.uris.find((one) => context.neighbour(one));
      if (found !== undefined) files.add(found);
      else if (!candidates.optional) return undefined;
    }
  }
  return { actions: [...actions].sort(), uris: [...files] };
}

/** Notes on the grants from index `from` on what their only holder's program calls. */
export function noteCalls(facts: Facts, from: number, called: ReadonlyMap<string, CalledActions>): void {
  if (called.size === 0) return;
  for (let i = from; i < facts.grants.length; i++) {
    const grant = facts.grants[i]!;
    const calls = grant.principals.length === 1 ? called.get(textOf(grant.principals[0]!.id) ?? '') : undefined;
    if (calls && (grant.role === 'identity' || grant.role === 'entitlement')) facts.grants[i] = { ...grant, calls };
  }
}

/** The calls of several programs that share a role; undefined where one of them is not known. */
export function together(all: readonly (CalledActions | undefined)[]): CalledActions | undefined {
  if (all.length === 0 || all.some((one) => one === undefined)) return undefined;
  return { actions: [...new Set(all.flatMap((one) => one!.actions))].sort(), uris: [...new Set(all.flatMap((one) => one!.uris))] };
}

interface ProgramCalls {
  readonly actions: readonly string[];
  readonly imports: readonly { readonly uris: readonly string[]; readonly optional: boolean }[];
}

/** Text without comments; strings stay, since imports stand in them. */
function withoutComments(text: string, python: boolean): string {
  return python ? text.replace(/^[ \t]*#.*$/gm, '') : text.replace(/^[ \t]*(?:\/\/|\*).*$/gm, '');
}

const scriptImport = /(?:\bfrom\s*|\brequire\s*\(\s*|\bimport\s*(?:\(\s*)?)(["'])([^"'\n]{1,200})\1/g;
const namedImport =
  /(?:import\s+(?:type\s+)?(?:\w+\s*,\s*)?\{([^{}]{0,4000})\}\s*from\s*|(?:const|let|var)\s*\{([^{}]{0,4000})\}\s*=\s*require\s*\(\s*)["']@aws-sdk\/([\w-]+)["']/g;
const spaceImport =
  /(?:import\s+\*\s+as\s+(\w+)\s+from\s*|(?:const|let|var)\s+(\w+)\s*=\s*require\s*\(\s*)["']@aws-sdk\/(client-[\w-]+)["']/g;
const clientOfOldSdk =
  /\b(\w+)(?:\s*:\s*[\w.]+)?\s*=\s*(?:\w+\.captureAWSClient\(\s*)?new\s+(?:AWS|aws|Aws)\.(\w+)(\.DocumentClient)?\s*\(/g;
const importOfOldSdk = /import\s+(\w+)\s+from\s*["']aws-sdk\/clients\/(\w+)["']/g;

/** Libraries that call AWS in their own words. */
const wrappers = /(?:aws|dynamo|dynamoose|powertools|amplify|electrodb|middy\/(?:ssm|s3|secrets|sts|rds|dynamodb))/i;
/** Packages of AWS that call nothing. */
const silent =
  /^(?:aws-lambda|aws-xray-sdk(?:-core)?|@types\/aws-lambda|@aws-lambda-powertools\/(?:logger|tracer|metrics|commons)|@aws-sdk\/(?:util-[\w-]+|types|credential-[\w-]+|smithy-client|s3-request-presigner)|aws-sdk)(?:\/|$)/;

function scriptCalls(document: Document): ProgramCalls | undefined {
  return document.memo(scriptCalls, () => readScript(document));
}

function readScript(document: Document): ProgramCalls | undefined {
  const text = withoutComments(document.text, false);
  const actions: string[] = [];
  const need = (prefix: string, operation: string): void => void actions.push(...permissionsFor(prefix, operation));
  const callsOf = (name: string): string[] => [...text.matchAll(new RegExp(`\\b${name}\\.(\\w+)\\s*\\(`, 'g'))].map((match) => match[1]!);
  const clients: (readonly [name: string, prefix: string])[] = [];

  for (const match of text.matchAll(namedImport)) {
    const library = match[3]!;
    if (!/^(?:client-|lib-(?:dynamodb|storage)$)/.test(library)) continue;
    const prefix = library === 'lib-dynamodb' ? 'dynamodb' : library === 'lib-storage' ? 's3' : prefixOf(library);
    for (const one of (match[1] ?? match[2] ?? '').split(',')) {
      const [, name, alias] = /^\s*(?:type\s+)?(\w+)(?:\s*(?:as|:)\s*(\w+))?\s*$/.exec(one) ?? [];
      if (name === undefined) continue;
      const command = /^(\w+)Command$/.exec(name)?.[1];
      const pages = /^paginate(\w+)$/.exec(name)?.[1];
      if (command !== undefined) {
        if (new RegExp(`\\bnew\\s+${alias ?? name}\\s*\\(`).test(text)) need(prefix, command);
      } else if (pages !== undefined) need(prefix, pages);
      else if (library === 'lib-storage' && name === 'Upload') actions.push('s3:PutObject', 's3:AbortMultipartUpload');
      // A client of all operations in one: `new S3().putObject(…)`.
      else if (new RegExp(`\\b${alias ?? name}\\.from\\s*\\(`).test(text) && /^DynamoDBDocument$/.test(name)) return undefined;
      else if (!/Client$|Exception$|^waitUntil/.test(name) && new RegExp(`\\bnew\\s+${alias ?? name}\\s*\\(`).test(text)) {
        const kept = [...text.matchAll(new RegExp(`\\b(\\w+)(?:\\s*:\\s*\\w+)?\\s*=\\s*new\\s+${alias ?? name}\\s*\\(`, 'g'))].map(
          (found) => found[1]!,
        );
        if (kept.length === 0) return undefined;
        clients.push(...kept.map((variable) => [variable, prefix] as const));
      }
    }
  }
  for (const match of text.matchAll(spaceImport)) {
    for (const found of text.matchAll(new RegExp(`\\bnew\\s+${match[1] ?? match[2]}\\.(\\w+)Command\\s*\\(`, 'g')))
      need(prefixOf(match[3]!), found[1]!);
  }
  const old = new Map([...text.matchAll(importOfOldSdk)].map((match) => [match[1]!, match[2]!]));
  for (const match of text.matchAll(clientOfOldSdk)) clients.push([match[1]!, prefixOf(match[2]!)]);
  for (const [name, client] of old) {
    for (const found of text.matchAll(new RegExp(`\\b(\\w+)\\s*=\\s*new\\s+${name}(?:\\.DocumentClient)?\\s*\\(`, 'g')))
      clients.push([found[1]!, prefixOf(client)]);
  }
  for (const [variable, prefix] of clients) {
    for (const method of callsOf(variable)) {
      if (method === 'getSignedUrl' || method === 'getSignedUrlPromise' || method === 'waitFor') return undefined;
      if (method !== 'send' && method !== 'destroy') need(prefix, method.charAt(0).toUpperCase() + method.slice(1));
    }
  }

  const folder = folderOf(document.uri);
  const imports: { uris: string[]; optional: boolean }[] = [];
  for (const match of text.matchAll(scriptImport)) {
    const source = match[2]!;
    if (source.startsWith('.')) {
      const path = joined(folder, source);
      if (path === undefined) return undefined;
      if (/\.(?:json|css|html|graphql|sql|txt)$/.test(path)) continue;
      const bare = path.replace(/\.[mc]?[jt]sx?$/, '');
      imports.push({
        uris: [
          path,
          ...['.ts', '.tsx', '.js', '.mjs', '.cjs', '.mts', '/index.ts', '/index.js'].flatMap((end) =>
            [...new Set([path, bare])].map((one) => one + end),
          ),
        ].filter((one) => /\.[mc]?[jt]sx?$/.test(one)),
        optional: false,
      });
    } else if (/^(?:@\/|~|#|src\/)/.test(source)) return undefined;
    else if (!/^@aws-sdk\/(?:client-|lib-)/.test(source) && wrappers.test(source) && !silent.test(source)) return undefined;
  }
  return { actions, imports };
}

const botoClient = /(?<![\w.])([\w.]{1,80})\s*=\s*(?:boto3|session|\w+_session)\.client\(\s*(?:service_name\s*=\s*)?["']([\w-]+)["']/g;
const botoDirect = /\b(?:boto3|session)\.client\(\s*["']([\w-]+)["'][^()\n]{0,200}\)\.(\w+)\(/g;
const botoTable = /(?<![\w.])([\w.]{1,80})\s*=\s*[\w.]{1,80}(?:\([^()\n]{0,100}\))?\.Table\(/g;
const notOperations = new Set(['exceptions', 'close', 'can_paginate', 'meta', 'Table', 'batch_writer', 'load']);

function pythonCalls(document: Document): ProgramCalls | undefined {
  return document.memo(pythonCalls, () => readPython(document));
}

function readPython(document: Document): ProgramCalls | undefined {
  const text = withoutComments(document.text, true);
  const actions: string[] = [];
  const need = (prefix: string, operation: string): void =>
    void actions.push(
      ...permissionsFor(
        prefix,
        operation
          .split('_')
          .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
          .join(''),
      ),
    );
  // Objects of boto3's resources are called in words of their own; only tables are understood.
  if (
    [...text.matchAll(/\.resource\(\s*["']([\w-]+)["']/g)].some((match) => match[1] !== 'dynamodb') ||
    /\b(?:aws_lambda_powertools\.utilities\.parameters|pynamodb|awswrangler|s3fs)\b/.test(text)
  )
    return undefined;
  const holders: (readonly [string, string])[] = [
    ...[...text.matchAll(botoClient)].map((match) => [match[1]!, prefixOf(match[2]!)] as const),
    ...[...text.matchAll(botoTable)].map((match) => [match[1]!, 'dynamodb'] as const),
  ];
  for (const match of text.matchAll(botoDirect)) need(prefixOf(match[1]!), match[2]!);
  for (const [name, prefix] of holders) {
    const called = name.replaceAll('.', '\\.');
    for (const match of text.matchAll(new RegExp(`(?<![\\w.])${called}\\.(\\w+)\\(\\s*(?:["'](\\w+)["'])?`, 'g'))) {
      const [, method, first] = match;
      if (method === 'get_paginator' || method === 'generate_presigned_url') {
        if (first === undefined) return undefined;
        need(prefix, first);
      } else if (method === 'get_waiter' || method === 'generate_presigned_post') return undefined;
      else if (method === 'batch_writer') actions.push('dynamodb:BatchWriteItem');
      else if (!notOperations.has(method!)) need(prefix, method!);
    }
  }
  const folder = folderOf(document.uri);
  const imports: { uris: string[]; optional: boolean }[] = [];
  for (const match of text.matchAll(
    /^[ \t]*(?:from[ \t]+([\w.]{1,200})[ \t]+import[ \t]+([\w(][\w, ()]{0,1999})|import[ \t]+([\w.]{1,200}))/gm,
  )) {
    const module = match[1] ?? match[3]!;
    const dots = /^\.*/.exec(module)![0].length;
    const base = dots > 1 ? joined(folder, '../'.repeat(dots - 1)) : folder;
    if (base === undefined) return undefined;
    const rest = module.slice(dots).replaceAll('.', '/');
    const of = (path: string): string[] => [`${path}.py`, `${path}/__init__.py`];
    const at = [base, rest].filter((part) => part !== '').join('/');
    // What is named may be in the module, or be one in its folder.
    const named = (match[2] ?? '')
      .split(/[,()\s]+/)
      .filter((name) => name !== '' && name !== 'as')
      .map((name) => of([at, name].filter((part) => part !== '').join('/')));
    const own = rest === '' ? [] : of(at);
    imports.push({ uris: own, optional: true }, ...named.map((uris) => ({ uris, optional: true })));
    // A module that is nowhere in the project is a package, unless it is named from here.
    if (dots > 0) imports.push({ uris: [...own, ...named.flat()], optional: false });
  }
  return { actions, imports };
}

/** A path relative to a folder; undefined where it leaves the workspace. */
export function joined(folder: string, path: string): string | undefined {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return undefined;
      parts.pop();
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
