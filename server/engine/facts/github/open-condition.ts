// What somebody without any right in the repository can make a condition come to, by what they write and where: a comment
// with a word in it, on an issue instead of a pull request. Only what is certain: all else is taken to keep them out.
import { tableOf } from '../../table.ts';
import type { ExpressionNode } from '../workflow.ts';
import { pathOf } from './expression-paths.ts';

/** Objects of the payloads of events that strangers raise. Source: GitHub docs, "Webhook events and payloads", 2026. */
const payloads = tableOf<readonly string[]>({
  issue_comment: ['comment', 'issue'],
  issues: ['issue'],
  discussion: ['discussion'],
  discussion_comment: ['comment', 'discussion'],
  pull_request_target: ['pull_request'],
});

/** True where a stranger can raise the event in a way that makes the condition come to what is wanted. */
export function strangersMake(tree: ExpressionNode, wanted: boolean, event: string): boolean {
  return payloads.has(event) && canBe(tree, wanted, event);
}

function canBe(node: ExpressionNode, wanted: boolean, event: string): boolean {
  if (node.kind === 'literal') return Boolean(node.value) === wanted;
  if (node.kind === 'call') return canCallBe(node, wanted, event);
  if (node.kind !== 'operation') {
    // A comment on a pull request is one on an issue that has this link; whoever comments chooses on which.
    if (pathOf(node) !== 'github.event.issue.pull_request') return false;
    return event === 'issue_comment' || !wanted;
  }
  const { operator, operands } = node;
  switch (operator) {
    case '!':
      return canBe(operands[0]!, !wanted, event);
    case '&&':
    case '||':
      return (operator === '&&') === wanted
        ? operands.every((one) => canBe(one, wanted, event))
        : operands.some((one) => canBe(one, wanted, event));
    case '==':
    case '!=': {
      const same = (operator === '==') === wanted;
      return operands.some((one) => isWritten(one, event)) ? !same || operands.some(isLiteral) : comparison(operands, event) === same;
    }
    default:
      return false;
  }
}

function isLiteral(node: ExpressionNode): boolean {
  return node.kind === 'literal';
}

const texts = /^github\.event\.(comment|issue|discussion|pull_request)\.(?:body|title)$/;

/** A text of the event that the stranger writes. */
function isWritten(node: ExpressionNode, event: string): boolean {
  const object = texts.exec(pathOf(node) ?? '')?.[1];
  return object !== undefined && payloads.get(event)!.includes(object);
}

/** Whether the two sides are the same for a stranger who raises the event; undefined where that is not known. */
function comparison(operands: readonly ExpressionNode[], event: string): boolean | undefined {
  const literal = operands.find(isLiteral);
  const path = operands.map(pathOf).find((one) => one !== undefined);
  if (literal?.kind !== 'literal' || path === undefined) return undefined;
  const text = String(literal.value).toLowerCase();
  if (path === 'github.event_name') return text === event;
  return associated(path, event) ? text === 'none' : undefined;
}

/** `contains` and its like in what strangers write, and of the association in a list. */
function canCallBe({ name, args }: Extract<ExpressionNode, { kind: 'call' }>, wanted: boolean, event: string): boolean {
  const [searched, sought] = args;
  if (!['contains', 'startswith', 'endswith'].includes(name.toLowerCase()) || !searched || !sought) return false;
  if (texts.test(pathOf(searched) ?? '')) return isLiteral(sought) && (!wanted || isWritten(searched, event));
  const list = searched.kind === 'call' && searched.name.toLowerCase() === 'fromjson' ? searched.args[0] : undefined;
  if (list?.kind !== 'literal' || !associated(pathOf(sought) ?? '', event)) return false;
  return String(list.value).toUpperCase().includes('"NONE"') === wanted;
}

/** What GitHub says of how somebody belongs to the repository: `NONE` of a stranger, and nothing where the event has no such object. */
function associated(path: string, event: string): boolean {
  const object = /^github\.event\.([a-z_]+)\.author_association$/.exec(path)?.[1];
  return object !== undefined && payloads.get(event)!.includes(object);
}
