import { defineRule } from '../../server/engine/rule.ts';
import { classOf } from './classes.ts';
import { reportSecret } from './report.ts';

/** The name of the parameter or of the property that it is given to says that it is a secret. */
export const unmaskedParameter = defineRule({
  id: 'secret/unmasked-parameter',
  meta: {
    title: 'Secret parameter that is not masked',
    category: 'secret',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: ['cfn_nag:W-password-noecho', 'checkov:CKV_AZURE_131'],
    fix: 'none',
    whyNoFix: 'Masking takes one line, but the value that the parameter has now was shown already and must be changed with it.',
    messages: {
      plain:
        '{what} is read from a parameter of Systems Manager of type String, which is not encrypted and is shown to everybody who may read parameters; keep it as a SecureString or in Secrets Manager, and resolve that',
      parameter:
        'The {parameter} takes a secret{facts}. Its value is shown in the console, in events and to everybody who may describe the deployment; mask it',
    },
    docs: {
      what: 'A parameter of a template takes a secret and is not marked as one, or a secret is resolved from a parameter of Systems Manager that is not encrypted.',
      why: 'Parameters that are not masked are printed in the console, in the history of deployments and in the answers of the API, to readers who have no right to the secret itself.',
      remedy:
        'Set `NoEcho: true` (CloudFormation) the type `securestring` (ARM) or `@secure()` (Bicep) and give no default; better still, resolve the value from a secret store so that no person types it.',
      bad: [
        {
          file: 'stack/template.yaml',
          text: 'Parameters:\n  «DbPassword»:\n    Type: String\nResources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: !Ref DbPassword\n',
        },
        {
          file: 'stack/database.yaml',
          text: "Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: '«{{resolve:ssm:/db/password:1}}»'\n",
        },
      ],
      good: [
        {
          file: 'stack/template.yaml',
          text: 'Parameters:\n  DbPassword:\n    Type: String\n    NoEcho: true\nResources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: !Ref DbPassword\n',
        },
        {
          file: 'stack/database.yaml',
          text: "Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: '{{resolve:ssm-secure:/db/password:1}}'\n",
        },
      ],
      references: [
        'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html',
        'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html',
      ],
    },
  },
  on: {
    secret(candidate, context) {
      if (candidate.format === 'plain-parameter') reportSecret(candidate, context, 'plain', 'medium', [], { what: candidate.title });
      else if (classOf(candidate) === 'unmasked-parameter')
        reportSecret(candidate, context, 'parameter', candidate.confidence === 'high' ? 'medium' : 'low', [], {
          parameter: candidate.title,
        });
    },
  },
});
