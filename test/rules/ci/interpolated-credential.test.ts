import { interpolatedCredential } from '../../../rules/ci/interpolated-credential.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(interpolatedCredential, {
  valid: [
    {
      file: '.harness/p.yaml',
      text: 'pipeline:\n  name: p\n  identifier: p\n  stages:\n    - stage:\n        identifier: ci\n        spec:\n          execution:\n            steps:\n              - step:\n                  type: Run\n                  spec:\n                    command: ./login\n                    envVariables: { PW: <+secrets.getValue("pw")> }\n',
      because: 'handed over as a variable',
    },
    {
      file: 'azure-pipelines.yml',
      text: 'steps:\n  - task: PowerShell@2\n    inputs: { filePath: eng/publish.ps1, arguments: -Run $(Build.BuildId) -TokenUrl $(tokenUrl) }\n    env: { FEED_TOKEN: $(RegistryAccessToken) }\n',
      because: 'the script reads the token from its environment',
    },
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - task: AzureKeyVault@2
    inputs: { azureSubscription: shop, KeyVaultName: kv, SecretsFilter: 'api-key, $(names), \${{ parameters.more }}' }
  - bash: ./deploy.sh $(names) $(parameters) $(more)
`,
      because: 'the variable holds names of secrets, and is none',
    },
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - bash: echo $(storage)
  - task: AzureKeyVault@2
    inputs: { azureSubscription: shop, KeyVaultName: kv, SecretsFilter: '*' }
  - bash: echo $(storage) $(region)
  - task: AzureKeyVault@2
    inputs: { azureSubscription: shop, KeyVaultName: kv, SecretsFilter: storage }
  - bash: ./deploy.sh
    env: { STORAGE: $(storage), API_KEY: $(api-key) }
`,
      because: 'before it is fetched, what a star fetches, and the environment',
    },
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - bash: |
      TOKEN=$(get_token)
      KEY=$(make-api-key)
      OTHER=$(getToken)
      ./deploy.sh --region $(region) --token-url $(TOKEN_URL) --client $(ARM_CLIENT_ID) --build $(Build.BuildId)
      curl -H "X-Key: $API_KEY" https://shop.example.com
    env: { API_KEY: $(API_KEY) }
