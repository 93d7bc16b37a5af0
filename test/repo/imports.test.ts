// The import table of ARCHITECTURE.md, held to by reading every import with the parser we ship.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parse } from '@typescript-eslint/typescript-estree';
import { describe, expect, it } from 'vitest';

interface Import {
  readonly file: string;
  readonly line: number;
  readonly target: string;
  readonly typeOnly: boolean;
}

const nodeBuiltin = /^node:/;
const enginePackages = [
  'yaml',
  'jsonc-parser',
  'toml-eslint-parser',
  '@typescript-eslint/typescript-estree',
  '@typescript-eslint/types',
  'typescript',
];

/** Who may import what. The first row whose folder holds the file counts. */
const walls: readonly { readonly room: string; readonly may: (target: string, one: Import) => boolean; readonly sentence: string }[] = [
  {
    room: 'server/engine/',
    may: (target) => target.startsWith('server/engine/') || enginePackages.includes(target),
    sentence: 'server/engine imports only itself and its parsers: no I/O, no clock, no protocol, no rules.',
  },
  {
    room: 'rules/registry.ts',
    may: (target) => target.startsWith('server/engine/') || target.startsWith('rules/'),
    sentence: 'the registry knows the rules and the engine, nothing else.',
  },
  {
    room: 'rules/',
    may: (target, one) => target.startsWith('server/engine/') || target.startsWith(one.file.split('/').slice(0, 2).join('/') + '/'),
    sentence: 'a rule sees the engine and its own area. Areas do not import each other.',
  },
  {
    room: 'server/observe/',
    may: (target) => target.startsWith('server/engine/') || target.startsWith('server/observe/'),
    sentence: 'server/observe is pure: the text of an export in, facts out.',
  },
  {
    room: 'server/posture/',
    may: (target) => target.startsWith('server/engine/') || target.startsWith('server/posture/'),
    sentence: 'server/posture is pure: text in, records out.',
  },
  {
    room: 'server/report/',
    may: (target) => /^server\/(?:engine|posture|report)\//.test(target) || target === 'node:crypto',
    sentence: 'server/report is pure: what is known in, bytes out.',
  },
  {
    room: 'server/workspace/',
    may: (target) => /^server\/(engine|posture|workspace|schemas)\//.test(target) || nodeBuiltin.test(target) || isPackage(target),
    sentence: 'server/workspace touches disk and git, and knows neither the fronts nor the rules.',
  },
  {
    room: 'server/cache/',
    may: (target) => /^server\/(?:engine|cache|start)\//.test(target) || nodeBuiltin.test(target),
    sentence: 'server/cache keeps what the engine read, and knows neither the fronts nor git.',
  },
  {
    room: 'server/start/',
    may: (target) => target.startsWith('server/start/') || nodeBuiltin.test(target),
    sentence: 'what runs before everything else brings nothing with it.',
  },
  {
    room: 'server/lsp/protocol/',
    may: (target, one) => one.typeOnly && (/^server\/(?:engine|lsp\/protocol)\//.test(target) || target === 'vscode-languageserver/node'),
    sentence:
      'what the server and our client say to each other beyond the protocol is types only, so that the client stays free of the engine.',
  },
  {
    room: 'server/lsp/',
    may: (target) =>
      (target.startsWith('server/') && !target.startsWith('server/cli/')) ||
      target === 'rules/registry.ts' ||
      nodeBuiltin.test(target) ||
      isPackage(target) ||
      target === 'package.json',
    sentence: 'the language server does not import the CLI, and reaches rules through the registry.',
  },
  {
    room: 'server/cli/',
    may: (target) =>
      (target.startsWith('server/') && !target.startsWith('server/lsp/')) ||
      target === 'rules/registry.ts' ||
      nodeBuiltin.test(target) ||
      isPackage(target) ||
      target === 'package.json',
    sentence: 'the CLI does not import the language server, and reaches rules through the registry.',
  },
  {
    room: 'client/',
    may: (target, one) =>
      target === 'vscode' ||
      target.startsWith('vscode-languageclient') ||
      target.startsWith('client/') ||
      nodeBuiltin.test(target) ||
      (one.typeOnly && target.startsWith('server/lsp/protocol/')) ||
      target === 'server/posture/identity-picture.ts',
    sentence: 'the client knows VS Code, the language client, only types of server/lsp/protocol, and how an identity is drawn.',
  },
];

function isPackage(target: string): boolean {
  return !/^(?:server|rules|client|test|scripts)\//.test(target) && !target.endsWith('.json');
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): Import[] {
  const program = parse(readFileSync(file, 'utf8'), { loc: true, range: true });
  const found: Import[] = [];
  const add = (specifier: string, line: number, typeOnly: boolean) => {
    found.push({ file, line, typeOnly, target: specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier });
  };
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!node || typeof node !== 'object') return;
    const one = node as {
      type?: string;
      source?: { value?: unknown; type?: string };
      importKind?: string;
      exportKind?: string;
      loc?: { start: { line: number } };
    };
    if (one.type && /^(?:Import|Export)/.test(one.type) && typeof one.source?.value === 'string') {
      add(one.source.value, one.loc!.start.line, one.importKind === 'type' || one.exportKind === 'type');
    }
    for (const [key, value] of Object.entries(node)) if (key !== 'parent' && key !== 'loc' && key !== 'range') visit(value);
  };
  visit(program.body);
  return found;
}

