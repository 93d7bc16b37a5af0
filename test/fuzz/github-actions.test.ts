// The reader of workflows never throws and keeps its spans inside the text, whatever is left of a workflow.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createDocument } from '../../server/engine/document.ts';
import { findExpressions } from '../../server/engine/facts/github/expression.ts';
import { githubActionsReader } from '../../server/engine/facts/github/reader.ts';
import { expectLinear } from '../support/growth.ts';

const sample = `name: CI
on:
  pull_request_target: { types: [opened] }
  workflow_call:
    secrets: { TOKEN: { required: true } }
permissions: &p
  contents: read
  id-token: write
env: { A: "\${{ secrets.A }}" }
jobs:
  build:
    permissions: *p
    runs-on: [self-hosted, 'x']
    if: \${{ github.actor == 'a' && !cancelled() || contains(fromJSON('["x"]'), github.head_ref) }}
    strategy: { matrix: { os: [a, b] } }
    container: { image: 'node:20', credentials: { username: u, password: "\${{ secrets.P }}" } }
    steps:
      - uses: actions/checkout@v4
        with:
          ref: \${{ github.event.pull_request.head.sha }}
      - run: |
          echo "\${{ github['event'].issue.title }}"
        shell: bash
        env: { <<: *p }
  call:
    uses: ./.github/workflows/x.yml
    secrets: inherit
`;

const read = (text: string) =>
  githubActionsReader
    .read([createDocument('.github/workflows/ci.yml', text)], { neighbour: () => undefined })
    .get('.github/workflows/ci.yml')!;

describe('the reader of workflows', () => {
  it('reads every truncation', () => {
    for (let end = 0; end <= sample.length; end += 3) read(sample.slice(0, end));
  });

  it('reads random damage, with spans inside the text', () => {
    const damage = fc.array(
      fc.record({
        at: fc.nat(sample.length),
        cut: fc.nat(12),
        put: fc.constantFrom(
          '',
          '${{',
          '}}',
          "'",
          '"',
          ':',
          '- ',
          '\n',
          '  ',
          '&p',
          '*p',
          '{',
          ']',
          '\t',
          '!',
          '|',
          '<<: *p',
          '\u{1F600}',
          '[*]',
        ),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(damage, (edits) => {
        let text = sample;
        for (const { at, cut, put } of edits) text = text.slice(0, at) + put + text.slice(at + cut);
        for (const workflow of read(text).workflows) {
          for (const expression of [
            ...workflow.expressions,
            ...workflow.jobs.flatMap((job) => [...job.expressions, ...job.steps.flatMap((step) => step.expressions)]),
          ]) {
            const [start, end] = expression.at.span;
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeLessThanOrEqual(text.length);
            expect(end).toBeGreaterThanOrEqual(start);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('finds expressions in time that grows with the text', async () => {
    for (const piece of ['${{', "${{ '", '${{ a.b.c }} ', '${{ ((((', "}}'"]) {
      await expectLinear(piece, 12_500, (size) => {
        const text = piece.repeat(size);
        return () => findExpressions({ text, offsetOf: (index) => index });
      });
    }
  });
});
