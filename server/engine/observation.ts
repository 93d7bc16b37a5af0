// What runs, as an export of the vendor said it: plain data that readers of exports (`server/observe`) make, that lies
// under `.posture/evidence`, and that reconciling puts beside code and decisions. Never the value of a secret, and nothing
// that would let one be guessed.
import type { Credential, Identity, Platform } from './facts/types.ts';
import type { Place } from './text/text.ts';

/** One kind of export each; the names are what `posture observe` takes. */
export const observationSources = [
  'aws-authorization-details',
  'aws-credential-report',
  'aws-last-accessed',
  'aws-access-keys',
  'gcloud-iam-policy',
  'gcloud-service-accounts',
  'gcloud-service-account-keys',
  'az-role-assignments',
  'az-app-credentials',
  'entra-oauth-grants',
  'workspace-tokens',
  'kubectl',
  'vault-metadata',
  'github-installations',
  'github-members',
  'github-teams',
  'github-collaborators',
  'github-secrets',
  'github-tokens',
  'github-secret-alerts',
  'github-issues',
  'slack-apps',
  'terraform-plan',
  'terraform-state',
  'gitlab-variables',
  'gitlab-tokens',
  'certificates',
] as const;
export type ObservationSource = (typeof observationSources)[number];

/** Moments are written `2026-11-21T10:00:00Z`: UTC, whole seconds. */
export type Instant = string;

/** Somebody or something that can act. */
export interface ObservedIdentity {
  readonly fact: 'identity';
  /** `platform:kind:name`, made as `Identity.id` in the code is, so that the two join. */
  readonly id: string;
  readonly platform: Platform;
  readonly kind: Identity['kind'];
  readonly name: string;
  /** The vendor's own name for it: an ARN, an e-mail address, an object id, `namespace/name`. */
  readonly reference: string;
  readonly created?: Instant;
  /** As a tag, label or annotation says it. */
  readonly owner?: string;
  readonly environment?: string;
  /** False when the vendor says that it cannot be used. */
  readonly enabled?: boolean;
  /** Made and kept by the vendor itself (service-linked roles, `system:` bindings): nobody writes code for it. */
  readonly vendorMade?: boolean;
  /** Address in Terraform: `module.ci.aws_iam_role.deploy`. */
  readonly address?: string;
  /** A person's own account. */
  readonly human?: boolean;
}

/** Something that an identity may do. One statement, attachment, binding or consent each. */
export interface ObservedGrant {
  readonly fact: 'grant';
  /** `ObservedIdentity.id` of who has it. */
  readonly identity: string;
  /** Policy, binding or role by which it is given, for messages. */
  readonly by: string;
  /** Sorted items as `grantItems` writes them: `action s3:get*`, `resource *`, `role roles/owner`, `scope chat:write`. */
  readonly items: readonly string[];
  /** Last moment it holds, where the export says one. */
  readonly until?: Instant;
  readonly created?: Instant;
  /** `eligible`: it has to be activated first. Standing when left out. */
  readonly eligible?: boolean;
  /** `admin`: everything at this place. */
  readonly reach?: 'admin';
  readonly lastUsed?: Instant;
}

/** A policy or role that grants name; its statements count for everyone who has it. */
export interface ObservedPolicy {
  readonly fact: 'policy';
  /** What `role …` items name: `arn:aws:iam::123456789012:policy/deploy`, `ClusterRole/reader`. */
  readonly reference: string;
  /** One list of items a statement. */
  readonly statements: readonly (readonly string[])[];
  readonly reach?: 'admin';
}

/** Something to sign in with. */
export interface ObservedCredential {
  readonly fact: 'credential';
  /** Whose it is; absent for one that belongs to nobody who is named. */
  readonly identity?: string;
  readonly kind: Credential['kind'];
  /** A name that is no secret: `access key 1`, a key's public id where it has one. */
  readonly name: string;
  readonly active?: boolean;
  readonly created?: Instant;
  readonly until?: Instant;
  readonly lastUsed?: Instant;
  /** The export says that it was never used. */
  readonly neverUsed?: boolean;
  /** Digest of a public id, made as `SecretCandidate.digest` is. */
  readonly digest?: string;
}

