// Commands of AWS tools that grant: `aws iam attach-role-policy`, `put-role-policy`, `create-access-key` and their like, in
// scripts and in the steps of pipelines, and the same by the cmdlets of PowerShell.
import { shellCommands, type CommandWord, type ShellCommand } from '../commands/shell.ts';
import { asRun, type ScriptVariables } from '../commands/variables.ts';
import { tableOf } from '../../table.ts';
import type { Place } from '../../text/text.ts';

export interface Command {
  /** `iam attach-role-policy`, `cdk bootstrap`. */
  readonly name: string;
  /** The words that name it. */
  readonly at: Place;
  /** From its first word to its end. */
  readonly whole: Place;
  /** The first value of each option. */
  readonly options: ReadonlyMap<string, CommandWord>;
  /** All options that stand there, those without a value included. */
  readonly switches: ReadonlySet<string>;
}

const start =
  /(?:(?<![\w./-])|(?<=^\t@?-@?))(?:aws\s+(?:--?[\w-]+(?:[= ][\w.-]+)?\s+){0,4}(iam|sso-admin|lambda|s3|s3api|cognito-idp|eks|ecr|kms|secretsmanager|sqs|sns|ec2|rds|ssm|ram|lakeformation|apigateway|apigatewayv2)\s+([a-z][a-z-]+)|(?:npx\s+)?(cdk)\s+(bootstrap)|(eksctl)\s+create\s+(iamserviceaccount|iamidentitymapping)|((?:Register|Write|New|Update)-IAM[A-Z]\w{2,30}|Add-LMPermission|New-LMFunctionUrlConfig|Edit-SSMDocumentPermission))(?![\w-])/gm;

/** Cmdlets of PowerShell, as the command that does the same. */
const cmdlets = tableOf<string>({
  'Register-IAMRolePolicy': 'iam attach-role-policy',
  'Register-IAMUserPolicy': 'iam attach-user-policy',
  'Register-IAMGroupPolicy': 'iam attach-group-policy',
  'Write-IAMRolePolicy': 'iam put-role-policy',
  'Write-IAMUserPolicy': 'iam put-user-policy',
  'Write-IAMGroupPolicy': 'iam put-group-policy',
  'New-IAMPolicy': 'iam create-policy',
  'New-IAMPolicyVersion': 'iam create-policy-version',
  'New-IAMRole': 'iam create-role',
  'Update-IAMAssumeRolePolicy': 'iam update-assume-role-policy',
  'New-IAMAccessKey': 'iam create-access-key',
  'New-IAMLoginProfile': 'iam create-login-profile',
  'New-IAMServiceSpecificCredential': 'iam create-service-specific-credential',
  'Add-LMPermission': 'lambda add-permission',
  'New-LMFunctionUrlConfig': 'lambda create-function-url-config',
  'Edit-SSMDocumentPermission': 'ssm modify-document-permission',
});

/** All such commands of a text; `variables` are those of a script that is read as a whole. */
export function commandsOf(text: string, uri: string, variables?: ScriptVariables): Command[] {
  return shellCommands(text, uri, start, (match) =>
    match[7] === undefined ? `${match[1] ?? match[3] ?? match[5]} ${match[2] ?? match[4] ?? match[6]}` : cmdlets.get(match[7]),
  )
    .flatMap((command) => (variables ? asRun(command, variables, text) : [command]))
    .map((command) => ({ ...command, options: firstValues(command), switches: new Set(command.flags.keys()) }));
}

/** Options as the command line writes them, whatever the cmdlet does: `-PolicyArn` is `policy-arn`. */
function firstValues(command: ShellCommand): Map<string, CommandWord> {
  return new Map(
    [...command.flags].flatMap(([name, [first]]): [string, CommandWord][] =>
      first ? [[/^[A-Z]/.test(name) ? name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase() : name, first]] : [],
    ),
  );
}
