import { at, bicep, cloudformation, cloudformationJson, ruleTester } from '../../support/rule-tester.ts';
import { unmaskedParameter } from '../../../rules/secret/unmasked-parameter.ts';

ruleTester(unmaskedParameter, {
  valid: [
    bicep`
      @secure()
      param adminPassword string
      @sys.secure()
      param apiKey string
      param keyVaultSecretName string
      param passwordAuthentication bool
      param passwordPolicy 'strict' | 'lax'
      param sshPublicKey string
      @description('''
      The password.
      ''')
      @secure()
      @minLength(12)
      param dbPassword string
    `,
    {
      ...cloudformation`
      Resources:
        A:
          Type: AWS::DMS::Endpoint
          Properties:
            Username: '{{resolve:ssm:/db/user:1}}'
            Password: '{{resolve:ssm-secure:/db/password:1}}'
    `,
      because: 'a user is no secret, and a SecureString is encrypted',
    },
    {
      ...cloudformation`
      Parameters:
        S3DeploymentRootKey:
          Type: String
        ArtifactBucket:
          Type: String
      Resources:
        Api:
          Type: AWS::AppSync::GraphQLSchema
          Properties:
            DefinitionS3Location: !Sub 's3://\${ArtifactBucket}/\${S3DeploymentRootKey}/schema.graphql'
    `,
      because: 'the key of S3 is where an object lies',
    },
    cloudformation`
      Parameters:
        DbPassword:
          Type: String
          NoEcho: true
      Resources:
        Db:
          Type: AWS::RDS::DBInstance
          Properties:
            MasterUserPassword: !Ref DbPassword
    `,
    {
      ...cloudformation`
      Parameters:
        PasswordLength:
          Type: Number
        SecretName:
          Type: String
        KeyPairName:
          Type: AWS::EC2::KeyPair::KeyName
      Resources:
        A:
          Type: AWS::SNS::Topic
    `,
      because: 'names that only describe a secret',
    },
    {
      ...cloudformation`
      Parameters:
        DbPassword:
          Type: AWS::SSM::Parameter::Value<String>
      Resources:
        A:
          Type: AWS::SNS::Topic
    `,
      because: 'the value is the name of a parameter in the store',
    },
    {
      ...at('azure/template.json')`
      { "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "parameters": { "adminPassword": { "type": "securestring" } }, "resources": [] }
    `,
    },
  ],
  invalid: [
    {
      ...bicep`
      @description('Password of the administrator.')
      @minLength(12)
      param «adminPassword» string
      param «clientSecret» string?
      param «sqlPassword» string = newGuid()
    `,
      message: 'it is not hidden by @secure()',
    },
    {
      ...cloudformation`
      Parameters:
        «DbPassword»:
          Type: String
      Resources:
        Db:
          Type: AWS::RDS::DBInstance
          Properties:
            MasterUserPassword: !Ref DbPassword
    `,
      message: 'given to MasterUserPassword',
      severity: 'medium',
    },
    {
      ...cloudformationJson`
      {
        "Parameters": { "«Value»": { "Type": "String", "NoEcho": "false" } },
        "Resources": { "A": { "Type": "AWS::DirectoryService::SimpleAD", "Properties": { "Password": { "Ref": "Value" } } } }
      }
    `,
      because: 'the property says what the parameter is for',
    },
    {
      ...cloudformation`
      Resources:
        A:
          Type: AWS::DMS::Endpoint
          Properties:
            Password: '«{{resolve:ssm:/db/password:1}}»'
    `,
      message: 'Password is read from a parameter of Systems Manager of type String',
      severity: 'medium',
    },
    {
      ...at('azure/template.json')`
      { "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "parameters": { "«adminPassword»": { "type": "string" } }, "resources": [] }
    `,
      message: 'securestring',
    },
  ],
});
