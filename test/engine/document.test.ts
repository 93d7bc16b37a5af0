// How a text is to be read: by its name, and where that says nothing by what its first line says runs it.
import { expect, it } from 'vitest';
import { createDocument, formatOf } from '../../server/engine/document.ts';

it.each([
  ['#!/bin/sh\n', 'shell'],
  ['#!/usr/bin/env bash\n', 'shell'],
  ['#! /usr/bin/env -S bash -eu\n', 'shell'],
  ['#!/usr/bin/python3.12\n', 'python'],
  ['#!/usr/bin/env node\n', 'javascript'],
  ['#!/usr/bin/env -S deno run\n', 'typescript'],
  ['#!/usr/bin/env ruby\n', 'ruby'],
  ['#!/usr/bin/pwsh\n', 'powershell'],
  ['#!/usr/bin/awk -f\n', 'text'],
  ['#!\n', 'text'],
  ['echo hi\n#!/bin/sh\n', 'text'],
  ['', 'text'],
])('a script without an ending that begins with %j is %s', (text, format) => {
  expect(createDocument('bin/deploy', text).format).toBe(format);
  expect(createDocument('bin/deploy', `\uFEFF${text}`).format).toBe(format);
});

it('asks the name first', () => {
  expect(formatOf('deploy.py', '#!/bin/sh\n')).toBe('python');
  expect(formatOf('Dockerfile', '#!/bin/sh\n')).toBe('dockerfile');
  expect(formatOf('salt/iam.sls')).toBe('yaml');
  expect(createDocument('bin/deploy', '#!/bin/sh\n', 'text').format).toBe('text');
});
