import { inputInScript } from '../../../rules/ci/input-in-script.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const azure = (parameter: string, script: string) => `parameters:\n  - ${parameter}\nsteps:\n  - bash: ${script}\n`;
const jenkins = (parameter: string, command: string) =>
  `pipeline {\n  agent { label 'linux' }\n  parameters { ${parameter} }\n  stages { stage('x') { steps { ${command} } } }\n}\n`;
const argo = (container: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: { name: w }\nspec:\n  serviceAccountName: runner\n  arguments: { parameters: [{ name: msg }] }\n  templates:\n    - name: a\n      inputs: { parameters: [{ name: msg }] }\n      ${container}\n`;
const task = (steps: string) =>
  `apiVersion: tekton.dev/v1\nkind: Task\nmetadata: { name: t }\nspec:\n  params: [{ name: rev, type: string }, { name: kind, type: string, enum: [a, b] }]\n  steps:\n${steps}`;
/** A template of a trigger, with the parameter pasted into the script, or handed over. */
const trigger = (name: string, pasted: boolean) =>
  `apiVersion: triggers.tekton.dev/v1beta1\nkind: TriggerTemplate\nmetadata: { name: t }\nspec:\n  params: [{ name: title }]\n  resourcetemplates:\n    - apiVersion: tekton.dev/v1\n      kind: TaskRun\n      metadata: { generateName: x- }\n      spec:\n        taskSpec:\n          steps:\n            - name: a\n              image: alpine\n              script: |\n                echo ${pasted ? `«${name}»` : '"${TITLE}"'}\n${pasted ? '' : `              env:\n                - name: TITLE\n                  value: ${name}\n`}`;

ruleTester(inputInScript, {
  valid: [
    {
      file: 'Jenkinsfile',
      text: "pipeline {\n  agent any\n  parameters { string(name: 'BRANCH') }\n  stages { stage('a') { steps {\n    sh 'git checkout ' + params.BRANCH.replaceAll('[^a-z]', '')\n    echo 'on ' + params.BRANCH\n  } } }\n}\n",
      because: 'what is left has no sign of a shell in it, and Jenkins prints a text by itself',
    },
    {
      file: 'templates/deploy.yml',
      text: 'spec:\n  inputs:\n    where: { options: [staging, production] }\n    count: { type: number }\n    version: { regex: /^v\\d+$/ }\n---\ndeploy:\n  stage: deploy\n  variables: { OTHER: $[[ inputs.other ]] }\n  script:\n    - ./deploy.sh $[[ inputs.where ]] $[[ inputs.count ]] $[[ inputs.version ]] "$OTHER"\n',
      because: 'one of a list, a number, a form, and a variable',
    },
    {
      file: 'Jenkinsfile',
      text: `properties([parameters([string(name: 'BRANCH'), string(name: 'TAG'), string(name: 'HOST')])])
node('linux') {
  def branch = params.BRANCH
  if (!(branch ==~ /[a-z]+/)) { error 'no' }
  def tag = params.TAG
  tag = sh(script: 'git rev-parse HEAD', returnStdout: true).trim()
  def host = params.HOST.replaceAll('[^a-z]', '')
  sh "git checkout \${branch}"
  sh "docker push acme/shop:\${tag} --to \${host}"
}
`,
      because: 'held against a form, given another value, cleaned',
    },
    { file: 'build/steps.yml', text: 'steps:\n  - script: git tag ${{ parameters.tag }}\n', because: 'a list of steps of somebody else' },
    {
      file: 'ci/run.yaml',
      text: 'apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: { name: r }\nspec:\n  params: [{ name: rev, value: main }]\n  taskSpec:\n    steps:\n      - { name: a, image: alpine, script: "git checkout $(params.rev)" }\n',
      because: 'the run has written the value',
    },
    { file: 'azure-pipelines.yml', text: azure('{ name: tag, type: number }', 'echo ${{ parameters.tag }}'), because: 'a number' },
    {
      file: 'azure-pipelines.yml',
      text: azure('{ name: tag, type: string, values: [a, b] }', 'echo ${{ parameters.tag }}'),
      because: 'one of a list',
    },
    {
      file: 'azure-pipelines.yml',
      text: azure('{ name: tag, type: string }', 'echo "$TAG"'),
      because: 'the shell takes it from its environment',
    },
    {
      file: '.circleci/config.yml',
      text: 'version: 2.1\nparameters: { ref: { type: enum, enum: [a, b], default: a } }\njobs:\n  a:\n    docker: [{ image: cimg/base:2026.01 }]\n    steps:\n      - run: git checkout << pipeline.parameters.ref >>\n',
      because: 'one of a list',
    },
    {
      file: 'Jenkinsfile',
      text: jenkins("choice(name: 'TARGET', choices: ['a', 'b'])", 'sh "deploy ${params.TARGET}"'),
      because: 'one of a list',
    },
    {
      file: 'Jenkinsfile',
      text: jenkins("string(name: 'TARGET')", 'script { def TARGET = known(params.TARGET); sh "deploy ${TARGET}" }'),
      because: 'the name is that of a variable of its own, which may hold what was checked',
    },
    {
      file: 'Jenkinsfile',
      text: jenkins("string(name: 'TARGET', description: 'see // below')", 'sh "deploy ${TARGET_DIR} \\${TARGET}"'),
      because: 'another name, and one that the shell reads',
    },
    {
      file: 'Jenkinsfile',
      text: jenkins("string(name: 'TARGET', defaultValue: '')", 'sh \'deploy "$TARGET"\''),
      because: 'the shell takes it from its environment',
    },
    {
      file: 'tasks/t.yaml',
      text: task('    - name: a\n      image: alpine\n      script: echo $(params.kind)\n'),
      because: 'one of a list',
    },
    {
      file: 'tasks/t.yaml',
      text: task('    - name: a\n      image: alpine/git\n      args: [checkout, $(params.rev)]\n'),
      because: 'no shell reads the arguments',
    },
    {
      file: 'argo/w.yaml',
      text: argo('container: { image: alpine, command: [echo], args: ["{{inputs.parameters.msg}}"] }'),
      because: 'no shell reads the arguments',
    },
  ],
  invalid: [
    {
      file: 'Jenkinsfile',
      text: "pipeline {\n  agent any\n  parameters { string(name: 'BRANCH'); choice(name: 'ENV', choices: ['a']) }\n  stages { stage('a') { steps {\n    sh 'git checkout ' + «params.BRANCH»\n    sh(script: \"git tag \" + «params.BRANCH» + ' now', returnStdout: true)\n    sh './deploy ' + params.ENV\n  } } }\n}\n",
    },
    {
      file: 'templates/deploy.yml',
      text: 'spec:\n  inputs:\n    version:\n      default: latest\n---\ndeploy:\n  stage: deploy\n  script:\n    - ./deploy.sh «$[[ inputs.version | truncate(0,20) ]]»\n',
    },
    {
      file: 'Jenkinsfile',
      text: `properties([parameters([string(name: 'BRANCH', defaultValue: 'main'), string(name: 'TAG')])])
node('linux') {
  def branch = params.BRANCH
  def TAG = params.TAG.trim()
  sh "git checkout «\${branch}»"
}
`,
      message: 'the parameter `BRANCH`',
    },
    {
      file: 'Jenkinsfile',
      text: `properties([parameters([string(name: 'TAG')])])
node('linux') {
  def TAG = params.TAG.trim()
  sh "docker push acme/shop:«\${TAG}»"
}
`,
    },
    {
      file: 'argo/t.yaml',
      text: `apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: { name: t }
spec:
  templates:
    - name: build
      inputs: { parameters: [{ name: branch }, { name: kind, enum: [a, b] }] }
      initContainers:
        - name: fetch
          image: alpine
          command: [sh, -c]
          args: ["git fetch origin «{{inputs.parameters.branch}}»"]
      script:
        image: alpine
        command: [sh]
        source: make {{inputs.parameters.kind}}
`,
      because: 'a template of the cluster is called by workflows elsewhere',
    },
    {
      file: 'argo/w.yaml',
      text: `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: { generateName: w- }
spec:
  entrypoint: main
  serviceAccountName: runner
  arguments: { parameters: [{ name: repo }] }
  templates:
    - name: main
      dag:
        tasks:
          - { name: a, template: clone, arguments: { parameters: [{ name: url, value: "{{workflow.parameters.repo}}" }] } }
          - { name: b, template: fixed, arguments: { parameters: [{ name: url, value: "https://git.acme.io/x" }] } }
    - name: clone
      inputs: { parameters: [{ name: url }] }
      container: { image: alpine, command: [sh, -c, "git clone «{{inputs.parameters.url}}»"] }
    - name: fixed
      inputs: { parameters: [{ name: url }] }
      container: { image: alpine, command: [sh, -c, "git clone {{inputs.parameters.url}}"] }
`,
      because: 'the text is passed on under another name, and a fixed one is not',
    },
    {
      file: 'ci/run.yaml',
      text: `apiVersion: tekton.dev/v1
kind: PipelineRun
metadata: { generateName: r- }
spec:
  pipelineSpec:
    params: [{ name: rev, type: string }]
    tasks:
      - name: a
        taskSpec:
          steps: [{ name: s, image: alpine, command: [sh, -c, "git checkout «$(params.rev)»"] }]
    finally:
      - name: b
        taskSpec:
          steps: [{ name: s, image: alpine, command: [echo, $(params.rev)] }]
`,
      because: 'a command that is a shell and its script; one that is no shell gets an argument',
    },
    {
      file: 'Jenkinsfile',
      text: "pipeline {\n  agent { label 'windows' }\n  parameters { string(name: 'VERSION') }\n  stages { stage('x') { steps {\n    bat \"git tag «${params.VERSION}»\"\n  } } }\n}\n",
      suggestions: [],
      because: 'the shell of Windows pastes %VERSION% into the line as well, before it looks for commands',
    },
    {
      file: 'Jenkinsfile',
      text: "pipeline {\n  agent { label 'windows' }\n  parameters { string(name: 'VERSION') }\n  stages { stage('x') { steps {\n    pwsh \"git tag «${params.VERSION}»\"\n  } } }\n}\n",
      suggestions: [
        "pipeline {\n  agent { label 'windows' }\n  parameters { string(name: 'VERSION') }\n  stages { stage('x') { steps {\n    pwsh \"git tag \\$env:VERSION\"\n  } } }\n}\n",
      ],
    },
    {
      file: 'build/steps.yml',
      text: 'parameters: [{ name: tag, type: string }]\nsteps:\n  - script: git tag «${{ parameters.tag }}»\n  - task: Npm@1\n',
      because: 'a template of Azure Pipelines has any name',
    },
    { file: 'ci/trigger.yaml', text: trigger('$(tt.params.title)', true), suggestions: [trigger('$(tt.params.title)', false)] },
    {
      file: 'ci/task-run.yaml',
      text: 'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: { name: t }\nspec:\n  params: [{ name: rev }]\n  steps:\n    - { name: a, image: alpine, script: "git checkout «$(params.rev)»" }\n',
    },
    {
      file: 'azure-pipelines.yml',
      text: azure('{ name: tag, type: string }', 'git tag «${{ parameters.tag }}»'),
      message: 'Azure Pipelines puts the parameter `tag`',
      suggestions: [
        `parameters:\n  - { name: tag, type: string }\nsteps:\n  - bash: git tag "\${TAG}"\n    env:\n      TAG: \${{ parameters.tag }}\n`,
      ],
    },
    {
      file: '.circleci/config.yml',
      text: 'version: 2.1\nparameters: { ref: { type: string, default: main } }\njobs:\n  a:\n    docker: [{ image: cimg/base:2026.01 }]\n    steps:\n      - run: git checkout «<< pipeline.parameters.ref >>»\n',
    },
    {
      file: 'Jenkinsfile',
      text: jenkins("string( // kept in step with the job, see https://ci.example.org\n name: 'TARGET')", 'sh "deploy «${TARGET}»"'),
      suggestions: [
        jenkins("string( // kept in step with the job, see https://ci.example.org\n name: 'TARGET')", 'sh "deploy \\${TARGET}"'),
      ],
      because: 'a parameter is a variable of Groovy, too',
    },
    {
      file: 'Jenkinsfile',
      text: jenkins(
        "string(name: 'TARGET')",
        'script { def cmd = "deploy «${params.TARGET}»"; out = sh(returnStdout: true, script: cmd).trim() }',
      ),
      because: 'the command is held by a variable',
    },
    {
      file: 'Jenkinsfile',
      text: jenkins("string(name: 'TARGET', defaultValue: '')", 'sh "deploy «${params.TARGET}»"'),
      message: 'Groovy',
      suggestions: [jenkins("string(name: 'TARGET', defaultValue: '')", 'sh "deploy \\${TARGET}"')],
    },
    {
      file: 'tasks/t.yaml',
      text: task('    - name: a\n      image: alpine\n      script: |\n        git checkout «$(params.rev)»\n'),
      suggestions: [
        task(
          '    - name: a\n      image: alpine\n      script: |\n        git checkout "${REV}"\n      env:\n        - name: REV\n          value: $(params.rev)\n',
        ),
      ],
    },
    {
      file: 'argo/w.yaml',
      text: argo('container: { image: alpine, command: [sh, -c], args: ["echo «{{inputs.parameters.msg}}»"] }'),
      severity: 'low',
    },
  ],
});
