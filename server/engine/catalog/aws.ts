// AWS actions with access levels, and managed policies. Types only here; the tables are generated beside this file and
// loaded when AWS facts are there.

export type AccessLevel = 'List' | 'Read' | 'Tagging' | 'Write' | 'Permissions management';

export interface AwsAction {
  /** `s3:PutObject`, in AWS's own case. */
  readonly name: string;
  /** A combination such as `Permissions management, Write` gives both. */
  readonly levels: readonly AccessLevel[];
  /** True when AWS accepts only `*` as its resource. */
  readonly wildcardOnly: boolean;
}

export interface AwsManagedPolicy {
  readonly name: string;
  readonly arn: string;
  /** What it allows, as patterns; enough to judge it. */
  readonly class: 'admin' | 'escalation' | 'full-access' | 'power' | 'other';
}

export interface AwsCatalog {
  /** Every action that a pattern such as `s3:Get*` covers; patterns are matched in any case, with `*` and `?`. */
  expand(pattern: string): readonly AwsAction[];
  find(action: string): AwsAction | undefined;
  /** ARN templates of the resource types of an action: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. */
  resourceTemplates(action: string): readonly string[];
  managedPolicy(arnOrName: string): AwsManagedPolicy | undefined;
  readonly source: string;
}
