// AWS actions with access levels, and managed policies: what rules ask. The tables are generated beside this file and are
// loaded, through aws-catalog.ts, only when AWS facts are there.

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
  /**
   * `admin`: everything on everything. `escalation`: leads to admin by what it allows on every resource. `power`: everything
   * but a list. `full-access`: all of one service. `other`.
   */
  readonly class: 'admin' | 'escalation' | 'full-access' | 'power' | 'other';
  /** Which actions of the escalation sets it allows on every resource without condition; `*` for all. */
  readonly holds: '*' | readonly string[];
  /** How many actions it allows, by level. */
  readonly counts: Readonly<Record<AccessLevel, number>>;
}

export interface AwsCatalog {
  /** Every action that a pattern such as `s3:Get*` covers; patterns are matched in any case, with `*` and `?`. */
  expand(pattern: string): readonly AwsAction[];
  find(action: string): AwsAction | undefined;
  /** ARN templates of the resource types of an action: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. */
  resourceTemplates(action: string): readonly string[];
  /** The name a service prefix has in AWS's reference: `Amazon S3`. Undefined for a prefix that is none. */
  serviceName(prefix: string): string | undefined;
  managedPolicy(arnOrName: string): AwsManagedPolicy | undefined;
  /** Names of all managed policies, for a person to choose from. */
  managedPolicyNames(): readonly string[];
  readonly source: string;
}

export const accessLevels: readonly AccessLevel[] = ['List', 'Read', 'Tagging', 'Write', 'Permissions management'];
