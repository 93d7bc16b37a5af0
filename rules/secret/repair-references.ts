// Configuration files that a program fills from the environment by itself, each with the words it takes for that. Only what
// the documentation of the program promises stands here: in any other file a reference would be the secret from then on.
import type { Document } from '../../server/engine/document.ts';
import { locate } from '../../server/engine/edit/locate.ts';
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import { environmentName } from '../../server/engine/secrets/names.ts';
import { namedInExample, type Repair } from './repair-plan.ts';

interface Filled {
  readonly file: RegExp;
  /** Where in the file, by the path of keys. */
  readonly at?: RegExp;
  readonly reference: (name: string) => string;
  /** The name that the program would look for by itself. */
  readonly byPath?: boolean;
  /** In front of a reference YAML wants quotes. */
  readonly quotes?: boolean;
}

const braces = (name: string): string => `\${${name}}`;
const isSpring = /(?:^|\/)(?:application|bootstrap)[\w.-]*\.(?:ya?ml|properties)$/;

const filledFiles: readonly Filled[] = [
  { file: /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/, reference: braces },
  // The name under which Spring would look in the environment by itself.
  { file: isSpring, reference: braces, byPath: true },
  { file: /(?:^|\/)microprofile-config[\w.-]*\.properties$/, reference: braces },
  { file: /(?:^|\/)\.npmrc$/, reference: braces },
  { file: /(?:^|\/)\.yarnrc\.yml$/, reference: braces },
  { file: /(?:^|\/)nuget\.config$/i, reference: (name) => `%${name}%` },
  {
    file: /(?:^|\/)(?:[\w.-]*settings|pom)[\w.-]*\.xml$/,
    at: /(?:^|\.)(?:servers?|proxies|proxy|profiles?|properties|project)\./,
    reference: (name) => `\${env.${name}}`,
  },
  { file: /(?:^|\/)(?:grafana|custom)\.ini$/, reference: (name) => `$__env{${name}}` },
  { file: /(?:^|\/)(?:\w{1,20}beat|logstash|elasticsearch|kibana|pipelines)\.yml$|(?:^|\/)logstash[\w.-]*\.conf$/, reference: braces },
  { file: /(?:^|\/)(?:telegraf|fluent-bit)[\w.-]*\.conf$/, reference: braces },
  { file: /(?:^|\/)otel[\w.-]*\.ya?ml$/, reference: (name) => `\${env:${name}}` },
  { file: /(?:^|\/)serverless[\w.-]*\.ya?ml$/, reference: (name) => `\${env:${name}}` },
  { file: /(?:^|\/)config\/(?:packages\/|services)[\w./-]*\.ya?ml$/, reference: (name) => `%env(${name})%`, quotes: true },
  {
    file: /(?:^|\/)\.devcontainer(?:\/[\w.-]+)*\/devcontainer\.json$|(?:^|\/)\.devcontainer\.json$/,
    reference: (name) => `\${localEnv:${name}}`,
  },
  { file: /(?:^|\/)\.vscode\/(?:mcp|launch|tasks)\.json$/, reference: (name) => `\${env:${name}}` },
  { file: /(?:^|\/)(?:\.?mcp\.json|settings\.json)$/, at: /^mcpServers\./, reference: braces },
];

/** In `{ … }` and `[ … ]` a brace ends a word that has no quotes. */
const inFlow = (document: Document, { token }: SecretCandidate): boolean => locate(document, token.span)?.parent?.flow === true;

/** The repair in a file of a program that fills it; undefined for all others. */
export function referenceRepair(candidate: SecretCandidate, name: string): Repair | undefined {
  const { uri } = candidate.at;
  const { path = '' } = candidate.context;
  const filled = filledFiles.find((one) => one.file.test(uri) && (!one.at || one.at.test(path)));
  if (!filled || candidate.context.where === 'comment') return undefined;
  const variable = filled.byPath && candidate.whole && /^[\w.-]+$/.test(path) ? environmentName(path) : name;
  const reference = filled.reference(variable);
  const isPlain = candidate.whole && /^yaml-(?:plain|block|flow)$/.test(candidate.encoding);
  return {
    title: `Read it from ${reference}`,
    // Kubernetes has a `bootstrap.yaml` of its own, which nothing fills.
    edits: (document) =>
      filled.byPath && /^apiVersion:\s/m.test(document.text)
        ? undefined
        : [
            isPlain
              ? { uri, span: candidate.token.span, text: filled.quotes || inFlow(document, candidate) ? `'${reference}'` : reference }
              : { uri, span: candidate.at.span, text: reference },
          ],
    create: namedInExample(variable),
  };
}
