// Where in a document an item of an identity's scope is written. Scope items of agents, jobs and OAuth clients are words
// without places, because a baseline compares words; the place is looked up only when something is to be said about one.
import type { Facts } from '../engine/facts/types.ts';
import { leavesOf, placeOf, textOf, type Value } from '../engine/facts/value.ts';
import type { Place } from '../engine/text/text.ts';
import type { InventoryEntry } from './inventory.ts';

interface Candidate {
  readonly text: string;
  readonly at: Place;
}

/** The place of the longest text that the item holds; the identity itself where none of its parts is found. */
export function placeOfScopeItem(facts: Facts | undefined, entry: InventoryEntry, item: string): Place {
  const value = item.slice(item.indexOf(':') + 1);
  let best: Candidate | undefined;
  for (const one of facts ? candidates(facts, entry) : []) {
    if (one.text.length > (best?.text.length ?? 0) && value.includes(one.text)) best = one;
  }
  return best?.at ?? entry.at;
}

/** The words of the identity's own part of the document. */
function* candidates(facts: Facts, entry: InventoryEntry): Generator<Candidate> {
  for (const agent of facts.agents) {
    if (agent.head.uri !== entry.at.uri || agent.head.span[0] !== entry.at.span[0]) continue;
    for (const server of agent.servers) {
      yield { text: server.name, at: server.head };
      for (const input of server.inputs) {
        yield { text: `${server.name}/${input.name}`, at: input.at };
        for (const reference of input.references) yield { text: reference.name, at: input.at };
      }
    }
    for (const setting of agent.settings) yield* words(setting.value);
  }
  for (const workflow of facts.workflows) {
    for (const job of workflow.jobs) {
      if (job.head.span[0] !== entry.at.span[0]) continue;
      for (const trigger of workflow.triggers) yield { text: trigger.name, at: trigger.at };
      for (const scope of (job.permissions ?? workflow.permissions)?.scopes ?? []) yield { text: scope.name, at: scope.at };
      const all = (job.permissions ?? workflow.permissions)?.all;
      if (all) yield* allScopes(all.at);
      for (const { item, at } of job.given ?? []) yield { text: item.slice(item.indexOf(':') + 1), at };
      yield* words(job.environment);
      yield* words(job.runner);
      for (const step of job.steps) {
        if (step.uses) yield { text: textOf(step.uses)?.split('@')[0]?.toLowerCase() ?? '', at: step.uses.at };
        for (const { value } of [...step.inputs, ...step.env]) yield* words(value);
        for (const expression of step.expressions) yield* secretsIn(expression.tree, expression.at);
      }
      for (const expression of job.expressions) yield* secretsIn(expression.tree, expression.at);
    }
  }
  for (const client of facts.oauthClients) {
    if (client.head.uri !== entry.at.uri || client.head.span[0] !== entry.at.span[0]) continue;
    for (const scope of client.scopes) yield { text: scope.name ?? textOf(scope.id) ?? '', at: scope.id.at };
    for (const role of client.roles) yield* words(role);
    for (const grant of client.grants) yield { text: grant.type, at: grant.at };
    for (const address of client.addresses) {
      const text = textOf(address.leaf);
      if (text !== undefined)
        yield {
          text: address.use === 'endpoint' ? text.replace(/^[a-z]+:\/\/([^/?#]+).*$/i, '$1') : text.replace(/[?#].*$/, ''),
          at: address.leaf.at,
        };
    }
  }
}

function* words(value: Value | undefined): Generator<Candidate> {
  for (const leaf of leavesOf(value)) {
    const text = textOf(leaf);
    if (text !== undefined) yield { text, at: placeOf(leaf) };
  }
}

/** `write-all` stands for every scope; it is one character so that any scope that is named goes before it. */
function* allScopes(at: Place): Generator<Candidate> {
  yield { text: '=', at };
}

function* secretsIn(tree: unknown, at: Place): Generator<Candidate> {
  const node = tree as { kind?: string; of?: { kind?: string; name?: string }; name?: string } | undefined;
  if (node === null || typeof node !== 'object') return;
  if (node.kind === 'member' && node.of?.kind === 'name' && node.of.name?.toLowerCase() === 'secrets' && node.name)
    yield { text: node.name, at };
  for (const child of Object.values(node)) {
    if (Array.isArray(child)) for (const one of child) yield* secretsIn(one, at);
    else if (typeof child === 'object') yield* secretsIn(child, at);
  }
}
