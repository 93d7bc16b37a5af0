// Which documents are pipelines of a CI system, by their names; for kinds of Kubernetes objects, by two words. No parser.
import type { Document } from '../../document.ts';
import { makefile } from '../commands/claims.ts';

const named =
  (pattern: RegExp, format: Document['format'] = 'yaml') =>
  (document: Document): boolean =>
    document.format === format && pattern.test(document.uri);

const claimsGitlabName = named(
  /(?:^|\/)(?:[^/]*\.)?\.?gitlab-ci(?:[.-][^/]*)?\.ya?ml$|(?:^|\/)\.gitlab\/ci\/[^/]+\.ya?ml$|(?:^|\/)[^/]+\.gitlab-ci\.ya?ml$/i,
);
/** Files that pipelines include, which may have any name: those in the usual folders whose jobs look like GitLab's. */
const gitlabFolder = /(?:^|\/)(?:\.gitlab|\.?gitlab-ci|\.?ci|pipelines?|templates)\/(?:[^/]+\/)*[^/]+\.ya?ml$/i;
export function claimsGitlab(document: Document): boolean {
  if (document.format !== 'yaml') return false;
  if (claimsGitlabName(document)) return true;
  return (
    gitlabFolder.test(document.uri) &&
    document.text.includes('script:') &&
    /^[ \t]+(?:stage|extends|before_script|id_tokens|needs|only|rules|artifacts|trigger):|^\.[\w:-]+:[ \t]*(?:&\w+[ \t]*)?$/m.test(
      document.text,
    ) &&
    !/^(?:apiVersion|steps|on|resources):/m.test(document.text)
  );
}

const claimsAzureName = named(
  /(?:^|\/)\.?azure-pipelines(?:[.-][^/]*)?\.ya?ml$|(?:^|\/)\.azure-?pipelines\/.+\.ya?ml$|(?:^|\/)\.(?:vsts-ci|pipelines\/.+)\.ya?ml$/i,
);
/** A pipeline that is nothing but the template it extends. */
const extendsTemplate = /^extends:[ \t]*\r?\n[ \t]+template:[ \t]*["']?[^\s"']+\.ya?ml(?:@[\w-]+)?["']?[ \t]*\r?$/m;

/**
 * By name, or by what only Azure writes: a task with its major version, its own template expressions beside steps, or the
 * template of a file that is extended. Templates have any name.
 */
