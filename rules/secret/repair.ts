// How a secret leaves the file it lies in: a reference in the language's own words, the name without the value added to
// `.env.example`, the file ignored where it is one that must not be committed. Always a suggestion: the secret itself has
// to be rotated and put where the reference looks for it, and only a person can do that. Here is which repair a file gets;
// a place that nothing fills at run time gets none.
import { folderOf, formatOf, type Format } from '../../server/engine/document.ts';
import type { FixMaker, TextEdit } from '../../server/engine/fix.ts';
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import { lineEndOf } from '../../server/engine/text/text.ts';
import { chartRepair } from './repair-charts.ts';
import { codeRepair } from './repair-code.ts';
import { codePartRepair } from './repair-code-parts.ts';
import { dataRepair } from './repair-data.ts';
import { notebookRepair } from './repair-notebook.ts';
import { plainVariableOf } from './repair-names.ts';
import { isPipeline, pipelineRepair } from './repair-pipelines.ts';
import { generatorRepair } from './repair-kustomize.ts';
import { namedInExample, wholeLine, type Repair } from './repair-plan.ts';
import { referenceRepair } from './repair-references.ts';
import { shellRepair } from './repair-shell.ts';
import { settingsRepair } from './repair-xml.ts';

/**
 * The repair of a candidate, which is read from `variable` then; none where what stands there can not be filled at run time.
 * `shared` are the files that read the same variable once they are repaired: only one of them may declare it.
 */
export function repairsOf(
  candidate: SecretCandidate,
  variable = plainVariableOf(candidate),
  shared: readonly string[] = [candidate.at.uri],
): FixMaker[] {
  const repair = repairFor(candidate, variable, shared);
  if (!repair) return [];
  return [
    {
      title: repair.title,
      make(context) {
        const document = context.document(candidate.at.uri);
        const edits = document && document.text.length >= candidate.token.span[1] ? repair.edits(document, context) : undefined;
        return edits && { edits, create: repair.create };
      },
    },
  ];
}

function repairFor(candidate: SecretCandidate, name: string, shared: readonly string[]): Repair | undefined {
  const { uri } = candidate.at;
  const format = formatOf(uri);
  if (format === 'dotenv') {
    const file = uri.slice(uri.lastIndexOf('/') + 1);
    const isExample = /example|sample|template|dist/.test(file);
    return {
      title: isExample ? 'Take the value out' : `Take the value out and ignore ${file}`,
      edits: () => [{ uri, span: candidate.at.span, text: '' }],
      create: isExample ? [] : [{ uri: '.gitignore', appendLines: [file] }, ...namedInExample(name)],
    };
  }
  if (candidate.context.where === 'provider-file') return undefined;
  if (candidate.context.fallback) return withoutFallback(candidate, format === 'shell');
  if (format === 'dockerfile') return dockerfile(candidate, name);
  if (format === 'notebook') return notebookRepair(candidate, name);
  if (format === 'shell') return shellRepair(candidate, name);
  if (isPipeline(uri)) return pipelineRepair(candidate, name);
  const filled = referenceRepair(candidate, name) ?? chartRepair(candidate, name) ?? generatorRepair(candidate);
  if (filled) return filled;
  if (!candidate.whole) return withExample(codePartRepair(candidate, name), format, name);
  const inCode = codeRepair(candidate, name);
  if (inCode) return withExample(inCode, format, name);
  switch (format) {
    case 'hcl':
      return terraform(candidate, name, shared);
    case 'bicep':
      return uri.endsWith('.bicepparam') ? givenToBicep(candidate, name) : bicep(candidate, name);
    case 'xml':
      return settingsRepair(candidate);
    case 'yaml':
    case 'json':
      return dataRepair(candidate, name, format);
    case 'properties':
      return /(?:^|\/)gradle\.properties$/.test(uri) ? gradle(candidate) : undefined;
    default:
      return undefined;
  }
}

/** Jenkins has a store of its own; elsewhere the variable is named where others look for what there is. */
const withExample = (repair: Repair | undefined, format: Format, name: string): Repair | undefined =>
  repair && { ...repair, create: format === 'groovy' ? [] : namedInExample(name) };

/** Gradle fills nothing in; it takes properties from the environment under names of its own. */
function gradle({ context, token }: SecretCandidate): Repair | undefined {
  if (context.name === undefined || !/^[\w.-]+$/.test(context.name)) return undefined;
  return {
    title: `Take the line out; give it as ORG_GRADLE_PROJECT_${context.name} at run time`,
    edits: (document) => [wholeLine(document, context.entry?.span ?? token.span)],
  };
}

