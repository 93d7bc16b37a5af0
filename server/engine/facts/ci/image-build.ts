// Where images are built outside of a pipeline's own file: what a Dockerfile declares, what a compose file hands to its builds, and the
// commands of the scripts and Makefiles that pipelines call. Only names of credentials are told; a value that is written out is a secret
// of the file, and not of the build.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import type { Place } from '../../text/text.ts';
import { namesCredential } from '../build-arguments.ts';
import { valueOf } from '../data-value.ts';
import { commandsOf, scriptLines } from '../script-lines.ts';
import { entryFrom, listFrom, literalAt, mappingFrom, wordAt } from '../made-values.ts';
import { noFacts } from '../types.ts';
import { entryOf, itemsOf, textOf, type Entry, type Mapping, type Value } from '../value.ts';
import { dockerfileStages, mountedInstead, type Declared } from './dockerfile.ts';
import { withinLimits } from '../workflow-limits.ts';
import { ciStep, toWorkflow } from './pipeline.ts';
import type { WorkflowStep } from '../workflow.ts';

export const imageBuildReader: Reader = {
  read(documents) {
    return new Map(documents.map((document) => [document.uri, readDocument(document)]));
  },
};

function readDocument(document: Document) {
  const facts = noFacts();
  const { format, text, uri } = document;
  const whole: Place = { uri, span: [0, text.length] };
  const anchor = `image-build|${uri}`;
  const said =
    format === 'dockerfile' ? declaredIn(document, whole) : format === 'yaml' ? composeArguments(document, whole) : setIn(text, whole);
  const isScript = format !== 'dockerfile' && format !== 'yaml';
  const steps = isScript ? commandSteps(text, whole, anchor) : [];
  if ((isScript ? steps : said.entries).length === 0) return facts;
  const head = said.entries[0]?.key.at ?? { uri, span: [0, 0] as const };
  const workflow = toWorkflow('image-build', 'image-build', said, head, anchor, uri, { kind: 'template', jobs: [], steps });
  facts.workflows.push(withinLimits(workflow, document));
  return facts;
}

/**
 * `environment` holds what becomes a variable of every container of the image, `kept` what else the image keeps, `passed` what only other
 * stages of the file see, and `mounts` the edits that mount an argument in place of declaring it, by its name.
 */
function declaredIn({ text, uri }: Document, whole: Place): Mapping {
  const found = dockerfileStages(text).flatMap((stage) => stage.declared.map((one) => ({ ...one, inImage: stage.inImage })));
  const under = (key: string, wanted: (one: Declared & { readonly inImage: boolean }) => boolean): Entry[] => {
    const entries = found.filter(wanted).map(({ name, from, value }) => {
      const at: Place = { uri, span: [from, from + name.length] };
      return entryFrom(name, at, literalAt(value, at));
    });
    return entries.length === 0 ? [] : [entryFrom(key, entries[0]!.key.at, mappingFrom(entries, whole))];
  };
  return mappingFrom(
    [
      ...under('environment', (one) => one.instruction === 'ENV' && one.inImage),
      ...under('kept', (one) => one.instruction === 'ARG' && one.inImage),
      ...under('passed', (one) => !one.inImage),
      ...mountsOf(text, found, whole),
    ],
    whole,
  );
}

/** Of the first twenty arguments: each is a walk over the file. */
function mountsOf(text: string, declared: readonly Declared[], whole: Place): Entry[] {
  const names = new Set(declared.flatMap(({ instruction, name }) => (instruction === 'ARG' ? [name] : [])));
  const entries = [...names].slice(0, 20).flatMap((name) => {
    const edits = mountedInstead(text, name);
    return edits
      ? [
          entryFrom(
            name,
            whole,
            listFrom(
              edits.map((edit) => literalAt(edit.text, { uri: whole.uri, span: [edit.from, edit.to] })),
              whole,
            ),
          ),
        ]
      : [];
  });
  return entries.length === 0 ? [] : [entryFrom('mounts', whole, mappingFrom(entries, whole))];
}

/** `build.args` of the services, where a value is taken from the environment. */
function composeArguments(document: Document, whole: Place): Mapping {
  const entries = document.tree(parseYaml).roots.flatMap((root) => {
    const services = entryOf(valueOf(root, document.uri), 'services')?.value;
    return services?.kind === 'mapping'
      ? services.entries.flatMap(({ value }) => argumentsOf(entryOf(entryOf(value, 'build')?.value, 'args')?.value))
      : [];
  });
  const seen = new Set<number>();
  const own = entries.filter(({ key }) => !seen.has(key.at.span[0]) && seen.add(key.at.span[0]));
  return mappingFrom(own.length === 0 ? [] : [entryFrom('arguments', own[0]!.key.at, mappingFrom(own, whole))], whole);
}

/** Of a mapping, or of a list of `NAME=value` and `NAME`. What is written out is left out. */
function argumentsOf(args: Value | undefined): Entry[] {
  const open = (text: string | undefined): boolean => text === undefined || text === '' || text.startsWith('$');
  if (args?.kind === 'mapping')
    return args.entries.filter(({ key, value }) => namesCredential(textOf(key) ?? '') && (isEmpty(value) || open(textOf(value))));
  return itemsOf(args).flatMap((item) => {
    const [, name, value] = /^(\w{1,80})(?:=(.*))?$/s.exec(textOf(item) ?? '') ?? [];
    if (name === undefined || !namesCredential(name) || !open(value)) return [];
    const at: Place = { uri: item.at.uri, span: [item.at.span[0], item.at.span[0] + name.length] };
    return [entryFrom(name, at, literalAt(value ?? '', at))];
  });
}

const isEmpty = (value: Value): boolean => value.kind === 'unknown' || (value.kind === 'scalar' && value.value === null);

/** Variables that a script gives a value, which what it starts sees only where they are exported. */
function setIn(text: string, whole: Place): Mapping {
  const names = new Set(
    [...text.matchAll(/^[ \t]*(?:(?:local|declare|readonly) )?([A-Z_][A-Z0-9_]{0,79})[ \t]?[:?]?=/gm)].map((match) => match[1]!),
  );
  const entries = [...names].map((name) => entryFrom(name, whole, literalAt('', whole)));
  return mappingFrom(entries.length === 0 ? [] : [entryFrom('sets', whole, mappingFrom(entries, whole))], whole);
}

/** A step for each command that the rules about images look at. */
function commandSteps(text: string, whole: Place, owner: string): WorkflowStep[] {
  return commandsOf(scriptLines(wordAt(text, whole), text))
    .filter((line) => /--build-arg|\slogin\b/.test(line.text))
    .map((line, index) => ciStep(owner, index, text, { value: wordAt(line.text, line.at), run: wordAt(line.text, line.at) }));
}