`,
      because: 'commands of the shell, names of no secret, and a variable of the step',
    },
    {
      file: 'Jenkinsfile',
      text: `pipeline {
  withCredentials([string(credentialsId: 'x', variable: 'T')]) {
    def message = "sent with $T"
    sh './send.sh'
    echo message
  }
}
`,
      because: 'a text that no shell is given',
    },
    {
      file: 'Jenkinsfile',
      text: `pipeline {
  configFileProvider([configFile(fileId: 'shop.xml', variable: 'SETTINGS')]) { sh "mvn -s $SETTINGS verify" }
  withCredentials([file(credentialsId: 'kube', variable: 'KUBE'), sshUserPrivateKey(credentialsId: 'ssh', keyFileVariable: 'KEY')]) {
    sh "KUBECONFIG=$KUBE ssh -i \${KEY} shop ./deploy"
  }
  sshagent(['ssh']) { sh "ssh-add -l $SSH_AUTH_SOCK" }
}
`,
      because: 'where a file lies is no secret',
    },
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
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - bash: ./publish
    env:
      SYSTEM_ACCESSTOKEN: $(System.AccessToken)
`,
      because: 'mapped into the environment of the step',
    },
    {
      file: 'Jenkinsfile',
      text: `pipeline {
  environment { NEXUS = credentials('x') }
  stages { stage('a') { steps { sh "mvn deploy -Dp=\${NEXUS_URL}" } } }
}
`,
      because: 'another variable',
    },
  ],
  invalid: [
    {
      file: '.harness/p.yaml',
      text: 'pipeline:\n  name: p\n  identifier: p\n  stages:\n    - stage:\n        identifier: ci\n        spec:\n          execution:\n            steps:\n              - step:\n                  type: Run\n                  spec:\n                    command: docker login -u ci -p «<+secrets.getValue("pw")>»\n',
    },
    {
      file: 'azure-pipelines.yml',
      text: 'steps:\n  - task: PowerShell@2\n    inputs:\n      filePath: eng/publish.ps1\n      arguments: -Feed shop -Token «$(RegistryAccessToken)» -Run «$(System.AccessToken)»\n  - task: AzureCLI@2\n    inputs:\n      azureSubscription: shop\n      scriptType: bash\n      scriptPath: deploy.sh\n      arguments: «--user $(user)\n        --password $(dbPassword)»\n',
      severity: 'low',
      message: 'as an argument',
    },
    {
      file: 'azure-pipelines.yml',
      text: `variables:
  - group: shop
steps:
  - script: docker login -u ci -p «$(REGISTRY_PASSWORD)» registry.example.com
  - task: AzureCLI@2
    inputs:
      azureSubscription: shop
      scriptType: bash
      scriptLocation: inlineScript
      inlineScript: |
        ./infer.py --id $(principal_id) --license $(newrelic_api_key_name) --password «$(principalPassword)» --again $(principalPassword)
`,
      severity: 'low',
    },
    {
      file: 'Jenkinsfile',
      text: `node {
  withCredentials([string(credentialsId: 'db-name', variable: 'DB_USER')]) {
    sh "psql -U «\${DB_USER}» -f seed.sql"
  }
}
`,
      severity: 'low',
      because: 'a name opens nothing by itself',
    },
    {
      file: 'vars/pushImage.groovy',
      text: `def call(Map params = [:]) {
  withCredentials([string(credentialsId: 'hub', variable: 'HUB_KEY')]) {
    sh "docker login -u bot -p «\${HUB_KEY}»"
  }
}
`,
      suggestions: [
        `def call(Map params = [:]) {
  withCredentials([string(credentialsId: 'hub', variable: 'HUB_KEY')]) {
    sh 'docker login -u bot -p \${HUB_KEY}'
  }
}
`,
      ],
      because: 'a step of a shared library has no pipeline of its own',
    },
    {
      file: 'src/org/acme/Registry.groovy',
      text: `class Registry {
  def push(steps) {
    steps.withCredentials([steps.string(credentialsId: 'hub', variable: 'HUB_KEY')]) {
      steps.sh "docker login -p «\${steps.env.HUB_KEY}»"
      steps.sh "docker login -p «\$HUB_KEY»"
    }
  }
}
`,
      because: 'a class of a library calls the steps of its caller',
    },
    {
      file: 'Jenkinsfile',
      text: `pipeline {
  environment { K = credentials('x') }
  stages { stage('a') { steps { sh "x «$K» \${params.a} \${K}" } } }
}
`,
      suggestions: [
        `pipeline {
  environment { K = credentials('x') }
  stages { stage('a') { steps { sh "x \\$K \${params.a} \\\${K}" } } }
}
`,
      ],
      because: 'every place of the variable is left to the shell at once',
    },
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - task: AzureKeyVault@2
    inputs: { azureSubscription: shop, KeyVaultName: kv, SecretsFilter: 'git-pat, GITUSER' }
  - task: CmdLine@2
    inputs:
      script: git clone https://«$(GITUSER)»:«$(git-pat)»@example.com/shop.git && echo $(git-pat) $(Build.BuildId)
`,
      message: 'of the vault',
    },
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - task: AzureKeyVault@2
    inputs: { azureSubscription: shop, KeyVaultName: kv, SecretsFilter: storage-key }
  - bash: terraform init -backend-config="access_key=«$(storage-key)»"
`,
      suggestions: [
        `steps:
  - task: AzureKeyVault@2
    inputs: { azureSubscription: shop, KeyVaultName: kv, SecretsFilter: storage-key }
  - bash: terraform init -backend-config="access_key=\${STORAGE_KEY}"
    env:
      STORAGE_KEY: $(storage-key)
`,
      ],
    },
    {
      file: 'Jenkinsfile',
      text: `pipeline { agent any; stages { stage('x') { steps {
  withCredentials([string(credentialsId: 'x', variable: 'T')]) {
    script {
      def login = "echo «$T» | docker login -u ci --password-stdin"
      if (isUnix()) {
        sh login
      } else {
        bat(script: other)
      }
    }
  }
} } } }
`,
      suggestions: [
        `pipeline { agent any; stages { stage('x') { steps {
  withCredentials([string(credentialsId: 'x', variable: 'T')]) {
    script {
      def login = 'echo $T | docker login -u ci --password-stdin'
      if (isUnix()) {
        sh login
      } else {
        bat(script: other)
      }
    }
  }
} } } }
`,
      ],
      because: 'a command in a variable',
    },
    {
      file: 'Jenkinsfile',
      text: `pipeline {
  withCredentials([usernamePassword(credentialsId: 'x', usernameVariable: 'U', passwordVariable: 'T')]) {
    sh "x «\${T}»"
  }
}
`,
      message: '`T`',
      suggestions: [
        `pipeline {
  withCredentials([usernamePassword(credentialsId: 'x', usernameVariable: 'U', passwordVariable: 'T')]) {
    sh 'x \${T}'
  }
}
`,
      ],
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
      suggestions: [
        `pipeline {
  environment { K = credentials('x') }
  stages { stage('a') { steps { sh(script: """
    x \\$K \${params.a}
  """) } } }
}
`,
      ],
      because: "another variable is Groovy's, and stays it",
    },
    {
      file: 'Jenkinsfile',
      text: `pipeline {
  withCredentials([string(credentialsId: 'x', variable: 'T')]) {
    sh "docker login -u \${user} -p «\${env.T}»"
  }
}
`,
      suggestions: [
        `pipeline {
  withCredentials([string(credentialsId: 'x', variable: 'T')]) {
    sh "docker login -u \${user} -p \\\${T}"
  }
}
`,
      ],
    },
    {
      file: 'Jenkinsfile',
      text: `pipeline {
  withCredentials([string(credentialsId: 'x', variable: 'T')]) {
    sh "curl -H 'X-Token: «\${T}»' \${params.url}"
  }
}
`,
      because: 'the shell would not put it in within single quotes',
    },
    {
      file: 'Jenkinsfile',
      text: `pipeline {
  environment { NEXUS = credentials('x') }
  stages { stage('a') { steps { sh "mvn deploy -Dp=«\${NEXUS_PSW}»" } } }
}
`,
      message: '`NEXUS_PSW`',
      suggestions: [
        `pipeline {
  environment { NEXUS = credentials('x') }
  stages { stage('a') { steps { sh 'mvn deploy -Dp=\${NEXUS_PSW}' } } }
}
`,
      ],
    },
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - bash: git -c http.extraheader="Authorization: bearer «$(System.AccessToken)»" push
`,
      severity: 'low',
      message: 'in a file on the machine',
      suggestions: [
        `steps:
  - bash: git -c http.extraheader="Authorization: bearer \${SYSTEM_ACCESSTOKEN}" push
    env:
      SYSTEM_ACCESSTOKEN: $(System.AccessToken)
`,
      ],
    },
  ],
});
