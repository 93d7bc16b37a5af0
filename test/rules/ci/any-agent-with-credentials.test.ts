import { anyAgentWithCredentials } from '../../../rules/ci/any-agent-with-credentials.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(anyAgentWithCredentials, {
  valid: [
    {
      file: 'Jenkinsfile',
      text: `pipeline {
  agent any
  stages { stage('x') { steps { sh 'make' } } }
}
`,
      because: 'no credentials',
    },
  ],
  invalid: [
    {
      file: 'Jenkinsfile',
      text: "pipeline {\n  agent «any»\n  stages { stage('a') { steps { withAWS(region: 'eu-west-1', credentials: 'prod') { sh 'aws s3 ls' } } } }\n}\n",
      because: 'keys of AWS',
    },
    {
      file: 'Jenkinsfile',
      text: "pipeline {\n  agent «any»\n  stages { stage('a') { steps { sshagent(credentials: ['deploy']) { sh 'ssh app' } } } }\n}\n",
      because: 'a key of SSH',
    },
    {
      file: 'Jenkinsfile',
      text: `pipeline {
  agent «any»
  environment { K = credentials('x') }
  stages { stage('a') { steps { sh 'x' } } }
}
`,
      suggestions: [
        `pipeline {
  agent { label 'deploy' }
  environment { K = credentials('x') }
  stages { stage('a') { steps { sh 'x' } } }
}
`,
      ],
    },
    {
      file: 'Jenkinsfile',
      text: `pipeline {
  agent «any»
  environment { K = credentials('x') }
}
`,
      message: 'credential bound',
    },
  ],
});
