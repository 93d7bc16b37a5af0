import { everyVaultSecret } from '../../../rules/ci/every-vault-secret.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const vault = (filter: string, task = 'AzureKeyVault@2'): { file: string; text: string } => ({
  file: 'azure-pipelines.yml',
  text: `steps:\n  - task: ${task}\n    inputs:\n      azureSubscription: platform\n      KeyVaultName: kv-app\n${filter}`,
});

ruleTester(everyVaultSecret, {
  valid: [
    { ...vault("      SecretsFilter: 'db-password'\n"), because: 'one secret' },
    { ...vault("      SecretsFilter: 'app-*'\n"), because: 'the task knows no patterns: it looks for one of this name' },
    { ...vault('      SecretsFilter: $(names)\n'), because: 'not known' },
    { ...vault('      SecretsFilter: ${{ parameters.names }}\n'), because: 'not known' },
    { ...vault("      KeyFilter: '*'\n", 'AzureAppConfigurationExport@10'), because: 'settings of an application' },
  ],
  invalid: [
    { ...vault('      secretsFilter: «"*"»\n'), message: ['every secret of the vault `kv-app`'] },
    { ...vault('', '«AzureKeyVault@1»'), message: ['Without `SecretsFilter`'] },
    {
      file: 'templates/secrets.yml',
      text: "parameters:\n  - name: vault\n    type: string\nsteps:\n  - task: AzureKeyVault@2\n    inputs:\n      azureSubscription: platform\n      KeyVaultName: ${{ parameters.vault }}\n      SecretsFilter: «'*'»\n",
    },
  ],
});
