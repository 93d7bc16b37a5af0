// How a secret leaves a pipeline: what is declared goes, because the store of the system gives a variable of that name by
// itself; in scripts and settings a reference takes its place, as that system fills them. One row a system. A place that its
// system does not fill has no repair.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { locateAround, type Located } from '../../server/engine/edit/locate.ts';
import { variableInShell } from '../../server/engine/edit/shell-variable.ts';
import type { Document } from '../../server/engine/document.ts';
import { valueOf } from '../../server/engine/facts/data-value.ts';
import type { TextEdit } from '../../server/engine/fix.ts';
import { keyText, type DataScalar } from '../../server/engine/syntax/data.ts';
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import { entryTakenOut, type Repair } from './repair-plan.ts';

interface Pipeline {
  readonly file: RegExp;
  /** Keys that declare variables for everything below them, and what has to give those instead. */
  readonly declares?: {
    readonly key: string;
    readonly instead: (name: string) => string;
    readonly unless?: (text: string, name: string, path: string) => boolean;
  };
  /** Below the same key stand lists and words of `NAME=value` too. Each item but those under `global` is a job of its own. */
  readonly assignments?: true;
  /** Keys that hold commands of a shell, which has the variable in its environment. */
  readonly scripts?: RegExp;
  /** How the shell is given a variable, where that is not `${NAME}`. */
  readonly inShell?: (name: string) => string;
  /** What the system itself fills, where the path says that it does. */
  readonly filled?: { readonly at: RegExp; readonly reference: (name: string) => string };
  /** The value becomes a mapping. */
  readonly mapped?: {
    readonly at: RegExp;
    readonly title: (name: string) => string;
    readonly value: (name: string) => Readonly<Record<string, string>>;
  };
}

const kebab = (name: string): string => name.toLowerCase();

const pipelines: readonly Pipeline[] = [
  {
    file: /(?:^|\/)\.github\/(?:workflows|actions)\//,
    filled: { at: /./, reference: (name) => `\${{ secrets.${name} }}` },
  },
  {
    file: /(?:^|\/)(?:[\w.-]+\.)?\.?gitlab-ci(?:[.-][\w.-]+)?\.ya?ml$|(?:^|\/)\.gitlab\/ci\/[^/]+\.ya?ml$/,
    declares: { key: 'variables', instead: (name) => `define ${name} as a masked CI/CD variable of the project` },
    scripts: /^(?:script|before_script|after_script)$/,
    filled: { at: /./, reference: (name) => `$${name}` },
  },
  {
    file: /(?:^|\/)\.circleci\/[^/]+\.ya?ml$/,
    // The images beside the first one get nothing but what stands here.
    declares: {
      key: 'environment',
      instead: (name) => `define ${name} in a context or as a variable of the project`,
      unless: (_text, _name, path) => /(?:^|\.)docker\./.test(path),
    },
    scripts: /^(?:run|command)$/,
    filled: { at: /(?:^|\.)(?:auth\.password|aws_auth\.aws_secret_access_key)$/, reference: (name) => `$${name}` },
  },
  {
    file: /(?:^|\/)\.?azure-pipelines(?:[.-][^/]*)?\.ya?ml$|(?:^|\/)\.azure-?pipelines\/.+\.ya?ml$|(?:^|\/)\.(?:vsts-ci|pipelines\/.+)\.ya?ml$/i,
    declares: {
      key: 'variables',
      instead: (name) => `make ${name} a secret variable of the pipeline or of a variable group`,
      unless: (text, name) => isReadEarlyOrAsEnvironment(text, name),
    },
    // Macros are filled in before a task runs; what a template expression takes is fixed before there are secrets.
    filled: { at: /(?:^|\.)(?:env|inputs)\.|(?:^|\.)(?:script|bash|pwsh|powershell)$/, reference: (name) => `$(${name})` },
  },
  {
    file: /(?:^|\/)bitbucket-pipelines\.ya?ml$/,
    scripts: /^(?:script|after-script)$/,
    filled: { at: /(?:^|\.)variables\./, reference: (name) => `$${name}` },
  },
  {
    file: /(?:^|\/)\.buildkite\/.+\.ya?ml$|(?:^|\/)buildkite(?:[.-][\w.-]+)?\.ya?ml$/,
    declares: {
      key: 'env',
      instead: (name) => `make ${name} a secret of the cluster and name it under secrets, or give it by a hook of the agent`,
    },
    scripts: /^(?:commands?|script)$/,
    // One sign alone is filled in when the pipeline is uploaded, and what stands there then is kept by Buildkite.
    inShell: (name) => `$\${${name}}`,
  },
  {
    file: /(?:^|\/)\.travis\.ya?ml$/,
    declares: { key: 'env', instead: (name) => `define ${name} in the settings of the repository, or add it with travis encrypt` },
    assignments: true,
    scripts: /^(?:script|(?:before|after)_\w+|install)$/,
    filled: { at: /(?:^|\.)deploy\.[\w.]+$/, reference: (name) => `$${name}` },
  },
  {
    file: /(?:^|\/)(?:[\w.-]{1,80}[._-])?buildspecs?(?:[._-][^/]*)?\.ya?ml$|(?:^|\/)buildspecs?\/[^/]+\.ya?ml$/i,
    declares: { key: 'variables', instead: (name) => `name what holds ${name} under secrets-manager or parameter-store` },
    scripts: /^(?:commands|finally)$/,
  },
  {
    file: /(?:^|\/)\.semaphore\/(?:[^/]+\/)*[^/]+\.ya?ml$/,
    declares: { key: 'env_vars', instead: (name) => `make ${name} a secret of the organization or project and name that under secrets` },
    scripts: /^commands$/,
  },
  {
    file: /(?:^|\/)\.(?:drone|woodpecker)(?:\.ya?ml$|\/)/,
    mapped: {
      at: /(?:^|\.)(?:environment|settings)\.\w+$/,
      title: (name) => `Read it from the secret ${kebab(name)}`,
      value: (name) => ({ from_secret: kebab(name) }),
    },
  },
];

