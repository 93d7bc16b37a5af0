// Pipelines of every CI system in one form. A job is the identity: its token, its secrets, its cloud roles, what starts it.
import type { Place, Span } from '../text/text.ts';
import type { Entry, Leaf, Value } from './value.ts';
import type { JobReach } from './github/job-reach.ts';
import type { ScriptLine } from './script-lines.ts';
import type { Carrier } from './types.ts';

export type CiSystem =
  | 'github'
  | 'gitlab'
  | 'azure-pipelines'
  | 'circleci'
  | 'bitbucket'
  | 'jenkins'
  | 'tekton'
  | 'argo'
  | 'buildkite'
  | 'drone'
  | 'woodpecker'
  | 'codebuild'
  | 'cloud-build'
  | 'semaphore'
  | 'travis'
  | 'appveyor'
  | 'codefresh'
  | 'harness'
  | 'pre-commit'
  | 'atlantis'
  | 'image-build';

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
  /** `commented`: a comment stands on the line of the scope or alone on the line above. */
  readonly scopes: readonly { readonly name: string; readonly access: Leaf; readonly at: Place; readonly commented: boolean }[];
  /** What stands after `permissions:`, for printers. */
  readonly value: Value;
}

/** What an expression comes to when it is read: plain data with spans in the text of the workflow. */
export type ExpressionNode =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null; readonly at: Span }
  /** A context by its name: `github`, `secrets`, `inputs`. */
  | { readonly kind: 'name'; readonly name: string; readonly at: Span }
  /** `of.name`, or `of['name']` with a literal index. */
  | { readonly kind: 'member'; readonly of: ExpressionNode; readonly name: string; readonly at: Span }
  /** `of[index]` with an index that is computed; `of.*` and `of[*]` have no index. */
  | { readonly kind: 'index'; readonly of: ExpressionNode; readonly index?: ExpressionNode; readonly at: Span }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly ExpressionNode[]; readonly at: Span }
  | {
      readonly kind: 'operation';
      readonly operator: '&&' | '||' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '!';
      readonly operands: readonly ExpressionNode[];
      readonly at: Span;
    };

/** An expression inside a string: `${{ … }}`, or the whole of an `if`. */
export interface Expression {
  /** The braces with what stands between them; for an `if` without braces, its text. */
  readonly at: Place;
  /** Which key of the step or job it stands under: `run`, `if`, `with`, `env`, `uses`, `name`, … */
  readonly where: string;
  /** The name of the input, variable or output under `where`, where there is one. */
  readonly key?: string;
  /** The leaf that holds it. */
  readonly leaf: Leaf;
  /** Undefined where it does not parse. */
  readonly tree?: ExpressionNode;
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
  /** GitHub: the name of the action in lower case, without its version; undefined for paths, images and computed names. */
  readonly action?: string;
  /** GitHub: what a comment behind `uses` says, where people and bots note the version that a commit stands for. */
  readonly usesComment?: string;
  readonly run?: Leaf;
  /** The commands of `run`, each with its place. */
  readonly lines: readonly ScriptLine[];
  /** GitHub: the lines of the program that `actions/github-script` is given, each with its place. */
  readonly program?: readonly ScriptLine[];
  readonly shell?: Leaf;
  readonly inputs: Variables;
  readonly env: Variables;
  readonly condition?: Leaf;
  readonly expressions: readonly Expression[];
  /** The whole step as a value. */
  readonly value: Value;
}

export interface GivenItem {
  /** `secret:NAME`, `oidc:NAME=AUDIENCE`, `context:NAME`, `connection:NAME`, `group:NAME`, `serviceaccount:NAME`. */
  readonly item: string;
  readonly at: Place;
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
  /** GitHub: what somebody who controls a step could use. */
  readonly reach?: JobReach;
  /** Other systems: the secrets, tokens and connections that the job is given, as scope items, each with the token that names it. */
  readonly given?: readonly GivenItem[];
  /** Expressions of the job that stand in none of its steps. */
  readonly expressions: readonly Expression[];
  /** The whole job as a value, for what only one system has. */
  readonly value: Value;
}

export interface Workflow {
  readonly anchor: string;
  readonly system: CiSystem;
  /**
   * `action`: a composite one. `template`: started only through something else. `updates`: a configuration of Dependabot,
   * pre-commit, Atlantis or a listener of Tekton, which has no jobs. `needs`: what an action's author says that it needs.
   */
  readonly kind: 'workflow' | 'action' | 'template' | 'updates' | 'needs';
  readonly name?: string;
  readonly at: Place;
  readonly head: Place;
  readonly triggers: readonly Trigger[];
  readonly permissions?: TokenPermissions;
  readonly env: Variables;
  readonly jobs: readonly WorkflowJob[];
  /** Steps of a composite action; those of CircleCI's commands, which jobs share. */
  readonly steps: readonly WorkflowStep[];
  /** Expressions that stand in no job and no step. */
  readonly expressions: readonly Expression[];
  readonly carrier: Carrier;
  /** The whole document as a value. */
  readonly value: Value;
}