/** `${NAME:-value}` becomes `${NAME}`, and in a shell `${NAME:?…}`, so that nothing runs without it; `| default('value')` goes. */
function withoutFallback(candidate: SecretCandidate, inShell: boolean): Repair {
  const { uri, span } = candidate.at;
  return {
    title: 'Take the default value out; give it at run time',
    edits({ text }) {
      const before = text.slice(Math.max(0, span[0] - 200), span[0]);
      const variable = /\$\{([\w.-]{1,80})(:[-=]?)$/.exec(before);
      if (variable && text[span[1]] === '}')
        return [{ uri, span: [span[0] - variable[2]!.length, span[1]], text: inShell ? `:?${variable[1]!} is not set` : '' }];
      const filter = /(?<!\s)\s{0,8}\|\s{0,8}default\(["']$/.exec(before);
      return filter && /^["']\)/.test(text.slice(span[1], span[1] + 2))
        ? [{ uri, span: [span[0] - filter[0].length, span[1] + 2], text: '' }]
        : undefined;
    },
  };
}

/** How many files of a module are looked through for a declaration: as many as people write. */
const filesOfModule = 200;

/**
 * `var.name`, and the variable where no file of the module has one of that name. It is declared in `variables.tf`, else in
 * the first of those that share it, so that it stands once whichever of them is repaired. A default value of a variable is
 * taken out.
 */
function terraform(candidate: SecretCandidate, name: string, shared: readonly string[]): Repair | undefined {
  const variable = name.toLowerCase();
  const { uri } = candidate.at;
  const replace = (text: string): TextEdit => ({ uri, span: candidate.token.span, text });
  // Vault, Consul and Terragrunt write HCL and know no variables.
  if (candidate.encoding === 'hcl-heredoc' || !/\.(?:tf|tofu|tfvars|nomad)$|\.(?:pkr|nomad|tftest)\.hcl$/.test(uri)) return undefined;
  if (/\.tfvars$/.test(uri)) {
    // A value of a map is not a variable of its own.
    if (candidate.context.path !== candidate.context.name) return undefined;
    return {
      title: `Take the line out; give it as TF_VAR_${candidate.context.name} at run time`,
      edits: (document) => [wholeLine(document, candidate.context.entry?.span ?? candidate.token.span)],
    };
  }
  if (/^variable\b/.test(candidate.context.path ?? '')) {
    return {
      title: 'Take the default value out; give it at run time',
      edits: (document) => [wholeLine(document, candidate.context.entry?.span ?? candidate.token.span)],
    };
  }
  return {
    title: `Read it from var.${variable} and declare that as sensitive`,
    edits: (document, context) => {
      const declared = new RegExp(`^\\s*variable\\s+"${variable}"`, 'm');
      const folder = folderOf(uri);
      const open = (uris: readonly string[]) =>
        uris.map((one) => (one === uri ? document : context.document(one))).filter((one) => one !== undefined);
      // Packer and Nomad keep their variables in files of their own.
      const isModule = (one: string) => /\.(?:tf|tofu)$/.test(one) === /\.(?:tf|tofu)$/.test(uri);
      const homes = open([folder === '' ? 'variables.tf' : `${folder}/variables.tf`, ...shared, uri].filter(isModule));
      const module = open(
        (context.siblings?.(folder) ?? []).filter((one) => /\.(?:tf|tofu|hcl)$/.test(one) && isModule(one)).slice(0, filesOfModule),
      );
      if ([...homes, ...module].some(({ text }) => declared.test(text))) return [replace(`var.${variable}`)];
      const home = homes[0]!;
      const end = lineEndOf(home.text);
      const text = ['', `variable "${variable}" {`, '  type      = string', '  sensitive = true', '}', ''].join(end);
      const last = home.text.length;
      return [
        replace(`var.${variable}`),
        { uri: home.uri, span: [last, last], text: last === 0 || home.text.endsWith('\n') ? text : end + text },
      ];
    },
  };
}

/** What is built into an image is read by everybody who has it: the line goes, and an argument loses its value. */
function dockerfile(candidate: SecretCandidate, name: string): Repair | undefined {
  const { uri, span } = candidate.at;
  return {
    title: `Take it out of the image; give ${name} when the container runs`,
    edits(document) {
      const start = document.text.lastIndexOf('\n', span[0] - 1) + 1;
      const line = document.text.slice(start, document.text.indexOf('\n', start) < 0 ? undefined : document.text.indexOf('\n', start));
      if (/^\s*ENV\s+\w+(?:=|\s+)(?:"[^"]*"|'[^']*'|\S+)\s*$/.test(line)) return [wholeLine(document, [start, start + line.length])];
      const argument = /^\s*ARG\s+\w+(?==)/.exec(line);
      return argument && /^\s*ARG\s+\w+=\S+\s*$/.test(line)
        ? [{ uri, span: [start + argument[0].length, start + line.trimEnd().length], text: '' }]
        : undefined;
    },
  };
}

/** A file of values for a template declares nothing; it reads the environment by a function of its own. */
function givenToBicep({ at, token }: SecretCandidate, name: string): Repair {
  return {
    title: `Read it with readEnvironmentVariable('${name}')`,
    edits: () => [{ uri: at.uri, span: token.span, text: `readEnvironmentVariable('${name}')` }],
    create: namedInExample(name),
  };
}

function bicep(candidate: SecretCandidate, name: string): Repair {
  const words = name.toLowerCase().split('_');
  const parameter =
    words[0]! +
    words
      .slice(1)
      .map((word) => word[0]!.toUpperCase() + word.slice(1))
      .join('');
  const { uri } = candidate.at;
  const replace = (text: string): TextEdit => ({ uri, span: candidate.token.span, text });
  return {
    title: `Read it from a secure parameter ${parameter}`,
    edits: (document) => {
      const own = new RegExp(`param\\s+${parameter}\\s+string\\s*=\\s*$`).exec(document.text.slice(0, candidate.token.span[0]));
      if (own) return [{ uri, span: [document.text.lastIndexOf('=', candidate.token.span[0] - 1) - 1, candidate.token.span[1]], text: '' }];
      // What has this name already may be something else, and a parameter may be shown to everybody.
      const declared = new RegExp(`^(@secure\\(\\)\\s+)?(?:param|var|resource|module|func)\\s+${parameter}\\b`, 'm').exec(document.text);
      if (declared) return declared[1] === undefined ? undefined : [replace(parameter)];
      const end = lineEndOf(document.text);
      return [{ uri, span: [0, 0], text: `@secure()${end}param ${parameter} string${end}${end}` }, replace(parameter)];
    },
  };
}
