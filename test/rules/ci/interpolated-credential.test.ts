import { interpolatedCredential } from '../../../rules/ci/interpolated-credential.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(interpolatedCredential, {
  valid: [
    {
      file: 'Jenkinsfile',
      text: `pipeline {
  withCredentials([string(credentialsId: 'x', variable: 'T')]) {
    sh 'x $T'
  }
}
`,
      because: 'the shell puts it in',
    },
    {
      file: 'Jenkinsfile',
      text: `pipeline {
  withCredentials([string(credentialsId: 'x', variable: 'T')]) { sh 'y' }
  sh "x \${T}"
}
`,
      because: 'outside of the block',
    },
    {
      file: 'Jenkinsfile',
      text: `pipeline {
  // withCredentials([string(credentialsId: 'x', variable: 'T')]) { sh "x \${T}" }
}
`,
      because: 'a comment',
    },
  ],
  invalid: [
    {
      file: 'Jenkinsfile',
      text: `pipeline {
  withCredentials([usernamePassword(credentialsId: 'x', usernameVariable: 'U', passwordVariable: 'T')]) {
    sh "x «\${T}»"
  }
}
`,
      message: '`T`',
      suggestions: [`pipeline {
  withCredentials([usernamePassword(credentialsId: 'x', usernameVariable: 'U', passwordVariable: 'T')]) {
    sh 'x \${T}'
  }
}
`],
    },
    {
      file: 'Jenkinsfile',
      text: `pipeline {
  environment { K = credentials('x') }
  stages { stage('a') { steps { sh(script: """
    x «$K» \${params.a}
  """) } } }
}
`,
      because: "another variable is Groovy's, so that there is no repair",
    },
  ],
});