/** A secret variable of Azure Pipelines is not there when templates are expanded, and not in the environment of scripts. */
function isReadEarlyOrAsEnvironment(text: string, name: string): boolean {
  const variable = name.toUpperCase().replace(/[.\s]/g, '_');
  const found = (word: string): boolean =>
    new RegExp(
      String.raw`\$\{\{[^}\n]{0,200}\bvariables(?:\.|\[')${word}\b|\$(?:env:)?${word}\b|\$\{(?:env:)?${word}\b|%${word}%`,
      'i',
    ).test(text);
  return found(escaped(variable)) || found(escaped(name));
}

const escaped = (word: string): string => word.replace(/[^\w]/g, (sign) => `\\${sign}`);

export const isPipeline = (uri: string): boolean => pipelines.some(({ file }) => file.test(uri));

/** The repair of a secret in a pipeline, whole value or part of one; undefined where the system would not fill the place. */
export function pipelineRepair(candidate: SecretCandidate, name: string): Repair | undefined {
  const { uri } = candidate.at;
  const path = candidate.context.path ?? '';
  const pipeline = pipelines.find(({ file }) => file.test(uri));
  if (!pipeline) return undefined;
  const { declares, mapped, filled } = pipeline;
  if (declares && candidate.whole && under(path, declares.key)) {
    const declared = declaredName(candidate) ?? name;
    return {
      title: `Take it out; ${declares.instead(declared)}`,
      edits(document) {
        const chain = locateAround(document, candidate.at.span);
        if (!chain || declares.unless?.(document.text, declared, path)) return undefined;
        // `- name: X` and `value: y` are one declaration.
        const isPair = keyOf(chain.at(-1)) === 'value' && chain.at(-3)?.node.kind === 'list';
        const edit = entryTakenOut(document, isPair ? chain.slice(0, -1) : chain, declares.key);
        return edit && [edit];
      },
    };
  }
  if (
    declares &&
    pipeline.assignments &&
    !candidate.whole &&
    candidate.context.where === 'assignment' &&
    candidate.context.entry &&
    declaredName(candidate)
  ) {
    return {
      title: `Take it out; ${declares.instead(declaredName(candidate)!)}`,
      edits: (document) => assignmentTakenOut(document, candidate, declares.key),
    };
  }
  if (mapped) {
    if (!candidate.whole || !mapped.at.test(path)) return undefined;
    return {
      title: mapped.title(name),
      edits(document) {
        const node = locateAround(document, candidate.at.span)?.at(-1)?.node;
        const edit = node && replaceValue(valueOf(node, uri), mapped.value(name), document);
        return edit && [edit];
      },
    };
  }
  return {
    title:
      filled && !pipeline.scripts
        ? `Read it from ${filled.reference(name)}`
        : `Read it from the variable ${name}, which the settings of the project give`,
    edits(document) {
      const chain = locateAround(document, candidate.at.span);
      const scalar = chain?.at(-1)?.node;
      if (!chain || scalar?.kind !== 'scalar') return undefined;
      if (pipeline.scripts && chain.some((at) => pipeline.scripts!.test(keyOf(at) ?? '')))
        return inScript(document, scalar, candidate, pipeline.inShell?.(name) ?? `\${${name}}`);
      return filled?.at.test(keysOf(chain)) ? [inText(candidate, filled.reference(name))] : undefined;
    },
  };
}

