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
    messages: { parameter: 'The {parameter} takes a secret{facts}. Its value is shown in the console, in events and to everybody who may describe the deployment; mask it' },
    docs: {
      what: 'A parameter of a template takes a secret and is not marked as one.',
      why: 'Parameters that are not masked are printed in the console, in the history of deployments and in the answers of the API, to readers who have no right to the secret itself.',
      remedy: 'Set `NoEcho: true` (CloudFormation) or the type `securestring` (ARM) and give no default; better still, resolve the value from a secret store so that no person types it.',
      bad: [
        { file: 'stack/template.yaml', text: 'Parameters:\n  «DbPassword»:\n    Type: String\nResources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: !Ref DbPassword\n' },
      ],
      good: [
        { file: 'stack/template.yaml', text: 'Parameters:\n  DbPassword:\n    Type: String\n    NoEcho: true\nResources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUserPassword: !Ref DbPassword\n' },
      ],
      references: ['https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html'],
    },
  },
  on: {
    secret(candidate, context) {
      if (classOf(candidate) === 'unmasked-parameter') reportSecret(candidate, context, 'parameter', candidate.confidence === 'high' ? 'medium' : 'low', [], { parameter: candidate.title });
    },
  },
});
