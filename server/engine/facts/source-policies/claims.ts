// Which source files and scripts may hold an AWS policy or a command that grants: by language and a word or two.
import type { Document, Format } from '../../document.ts';
import { hasClusterMapping } from './aws-auth.ts';
import { startsProgram } from '../commands/program-lists.ts';
import { hasCdkProgram } from './cdk-programs.ts';
import { hasPolicyBuilder } from './policy-builder.ts';
import { hasTroposphere } from './troposphere.ts';
import { hasGoogleOpening } from './google-open.ts';
import { hasSdkOpening } from './sdk-open.ts';
import { mentioning } from '../../mentions.ts';
import { claimsInfrastructureCode } from '../typescript/claims.ts';

const languages: ReadonlySet<Format> = new Set([
  'python',
  'go',
  'java',
  'kotlin',
  'csharp',
  'ruby',
  'php',
  'rust',
  'swift',
  'shell',
  'powershell',
  'javascript',
  'typescript',
  'groovy',
  'dockerfile',
]);
/** What else holds whole policies: seeds of a database, pages, notebooks. */
const others: ReadonlySet<Format> = new Set(['sql', 'markdown', 'notebook']);

/** Formats in which shell commands stand: scripts and pipelines. */
const withCommands: ReadonlySet<Format> = new Set(['shell', 'powershell', 'yaml', 'dockerfile', 'groovy']);

const mentionsEffect = mentioning('effect');

export function hasPolicyLiteral(document: Document): boolean {
  const { text } = document;
  return (
    (languages.has(document.format) || others.has(document.format)) &&
    mentionsEffect(document) &&
    text.includes('Statement') &&
    text.includes('Effect') &&
    text.includes('Action') &&
    !claimsInfrastructureCode(document)
  );
}

/** Words of the commands of `aws` that are read, as they begin; options of its own may stand before them. */
const granting = [
  'iam ',
  'sso-admin ',
  'lambda add-permission',
  'lambda create-function-url-config',
  's3api put-',
  'eks associate-access-policy',
  'ecr set-repository-policy',
  'kms put-key-policy',
  'kms create-key',
  'secretsmanager put-resource-policy',
  'ec2 modify-image-attribute',
  'ec2 modify-snapshot-attribute',
  'rds modify-db-',
  'rds create-db-',
  'apigateway put-method',
  'apigatewayv2 create-route',
  'ssm modify-document-permission',
  'sns add-permission',
  'sqs add-permission',
  'ram create-resource-share',
  'ram update-resource-share',
  'lakeformation grant-permissions',
  'cognito-idp create-user-pool',
  'cognito-idp set-user-pool-mfa-config',
  '--acl public-read',
  '--acl=public-read',
].map((words) => ` ${words}`);
/** The same of other programs. */
const grantingElsewhere = [
  'cdk bootstrap',
  'eksctl create iam',
  'Register-IAM',
  'Write-IAM',
  'New-IAM',
  'Update-IAM',
  'Add-LMPermission',
  'New-LMFunctionUrlConfig',
  'Edit-SSMDocumentPermission',
];

const mentionsGranting = mentioning(...granting, ...grantingElsewhere);

/** Words of the commands that grant, as they stand where a command is given word by word. */
const grantingWords = [
  'attach-role-policy',
  'attach-user-policy',
  'attach-group-policy',
  'put-role-policy',
  'put-user-policy',
  'create-access-key',
  'create-login-profile',
  'put-bucket-policy',
  'put-bucket-acl',
  'add-permission',
  'create-function-url-config',
  'associate-access-policy',
];
const mentionsGrantingWord = mentioning(...grantingWords);

/** The file whose `scripts` npm runs. */
export const isPackageManifest = (uri: string): boolean => /(?:^|\/)package\.json$/.test(uri);

export function hasGrantCommand(document: Document): boolean {
  const { text, uri } = document;
  if (
    mentionsGrantingWord(document) &&
    (startsProgram(document) || (document.format === 'yaml' && /["']aws["']|-[ \t]+aws[ \t]*\r?\n|\/aws-cli\b/.test(text)))
  )
    return true;
  if (
    !withCommands.has(document.format) &&
    !isPackageManifest(uri) &&
    !/(?:^|\/)(?:Makefile|justfile|[Tt]askfile\.ya?ml)$|\.(?:mk|bats)$/.test(uri)
  )
    return false;
  const isIn = (words: string): boolean => text.includes(words);
  // A variable may hold the program: `AWS=aws`, `"$AWS" iam …`.
  return mentionsGranting(document) && ((/\baws["'}]?(?:\s|$)/m.test(text) && granting.some(isIn)) || grantingElsewhere.some(isIn));
}

const mentionsManaged = mentioning('iam::aws:policy/');

export function hasSdkAttachment(document: Document): boolean {
  return (
    languages.has(document.format) && mentionsManaged(document) && /attach/i.test(document.text) && !claimsInfrastructureCode(document)
  );
}

/** Languages in which programs call a service or hand it a policy. */
export const programs: ReadonlySet<Format> = new Set([
  'python',
  'go',
  'java',
  'kotlin',
  'csharp',
  'ruby',
  'php',
  'rust',
  'javascript',
  'typescript',
]);

/** A call of an SDK that makes a long-lived key or a password. */
export function hasSdkKeys(document: Document): boolean {
  return (
    programs.has(document.format) &&
    mentionsKeys(document) &&
    /[cC]reate_?(?:[aA]ccess_?[kK]ey|[lL]ogin_?[pP]rofile)/.test(document.text) &&
    !claimsInfrastructureCode(document)
  );
}

const mentionsKeys = mentioning('AccessKey', 'access_key', 'LoginProfile', 'login_profile');

/** A call of an SDK that may let everyone in. */
export function hasSdkOpenings(document: Document): boolean {
  return (
    programs.has(document.format) &&
    hasSdkOpening(document) &&
    /boto3|aws-sdk|software\.amazon|Aws::/.test(document.text) &&
    !claimsInfrastructureCode(document)
  );
}

/** A call of one of Google's libraries that may let everyone in. */
export function hasGoogleOpenings(document: Document): boolean {
  return programs.has(document.format) && hasGoogleOpening(document) && !claimsInfrastructureCode(document);
}

/** A program of Pulumi, other than one of TypeScript, with documents of `getPolicyDocument` or constants of managed policies. */
export function hasPulumiPolicies(document: Document): boolean {
  const { format, text } = document;
  return (
    programs.has(format) &&
    format !== 'javascript' &&
    format !== 'typescript' &&
    mentionsPulumi(document) &&
    /pulumi_aws|pulumi-aws|Pulumi\.Aws|com\.pulumi\.aws/.test(text) &&
    /[gG]et_?[pP]olicy_?[dD]ocument|ManagedPolicy/.test(text)
  );
}

const mentionsPulumi = mentioning('pulumi');

export function claimsSourcePolicies(document: Document): boolean {
  return (
    hasSdkOpenings(document) ||
    hasGoogleOpenings(document) ||
    hasCdkProgram(document) ||
    hasTroposphere(document) ||
    hasPolicyBuilder(document) ||
    hasPulumiPolicies(document) ||
    hasSdkKeys(document) ||
    hasClusterMapping(document) ||
    hasPolicyLiteral(document) ||
    hasGrantCommand(document) ||
    hasSdkAttachment(document)
  );
}
