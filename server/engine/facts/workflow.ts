// Pipelines of every CI system in one form. A job is the identity: its token, its secrets, its cloud roles, what starts it.
import type { Place } from '../text/text.ts';
import type { Entry, Leaf, Value } from './value.ts';
import type { Carrier } from './types.ts';

export type CiSystem =
  | 'github' | 'gitlab' | 'azure-pipelines' | 'circleci' | 'bitbucket' | 'jenkins' | 'tekton' | 'argo' | 'buildkite' | 'drone' | 'woodpecker';

export interface Trigger {
  /** As the system names it: `pull_request_target`, `push`, `schedule`. */
  readonly name: string;
  readonly at: Place;
  /** The value under the trigger (branches, types, inputs). */
  readonly detail?: Value;
}

/** The token a job gets. */
export interface TokenPermissions {
  readonly at: Place;
  readonly key: Place;
  /** `read-all`, `write-all`, or undefined where scopes are listed. */
  readonly all?: Leaf;
  readonly scopes: readonly { readonly name: string; readonly access: Leaf; readonly at: Place }[];
}

/** Environment variables or inputs of a workflow, job or step. */
export type Variables = readonly Entry[];

export interface WorkflowStep {
  readonly anchor: string;
  readonly index: number;
  readonly at: Place;
  /** The step's name, id or first key: where a finding about the whole step stands. */
  readonly head: Place;
  readonly name?: string;
  readonly id?: string;
  /** The action or orb with its version: `actions/checkout@v4`. */
  readonly uses?: Leaf;
  readonly run?: Leaf;
  readonly shell?: Leaf;
  readonly inputs: Variables;
  readonly env: Variables;
  readonly condition?: Leaf;
}

export interface WorkflowJob {
  readonly anchor: string;
  readonly id: string;
  readonly at: Place;
  readonly head: Place;
  readonly permissions?: TokenPermissions;
  readonly environment?: Leaf;
  readonly runner?: Value;
  readonly env: Variables;
  readonly condition?: Leaf;
  /** A called workflow: its reference, what it is given, and `inherit` or the secrets passed. */
  readonly calls?: { readonly uses: Leaf; readonly inputs: Variables; readonly secrets?: Value; readonly secretsKey?: Place };
  readonly container?: Value;
  readonly services?: Value;
  readonly strategy?: Value;
  readonly needs: readonly string[];
  readonly steps: readonly WorkflowStep[];
  /** The whole job as a value, for what only one system has. */
  readonly value: Value;
}

export interface Workflow {
  readonly anchor: string;
  readonly system: CiSystem;
  /** `workflow`, `action` (composite), `template`. */
  readonly kind: 'workflow' | 'action' | 'template';
  readonly name?: string;
  readonly at: Place;
  readonly head: Place;
  readonly triggers: readonly Trigger[];
  readonly permissions?: TokenPermissions;
  readonly env: Variables;
  readonly jobs: readonly WorkflowJob[];
  /** Steps of a composite action. */
  readonly steps: readonly WorkflowStep[];
  readonly carrier: Carrier;
  /** The whole document as a value. */
  readonly value: Value;
}