/** `NAME=value` goes with its item, or alone where others stand beside it. */
function assignmentTakenOut(document: Document, { context }: SecretCandidate, key: string): readonly TextEdit[] | undefined {
  const { text, uri } = document;
  const [start, end] = context.entry!.span;
  const chain = locateAround(document, [start, end]);
  const scalar = chain?.at(-1)?.node;
  if (!chain || scalar?.kind !== 'scalar' || !chain.some((at) => keyOf(at) === key)) return undefined;
  const [from, to] = scalar.inner;
  const before = text.slice(from, start).trim();
  const behind = text.slice(end, to).trim();
  if (before !== '' || behind !== '') {
    // Its quotes are a part of it; what is joined to it in another way is not to be told apart.
    if (/\S$/.test(text.slice(from, start)) || /^\S/.test(text.slice(end, to))) return undefined;
    const last = behind === '';
    const span = last
      ? ([from + text.slice(from, start).trimEnd().length, end] as const)
      : ([start, end + text.slice(end, to).search(/\S/)] as const);
    return [{ uri, span, text: '' }];
  }
  const { parent } = chain.at(-1)!;
  if (parent?.kind === 'list' && parent.items.length > 1 && !chain.some((at) => keyOf(at) === 'global')) return undefined;
  const edit = entryTakenOut(document, chain, key);
  return edit && [edit];
}

/** The name that the pipeline gives the variable, which all who read it use. */
function declaredName({ context }: SecretCandidate): string | undefined {
  return context.name !== undefined && /^[A-Za-z_][\w.]{0,100}$/.test(context.name) ? context.name : undefined;
}

const under = (path: string, key: string): boolean => path.startsWith(`${key}.`) || path.includes(`.${key}.`);
const keyOf = (at: Located | undefined): string | undefined => (at?.entry ? keyText(at.entry) : undefined);
const keysOf = (chain: readonly Located[]): string =>
  chain
    .map(keyOf)
    .filter((key) => key !== undefined)
    .join('.');

/** Braces and dollars are signs of YAML in a list or map on one line: what is quoted stays in its quotes. */
function inText({ at, token, whole, encoding }: SecretCandidate, reference: string): TextEdit {
  const inQuotes = !whole || encoding === 'yaml-single' || encoding === 'yaml-double' || encoding === 'json';
  return { uri: at.uri, span: inQuotes ? at.span : token.span, text: reference };
}

/** In the quotes of the shell, and those in the quotes of YAML. */
function inScript(document: Document, scalar: DataScalar, { at }: SecretCandidate, reference: string): readonly TextEdit[] | undefined {
  const quote =
    scalar.style === 'double'
      ? (sign: string) => (sign === '"' ? '\\"' : sign)
      : scalar.style === 'single'
        ? (sign: string) => (sign === "'" ? "''" : sign)
        : undefined;
  // Where quotes of the shell are written with signs of YAML, what is open is not to be seen from the text alone.
  if (quote && !scalar.exact) return undefined;
  const written = variableInShell(document.text, scalar.inner, at.span, { reference, ...(quote ? { quote } : {}) });
  return written && [{ uri: at.uri, ...written }];
}
