import { at, bicep, cloudformation, dotenv, python, ruleTester, terraform, typescript, workflow } from '../../support/rule-tester.ts';
import { assignedSecret } from '../../../rules/secret/assigned-secret.ts';
import { kept, marked, plain, thrownAway } from './throwaway.ts';

ruleTester(assignedSecret, {
  valid: [
    {
      file: 'config/pages.yml',
      text: 'permissions:\n  password: manager\nroles_for:\n  change-password: admin\nfields: { password: guest }\n',
      because: 'who may change one, and what a form shows',
    },
    { file: 'src/store.py', text: 'password_db = "passwords"\ntoken_db = "tokens"\n', because: 'the name of a table' },
    {
      file: 'lib/shop-1.0.egg-info/PKG-INFO',
      text: '>>> jwt.decode(jwt.encode({"a": 1}, "secret"), "secret")\n',
      because: 'the page of a package',
    },
    ...plain(thrownAway, 'thrown away after the work: a rule of its own says so in the strict profile'),
    {
      file: 'Jenkinsfile',
      text: "pipeline {\n  withCredentials([usernamePassword(credentialsId: 'hub', passwordVariable: 'hubPassword', usernameVariable: 'hubUser')]) {\n    sh './push.sh'\n  }\n}\n",
      because: 'the variable that a credential is put into',
    },
    {
      ...typescript`
      const providers = [{ apiKeyEnvVar: 'OVHCLOUD_API_KEY', tokenEnvName: 'HF4_TOKEN1', passwordEnvironmentVariable: 'X1_PASSWORD' }];
    `,
      because: 'the name of the variable that the secret is in, however unusual its letters are',
    },
    {
      ...typescript`
      const PREFIX_LEGACY_API_KEY = 'acme_key_v1_';
      if (form.forceChangePassword === 'forceChangePasswordNextSignIn') ask();
      const certificate = { Password: 'p12FilePasswordIfAny' };
    `,
      because: 'what keys begin with, the name of a choice, and what a form also goes without',
    },
    {
      ...typescript`
      import jwt from 'jsonwebtoken';
      export function signed(claims, options) {
        if (typeof options.privateKey === 'string') return jwt.sign(claims, options.privateKey);
        if (typeof (options.secretKey) == "object") return undefined;
        const odd = { temporaryToken: 'temp\\u0000token' };
      }
    `,
      because: 'the type of a value, and one sign that no keyboard has in what is not drawn',
    },
    {
      ...at('dist/chunk.9c1e.js')`
      function a(t,e){return jwt.sign(t,e)} function b(t,e){return jwt.verify(t,e.key,n)}
      var e="moment",n="custom";
      const methods=[{key:"_append",value:a},{key:"_processOperator",value:b}];
    `,
      because: 'letters that a bundler gave to many things, and keys of a table',
    },
    {
      ...at('skills/review.md')`
      Emit rows with \`Pass\` = \`structure\`.

      | Pass | Text |
      |---|---|
      | structure | Set it up |
    `,
      because: 'the pass of a review',
    },
    {
      ...typescript`
      const REDACTED_CREDENTIAL_VALUE = '_FLOW_BLANK_5e3a6c1b-9d2f-4e8a-b7c4-1f0d9e8a7b6c';
      const MASKED_API_KEY = 'hidden-5e3a6c1b9d2f4e8ab7c4';
    `,
      because: 'what is shown in place of a secret',
    },
    {
      ...at('lang/ro.php')`
      <?php
      return ['Password' => 'Parol&#259;', 'dummyPassword' => '_form_5847ed1b5b8ca'];
    `,
      because: 'a letter that HTML writes as a number, and a password that stands for none',
    },
    {
      ...at('etc/schema.oracle')`
      CREATE TABLE users (
        Password                VARCHAR2(256),
      )
    `,
      because: 'the type of a column',
    },
    {
      ...typescript`
      const reply = \`{ "login": "\${login}", "password": "$\\{data.password}" }\`;
      const pay = 'solana:5xjPKeAXpnhA2kHyinvdVeui6RXVdEa3B2J3SCAwiKnk?spl-token=EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v';
    `,
      because: 'a value that another template fills in, and a currency',
    },
    {
      ...terraform`
      resource "aws_cognito_user_pool_client" "web" {
        name         = "web"
        user_pool_id = var.pool
        token_validity_units {
          access_token  = "minutes"
          refresh_token = "Seconds"
        }
      }
    `,
      because: 'how long a token works is counted in it',
    },
    {
      ...at('docs/settings.txt')`
      enable password protection
      enable secret scanning
      enable password encryption
      enable secret detection.
      enable password re-use
      Enable password sharing
    `,
      because: 'sentences that begin as a router is set up',
    },
    {
      ...python`
      if self.update_password == 'always' and self.password is not None:
          pass
      update_password = dict(default='always', choices=['always', 'on_create'])
      k_signing = sign(k_service, "aws4_request")
    `,
      because: 'when a password is set, and the word that ends a signature of AWS',
    },
    {
      ...at('kms_test.go')`
      package kms
      var options = Options{SigningKey: "awskms:key-id=be468355-ca7a-40d9-a28b-8ae1c4c7f936"}
    `,
      because: 'which key of a service signs is no key',
    },
    {
      ...typescript`
      throw new RequiredError('ResourceServerCredentialsKeysApi', 'activateOAuth2ResourceServerJsonWebKey', 'keyId');
      const settings = { clientSecret: '##MS365_CLIENT_SECRET##', password: '%%SMTP_PASSWORD%%' };
    `,
      because: 'what an error is about, and words that a tool replaces',
    },
    {
      file: 'buildspec.yml',
      text: 'version: 0.2\nenv:\n  secrets-manager: { DB_PASSWORD: "prod/db:password" }\n  parameter-store: { API_TOKEN: /ci/api-token-9f2c }\n',
      because: 'where CodeBuild finds it',
    },
    {
      file: '.teamcity/settings.kts',
      text: 'params { password("env.NPM_TOKEN", "credentialsJSON:2b7e1516-28ae-42a6-abf7-158809cf4f3c") }\n',
      because: 'the number under which TeamCity keeps it',
    },
    {
      ...typescript`
      if (options.passphrase && this.header.models.provider !== 'modelrunner7') start();
      if (!app.config.session.secret && process.env.NODE_ENV !== 'production') warn();
      pass('refusal7');
      t.pass('saturated7');
      const PASS = '\x1b[32mPASS\x1b[0m';
      const field = { forceChangePassword: 'forceChangePasswordNextSignIn', authentication: ['airtableOAuth2Api'] };
      type Force = { forceChangePassword?: 'forceChangePasswordNextSignIn' | 'forceChangePasswordNextSignInWithMfa' };
    `,
      because: 'what a condition compares, what a test says, colours of a terminal, and choices named after what is chosen',
    },
    {
      ...at('realm.json')`
      { "credentials": [{ "type": "password", "secretData": "{\"value\":\"MbKsMgWPnZyImih8s4SaoCSCq+XIY/c6S9F93sXEidHF1Q==\",\"salt\":\"fmpBI1r8R39Kr8fe7rzsLQ==\"}" }] }
    `,
      because: 'a salted hash is no password',
    },
    {
      ...dotenv`
      APP_KEYS="toBeModified1,toBeModified2"
      ADMIN_JWT_SECRET=to-be-changed-9
    `,
      because: 'it says that it is to be replaced',
    },
    {
      ...at('docs/actions.txt')`
      pypa/gh-action-pypi-publish id-token:write token=password @action.yml@00ef3b8
    `,
      because: 'the word is a value itself',
    },
    {
      ...bicep`
      resource secret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
        parent: vault
        name: 'storage-key'
        properties: { value: account.listKeys().keys[0].value }
      }
      module password 'br/public:avm/res/key-vault/vault:0.11.0' = {
        name: 'password'
      }
      param secretKind 'certificate-of-vault-2023' | 'password-of-vault-2023'
    `,
      because: 'a string behind a name is its type',
    },
    {
      ...typescript`
      form.addObjects(['newPassword', 'ne2Password']);
      form.addElement('password', 'new_user_2ndpass');
      buffer.writeKeyValue('AUTH_PBKDF2_SPEEDY_KEY', speedy);
      users.removePassword('user_123x9Qm4');
    `,
      because: 'names of fields, and whose password is removed',
    },
    {
      ...at('lib/attribute.php')`
      <?php
      if (in_array($type, array('password', 'multiselect7', 'textarea'))) return;
    `,
      because: 'a list of kinds',
    },
    {
      ...typescript`
      const authorization = 'Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXUiJ9.e30.ha5mKb-6aDOVHh5lRaUBNdDmMAYLOl1no3LQkV2mAMQ';
    `,
      because: 'a token that claims nothing',
    },
    {
      ...at('web/locales/pt/login.json')`
      { "password": "Palavra-passe", "newPassword": "Nova senha!" }
    `,
      because: 'what a folder of translations has under a name is the word for it',
    },
    {
      ...at('web/i18n/bn/login.json')`
      { "password": "পাসওয়ার্ড", "confirm_password": "पासवर्ड" }
    `,
      because: 'a word of any script is a label',
    },
    {
      ...typescript`
      export const ACTIONS_CREATE_GITHUB_APP_TOKEN = 'actions/create-github-app-token@v3.2.0';
    `,
      because: 'a package of a version is a name',
    },
    {
      ...at('charts/db/values.yaml')`
      password: cGFzc3dvcmQ=
      adminPassword: cGFzc3dvcmQK
    `,
      because: 'base64 of the word that stands for any value',
    },
    {
      ...python`
      class Login:
          def token(self, password):
              password = password.encode("latin1")
              self.secret = self.secret.encode('cp1252')
              return b64(password)
    `,
      because: 'what a secret does with an argument takes no secret',
    },
    {
      ...typescript`
      export type Kind = 'db-password' | 'certificate' | 'token';
    `,
      because: 'alternatives of a type are no assignment',
    },
    {
      ...typescript`
      const rows = \`
      acme/repository-dispatch contents:write token=token @action.yml@ff45666b9427
      acme/other contents:write token=token Qx7Rk2Lm9Tz4Vb8N
      \`;
    `,
      because: 'a word that repeats its key is the value, and a file at a commit is none',
    },
    {
      ...typescript`
      const monkey = 'qW3rTy91uIoPaSdFgHjK';
      const keyboard = 'aX81kLm02NvQzR47tYbE';
      const maxTokens = 4096;
      const tokenizer = 'cl100k_base_v2_9a8b7c';
    `,
      because: 'names are split into words',
    },
    {
      ...typescript`
      const password = process.env.DB_PASSWORD;
      const apiKey = config.get('api.key');
      const token = \`\${prefix}-\${suffix}\`;
      const secret = getSecret('prod/db/password');
    `,
      because: 'references are no secrets',
    },
    {
      ...typescript`
      const passwordField = 'password_confirmation';
      const tokenUrl = 'https://acme.io/oauth/token';
      const secretName = 'prod-db-credentials-1a2b';
      const apiKeyHeader = 'X-Api-Key';
      const privateKeyPath = '/etc/tls/private.key';
      const keyId = '3f2a9c1e-7b4d-4e8a-9c1d-2b3a4c5d6e7f';
    `,
      because: 'the last word says that the value only describes a secret',
    },
    {
      ...at('i18n/nb.properties')`
      password=Passord
      new_password=Nytt passord
      forgot_password=Har du glemt passordet?
    `,
      because: 'translations',
    },
    {
      ...at('config/app.yml')`
      password: \${DB_PASSWORD}
      token: <your-token>
      secret: changeme
      api_key: your-api-key-here
      access_key: xxxxxxxxxxxxxxxx
      client_secret: "{{ vault_client_secret }}"
      passphrase: ENC[AES256_GCM,data:Tr7o=,iv:1=,tag:2=,type:str]
      private_key: !vault |
        $ANSIBLE_VAULT;1.1;AES256
        3865653566313033
    `,
      because: 'placeholders, templates and encrypted values',
    },
    {
      ...at('yarn.lock.json')`
      { "integrity": "sha512-Zk9aQ3vT1mN8bXcR5yLpWq2sE7uH4jKfD6gO0iVxB==", "resolved": "https://registry.acme.io/key/-/key-1.2.3.tgz" }
    `,
      because: 'hashes of a lock file',
    },
    {
      ...at('locale/en.json')`
      { "password": "Password", "apiKey": "API key", "token": "Enter your token", "resetToken": "Reset the token" }
    `,
      because: 'labels of a form',
    },
    {
      ...python`
      parser.add_argument("--password", help="the password to use")
      raise ValueError("wrong password given")
      password = getpass("Password: ")
      TOKEN_TYPE = "access_token"
      SECRET_KEY = os.environ["SECRET_KEY"]
    `,
    },
    {
      ...terraform`
      resource "aws_db_instance" "main" {
        password                  = random_password.main.result
        master_user_secret_kms_key_id = aws_kms_key.main.arn
        final_snapshot_identifier = "main-1a2b3c4d5e6f"
      }
      data "aws_secretsmanager_secret" "main" {
        name = "prod/app/api-key"
      }
    `,
    },
    {
      ...cloudformation`
      Resources:
        Db:
          Type: AWS::RDS::DBInstance
          Properties:
            MasterUserPassword: '{{resolve:secretsmanager:prod/db:SecretString:password}}'
            KmsKeyId: !GetAtt Key.Arn
        Custom:
          Type: Custom::Thing
          Properties:
            ServiceToken: !ImportValue EndpointFunctionARN81
    `,
    },
    {
      ...at('a.sh')`
      export DB_PASSWORD="$(vault read -field=value secret/db)"
      curl -u "$USER:$PASSWORD" https://acme.io
      curl -H "Authorization: Bearer \${TOKEN}" https://acme.io
      PASSWORD_FILE=/run/secrets/db_password
    `,
    },
    {
      ...at('k8s/sealed.yaml')`
      apiVersion: bitnami.com/v1alpha1
      kind: SealedSecret
      spec:
        encryptedData:
          password: AgBy8hCi91kL0mN2oP3qR4sT5uV6wX7yZ8aB9cD0eF1gH2iJ3kL4mN5
    `,
    },
    {
      ...at('k8s/pod.yaml')`
      apiVersion: v1
      kind: Pod
      spec:
        containers:
          - name: app
            env:
              - name: DB_PASSWORD
                valueFrom:
                  secretKeyRef:
                    name: app-secrets
                    key: db-password
        volumes:
          - name: tls
            secret:
              secretName: app-tls-1a2b3c
    `,
    },
  ],
  invalid: [
    {
      ...typescript`
      export const fill = { appId: 'OFCNCOG2CU', apiKey: '«7fe4476ee5a1832882e326b506d14129»', indexName: 'otter', queries };
      export const top = { ROOT_KEY: '«8fe4476ee5a1832882e326b506d1412a8fe4476ee5a1832882e326b506d14129»' };
    `,
      because: 'what fills an index may write to it, and a key at the top of a chain of keys is drawn',
    },
    ...marked(kept),
    {
      ...at('auth.sh')`
      htpasswd -Bbn bob «{{token:password}}» > auth/htpasswd
    `,
      because: 'its neighbour is where the hash goes',
    },
    {
      ...bicep`
      resource password 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
        parent: vault
        name: 'db-password'
        properties: {
          value: '«{{token:password}}»'
        }
      }
    `,
      because: 'the value of a secret stands below its name',
    },
    {
      ...at('web/locales/pt/login.json')`
        { "password": "«{{token:password}}»" }
      `,
      because: 'its neighbour: no word has digits and signs',
    },
    {
      ...python`
        EXAMPLES = r'''
        - module: thing
          api_token: «{{token:random-40}}»
        '''
      `,
      severity: 'low',
      because: 'the page of a module shows how it is called',
    },
    {
      ...python`
        import requests

        def fetch(url):
            """Asks for a page.

            Authorization: Bearer «{{token:random-40}}»
            """
            return requests.get(url)
      `,
      severity: 'low',
      because: 'a text that explains the code shows examples',
    },
    {
      ...python`
        def fetch(url):
            return call(url, """
            Authorization: Bearer «{{token:random-40}}»
            """)
      `,
      severity: 'high',
      because: 'its neighbour: a text that is handed to somebody',
    },
    {
      ...python`
        db_password = "«{{token:password}}»"
      `,
      message: 'A password (14 characters) is written here in db_password',
      severity: 'high',
      suggestions: ['import os\ndb_password = os.environ["DB_PASSWORD"]\n'],
    },
    {
      ...typescript`
        const client = new Client({ user: 'app', apiKey: '«{{token:random-40}}»' });
      `,
      suggestions: ["const client = new Client({ user: 'app', apiKey: process.env.API_KEY! });\n"],
    },
    {
      ...at('main.go')`
        var apiToken string = "«{{token:random-40}}»"
      `,
      suggestions: ['var apiToken string = os.Getenv("API_TOKEN")\n'],
    },
    {
      ...at('src/App.java')`
        class App { private static final String DB_PASSWORD = "«{{token:password}}»"; }
      `,
      suggestions: ['class App { private static final String DB_PASSWORD = System.getenv("DB_PASSWORD"); }\n'],
    },
    {
      ...terraform`
        resource "aws_db_instance" "main" {
          password = "«{{token:password}}»"
        }
      `,
      suggestions: [
        'resource "aws_db_instance" "main" {\n  password = var.password\n}\n\nvariable "password" {\n  type      = string\n  sensitive = true\n}\n',
      ],
    },
    {
      ...terraform`
        variable "db_password" {
          type    = string
          default = "«{{token:password}}»"
        }
      `,
      because: 'a default of a variable has the variable’s name',
      suggestions: ['variable "db_password" {\n  type    = string\n}\n'],
    },
    {
      ...cloudformation`
        Resources:
          Db:
            Type: AWS::RDS::DBInstance
            Properties:
              MasterUserPassword: «{{token:password}}»
      `,
      suggestions: [
        "Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: '{{resolve:secretsmanager:master-user-password:SecretString}}'\n",
      ],
    },
    {
      ...at('deploy/pod.yaml')`
        apiVersion: v1
        kind: Pod
        spec:
          containers:
            - name: app
              env:
                - name: DB_PASSWORD
                  value: «{{token:password}}»
      `,
      suggestions: [
        'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: app\n      env:\n        - name: DB_PASSWORD\n          valueFrom:\n            secretKeyRef:\n              name: app-secrets\n              key: db-password\n',
      ],
    },
    {
      ...workflow`
        on: push
        jobs:
          build:
            runs-on: ubuntu-latest
            steps:
              - run: deploy --password «{{token:password}}»
      `,
      suggestions: [
        'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: deploy --password ${{ secrets.PASSWORD }}\n',
      ],
    },
    {
      ...at('compose.yaml')`
        services:
          db:
            environment:
              - POSTGRES_PASSWORD=«{{token:password}}»
      `,
      suggestions: ['services:\n  db:\n    environment:\n      - POSTGRES_PASSWORD=${POSTGRES_PASSWORD}\n'],
    },
    {
      ...dotenv`
      SESSION_SECRET=«{{token:random-40}}»
    `,
      suggestions: ['SESSION_SECRET=\n'],
    },
    {
      ...at('a.cs')`
      var cs = "Server=db.acme.io;User Id=sa;Password=«{{token:password}}»;Encrypt=true";
    `,
      because: 'inside of a connection string',
    },
    {
      ...at('a.sh')`
      curl -u admin:«{{token:password}}» https://acme.io
      mysql -u root -p«{{token:password:2}}» db
    `,
      because: 'on command lines',
      message: 'on a command line',
    },
    {
      ...at('k8s/secret.yaml')`
      apiVersion: v1
      kind: Secret
      data:
        username: YWRtaW4=
        password: «bWFpbi1TM2NyM3QtMjM0»
    `,
      message: 'Kubernetes Secret, in base64',
    },
    {
      ...at('k8s/secret.yaml')`
      apiVersion: v1
      kind: Secret
      stringData:
        password: «{{token:password}}»
    `,
      message: 'then seal the manifest (SOPS, Sealed Secrets), let an operator fetch the value',
      because: 'there is no reference that anything would fill',
    },
    {
      ...at('web/login.spec.ts')`
      await login({ email: 'a@acme.io', password: '«Passw0rd!»' });
    `,
      severity: 'info',
      because: 'what people make up for the user of a test',
    },
    {
      ...at('cypress/login.ts')`
      await login({ email: 'a@acme.io', password: '«{{token:password}}»' });
    `,
      severity: 'low',
      because: 'what somebody drew may be that of a user who is there',
    },
    {
      ...at('web/login.ts')`
      await login({ email: 'a@acme.io', password: '«Passw0rd!»' });
    `,
      severity: 'medium',
      because: 'a guess that opens a door',
    },
    {
      ...at('web.config')`
      <configuration><appSettings><add key="ApiKey" value="«{{token:random-40}}»" /></appSettings></configuration>
    `,
    },
    {
      ...at('.pgpass')`
      db.acme.io:5432:app:bob:«{{token:password}}»
    `,
      because: 'the file’s name says it',
    },
    {
      ...at('notebook.ipynb')`
      {"cells":[{"cell_type":"code","source":["import x\n","api_key = \"«{{token:random-40}}»\"\n"]}]}
    `,
      because: 'in a cell of a notebook',
    },
    {
      ...python`
      # password = "«{{token:password}}»"
    `,
      because: 'commented out is written down',
    },
    {
      ...at('src/b.ts')`
      const signingSecret = "«{{token:random-40}}" + "{{token:random-40:2}}»";
    `,
      because: 'joined literals are one',
    },
  ],
});
