import { dependabotLiteralCredential } from '../../../rules/github/dependabot-literal-credential.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(dependabotLiteralCredential, {
  valid: [
    {
      file: '.github/dependabot.yml',
      text: `registries: { a: { type: git, password: "\${{secrets.P}}" } }
`,
      because: 'a secret',
    },
    {
      file: '.github/dependabot.yml',
      text: `registries: { a: { type: git, username: someone } }
`,
      because: 'a name',
    },
  ],
  invalid: [
    {
      file: '.github/dependabot.yml',
      text: `version: 2
registries:
  my-maven:
    type: maven-repository
    password: «hunter22» # old
`,
      message: '8 characters',
      suggestions: [
        `version: 2
registries:
  my-maven:
    type: maven-repository
    password: \${{secrets.MY_MAVEN_PASSWORD}} # old
`,
      ],
    },
  ],
});