export function claimsAzurePipelines(document: Document): boolean {
  if (document.format !== 'yaml') return false;
  if (claimsAzureName(document)) return true;
  const { text } = document;
  if (text.includes('template:') && extendsTemplate.test(text)) return true;
  if (!text.includes('task:') && !text.includes('{{ parameters.')) return false;
  return (
    /^(?:steps|jobs|stages):/m.test(text) &&
    (/^[ \t]*-[ \t]+task:[ \t]*["']?[\w.-]+@\d/m.test(text) ||
      (/\$\{\{ parameters\.\w/.test(text) &&
        /^parameters:/m.test(text) &&
        /^[ \t]*-[ \t]+(?:script|bash|pwsh|powershell|checkout|template):/m.test(text)))
  );
}

export const claimsCircleci = named(/(?:^|\/)\.circleci\/[^/]+\.ya?ml$/);
export const claimsBitbucket = named(/(?:^|\/)bitbucket-pipelines\.ya?ml$/);
export const claimsBuildkite = named(/(?:^|\/)\.?buildkite\/(?:[^/]*\/)*[^/]*\.ya?ml$|(?:^|\/)buildkite\.ya?ml$/);
export const claimsDrone = named(/(?:^|\/)\.drone\.ya?ml$/);
export const claimsWoodpecker = named(/(?:^|\/)\.woodpecker(?:\.ya?ml|\/(?:[^/]+\/)*[^/]+\.ya?ml)$/);

export const claimsCodebuild = named(
  /(?:^|\/)(?:[\w.-]{1,80}[._-])?buildspecs?(?:[._-][^/]*)?\.ya?ml$|(?:^|\/)buildspecs?\/[^/]+\.ya?ml$/i,
);
export const claimsCloudBuild = named(
  /(?:^|\/)(?:[\w.-]{1,80}[._-])?cloud-?build(?:[._-][^/]*)?\.ya?ml$|(?:^|\/)\.?cloud-?build\/[^/]+\.ya?ml$/i,
);
export const claimsSemaphore = named(/(?:^|\/)\.semaphore\/(?:[^/]+\/)*[^/]+\.ya?ml$/);

export const claimsTravis = named(/(?:^|\/)\.travis\.ya?ml$/);
export const claimsAppveyor = named(/(?:^|\/)\.?appveyor(?:[.-][\w-]{1,60})?\.ya?ml$/i);

const claimsCodefreshName = named(/(?:^|\/)codefresh(?:[._-][^/]*)?\.ya?ml$|(?:^|\/)\.?codefresh\/(?:[^/]+\/)*[^/]+\.ya?ml$/i);
/** By name, or by the notation of its variables beside steps that are no list: pipelines may have any name. */
export function claimsCodefresh(document: Document): boolean {
  if (claimsCodefreshName(document)) return true;
  return document.format === 'yaml' && document.text.includes('${{CF_') && /^[ ]{0,2}steps:[ \t]*\r?$/m.test(document.text);
}

/** By its folder, or by the stages of a pipeline as only Harness nests them. */
export function claimsHarness({ format, uri, text }: Document): boolean {
  if (format !== 'yaml') return false;
  if (/(?:^|\/)\.harness\/(?:[^/]+\/)*[^/]+\.ya?ml$/.test(uri)) return true;
  return (
    (text.startsWith('pipeline:') || text.includes('\npipeline:') || text.startsWith('template:')) &&
    /^[ \t]*-[ \t]+(?:stage|step):[ \t]*\r?$/m.test(text) &&
    /^[ \t]+(?:orgIdentifier|projectIdentifier|identifier):/m.test(text)
  );
}

/** By name, or by what stands in it: `pre-commit --config` takes a file of any name, and templates keep one for others. */
export function claimsPreCommit(document: Document): boolean {
  if (document.format !== 'yaml') return false;
  return (
    /(?:^|\/)\.pre-commit-config\.ya?ml$/.test(document.uri) ||
    (/^repos:/m.test(document.text) && /^[ \t-]+repo:/m.test(document.text) && /^[ \t]+hooks:/m.test(document.text))
  );
}

/** Atlantis has one name for what a repository says, and none for what its server does: there, by two of its keys. */
export function claimsAtlantis(document: Document): boolean {
  if (document.format !== 'yaml') return false;
  return (
    /(?:^|\/)\.?atlantis\.ya?ml$/.test(document.uri) ||
    (/^repos:/m.test(document.text) &&
      /^[ \t-]+id:/m.test(document.text) &&
      /^[ \t-]+(?:allowed_overrides|allow_custom_workflows|apply_requirements):/m.test(document.text))
  );
}

/** A Jenkinsfile, or a step of a shared library, which has no pipeline of its own and binds credentials for those that call it. */
export function claimsJenkins(document: Document): boolean {
  return (
    document.format === 'groovy' &&
    /(?:^|\/)(?:[^/]*\.)?jenkinsfile(?:[._-][^/]+)?$|\.groovy$/i.test(document.uri) &&
    /\b(?:pipeline|node|withCredentials)\b/.test(document.text)
  );
}

export function claimsTekton(document: Document): boolean {
  return document.format === 'yaml' && document.text.includes('tekton.dev/') && document.text.includes('kind:');
}

export function claimsArgo(document: Document): boolean {
  return (
    document.format === 'yaml' &&
    document.text.includes('argoproj.io/') &&
    /kind:\s*(?:(?:Cron|Cluster)?Workflow|EventSource)/.test(document.text)
  );
}

const composeFile = /(?:^|\/)(?:docker-)?compose[\w.-]{0,80}\.ya?ml$/i;

/** Dockerfiles, compose files that hand arguments to a build, and scripts that build an image or log in to where it is kept. */
export function claimsImageBuild({ format, uri, text }: Document): boolean {
  if (format === 'dockerfile') return true;
  if (format === 'yaml') return composeFile.test(uri) && text.includes('args:');
  return (
    (format === 'shell' || format === 'powershell' || makefile.test(uri)) && (text.includes('--build-arg') || text.includes('docker login'))
  );
}