/** How a kept secret was rotated: versions and times, never values. */
export interface ObservedRotation {
  readonly fact: 'rotation';
  /** Path below the mount: `ci/deploy`. */
  readonly path: string;
  readonly version: number;
  /** When the current version was written. */
  readonly created?: Instant;
  readonly owner?: string;
  readonly versions: readonly { readonly version: number; readonly created?: Instant; readonly gone: boolean }[];
}

/** When something was last used. */
export interface ObservedUse {
  readonly fact: 'use';
  readonly identity: string;
  /** Namespace of a service (`s3`); absent for the identity as a whole. */
  readonly service?: string;
  /** Absent: not within the time that the vendor looks back. */
  readonly last?: Instant;
}

/** A secret or variable that pipelines can read, by its name. */
export interface ObservedVariable {
  readonly fact: 'variable';
  readonly platform: 'github' | 'gitlab';
  readonly name: string;
  readonly level: 'instance' | 'organization' | 'group' | 'repository' | 'project' | 'environment';
  /** Who may read it within its level. */
  readonly visibility?: 'all' | 'private' | 'selected';
  readonly created?: Instant;
  readonly updated?: Instant;
  readonly protected?: boolean;
  readonly masked?: boolean;
}

/** A person or a team that is there: what owners are compared with. */
export interface ObservedMember {
  readonly fact: 'member';
  readonly kind: 'person' | 'team';
  /** As CODEOWNERS writes it: `@alice`, `@acme/payments`. */
  readonly handle: string;
}

/** A secret that somebody reported. The value is compared by digest and never kept. */
export interface ObservedAlert {
  readonly fact: 'alert';
  readonly name: string;
  readonly title: string;
  /** Digests that the value could have in the code, one a format that fits it. */
  readonly digests: readonly string[];
  readonly reported?: Instant;
  readonly state: 'open' | 'resolved';
  /** Whether the one who resolved it says that the secret was revoked. */
  readonly revoked?: boolean;
  readonly resolved?: Instant;
}

/** A piece of work for which access may have been given. */
export interface ObservedTask {
  readonly fact: 'task';
  /** `acme/shop#812`. */
  readonly reference: string;
  readonly state: 'open' | 'closed';
  readonly closed?: Instant;
}

export type ObservedFact =
  | ObservedIdentity
  | ObservedGrant
  | ObservedPolicy
  | ObservedCredential
  | ObservedRotation
  | ObservedUse
  | ObservedVariable
  | ObservedMember
  | ObservedAlert
  | ObservedTask;

/** What an export as a whole was. */
export interface ObservationHeader {
  readonly v: 1;
  readonly source: ObservationSource;
  /** What it is about: `aws:123456789012`, `gcp:shop-prod`, `azure:<subscription>`, `k8s:prod`, `github:acme`. */
  readonly place: string;
  /** When the vendor was asked: as the export says, as a person said, or as the file system says. */
  readonly taken: Instant;
  readonly takenFrom: 'export' | 'person' | 'file' | 'run';
  /** When it was read. */
  readonly read: Instant;
  /** The files as they were read, sorted by digest. Names without folders. */
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly bytes: number }[];
  /** Kinds of facts that the export lists wholly: only of these does absence mean that there is none. */
  readonly complete: readonly ObservedFact['fact'][];
  /** What was in the export and was not understood, in words. */
  readonly gaps: readonly string[];
}

/** One export, read: a record under `.posture/evidence`. */
export interface Observation {
  readonly header: ObservationHeader;
  readonly facts: readonly ObservedFact[];
  /** The record's file, relative to the root. */
  readonly uri: string;
  /** The line of a fact in that file, for what has no line in the code. */
  placeOf(fact: ObservedFact): Place;
}

/** Every observation that counts on a day. Of each source and place the newest; those past the policy's age are `old`. */
export interface Observed {
  readonly current: readonly Observation[];
  /** Older than the policy allows: what they say is unknown, never fine. */
  readonly old: readonly Observation[];
  /** The one before, of the same source and place, for what came and went. */
  readonly before: readonly Observation[];
}
