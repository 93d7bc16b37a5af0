// The thread of the server with one rule more: it never comes back from a workflow whose name is `stuck`, and takes all
// memory on one whose name is `greedy`. The guard's test bundles and starts it.
import { workerData } from 'node:worker_threads';
import { rulesOf } from '../../rules/registry.ts';
import type { Rule } from '../../server/engine/rule.ts';
import { serve } from '../../server/lsp/worker.ts';

function misbehave(name: string | undefined): void {
  if (name === 'stuck') for (;;);
  if (name === 'greedy') for (const kept: number[][] = []; ;) kept.push(new Array<number>(1 << 16).fill(kept.length));
}

serve(
  async (areas) => {
    const rules = await rulesOf(areas);
    const rule: Rule = { ...rules[0]!, id: 'github/misbehaving', on: { workflow: (workflow) => misbehave(workflow.name) } };
    return [...rules, rule];
  },
  workerData as { package: string },
);