/** Files that read each other because what they read is nested in each other: each circle by the file that is entered first. */
const nested: Readonly<Record<string, string>> = {
  'server/engine/facts/terraform/evaluate.ts':
    'a reference is evaluated where it stands, and a file that an expression reads is a template',
  'server/engine/facts/kubernetes/rbac.ts': 'an application that Argo CD applies gives values to a chart, which makes objects of them',
};

/** Circles of imports that exist at run time: the files of each, sorted (Tarjan's strongly connected components). */
function circles(imports: ReadonlyMap<string, readonly Import[]>): string[][] {
  const targets = new Map([...imports].map(([file, all]) => [file, all.flatMap((one) => (one.typeOnly ? [] : [one.target]))]));
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  const found: string[][] = [];
  const enter = (file: string): void => {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    path.push(file);
    for (const target of targets.get(file) ?? []) {
      if (!targets.has(target)) continue;
      if (!order.has(target)) enter(target);
      if (path.includes(target)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(target)!));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = path.splice(path.indexOf(file));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const file of targets.keys()) if (!order.has(file)) enter(file);
  return found;
}

describe('imports', () => {
  const files = ['server', 'rules', 'client'].flatMap(sources);
  const imports = new Map(files.map((file) => [file, importsOf(file)]));

  it('run in no circle, but where what is read is nested', () => {
    expect(circles(imports).filter((circle) => !circle.some((file) => file in nested))).toEqual([]);
    expect(circles(imports)).toHaveLength(Object.keys(nested).length);
  });

  it('keep to the table of ARCHITECTURE.md', () => {
    const crossed = [...imports.values()].flat().flatMap((one) => {
      const wall = walls.find(({ room }) => one.file.startsWith(room));
      return !wall || wall.may(one.target, one) ? [] : [`${one.file}:${one.line} imports ${one.target}: ${wall.sentence}`];
    });
    expect(crossed).toEqual([]);
  });

  it('of the server: the thread that speaks to the editor loads no engine, and the one that computes no library of the protocol', () => {
    const loadedBy = (entry: string): Set<string> => {
      const loaded = new Set([entry]);
      for (const file of loaded) for (const { target, typeOnly } of imports.get(file) ?? []) if (!typeOnly) loaded.add(target);
      return loaded;
    };
    const speaking = [...loadedBy('server/lsp/main.ts')];
    expect(speaking).toContain('server/lsp/guard.ts');
    expect(speaking.filter((target) => /^server\/(?!lsp\/|workspace\/left-out)|^rules\//.test(target))).toEqual([
      'server/engine/finding.ts',
    ]);
    const computing = loadedBy('server/lsp/worker-main.ts');
    expect(computing).toContain('server/lsp/session.ts');
    expect(computing).not.toContain('vscode-languageserver/node');
  });

  it('cover every source file', () => {
    expect(files.filter((file) => !walls.some(({ room }) => file.startsWith(room)))).toEqual([]);
  });

  it('the engine reads no clock and no chance', () => {
    const used = files
      .filter((file) => file.startsWith('server/engine/'))
      .flatMap((file) =>
        readFileSync(file, 'utf8')
          .split('\n')
          .flatMap((line, index) =>
            /\b(?:Date\.now\(|new Date\(\s*\)|Math\.random\(|process\.(?:env|cwd|argv|platform|hrtime|memoryUsage)\b|performance\.now)/.test(
              line.replace(/\/\/.*|^\s*\/?\*.*/, ''),
            )
              ? [`${file}:${index + 1} ${line.trim()}`]
              : [],
          ),
      );
    expect(used).toEqual([]);
  });

  it('rooms have names', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|shared|misc)(\/|\.)/.test(file))).toEqual([]);
  });
});
