// A module that is read again after an edit comes to what a first reading comes to, whatever the edit was, and reads only
// what the edit can have changed.
import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../../rules/registry.ts';
import { createDocument, folderOf, type Document } from '../../../server/engine/document.ts';
import { createEngine, type Engine } from '../../../server/engine/engine.ts';
import { unknownWorkspace } from '../../../server/engine/project.ts';
import { defaultSettings } from '../../../server/engine/settings.ts';
import { seeded } from '../../support/random-yaml.ts';
import { edited, editOf, terraformFolder, type Texts } from '../../support/terraform-folder.ts';

const files = terraformFolder;

class Workplace {
  readonly documents = new Map<string, Document>();
  readonly judged: string[] = [];
  readonly engine: Engine = createEngine({
    rulesOf,
    workspace: unknownWorkspace('2026-11-21'),
    settingsFor: () => defaultSettings,
    source: {
      document: (uri) => this.documents.get(uri),
      siblings: (folder) => [...this.documents.keys()].filter((uri) => folderOf(uri) === folder),
    },
    onDocument: (uri) => this.judged.push(uri),
  });

  /** Puts texts down and reads what that changes, as an editor does: the edited ones first, and who asked for them. */
  async edit(texts: Readonly<Record<string, string | undefined>>): Promise<void> {
    const uris = new Set<string>();
    for (const [uri, text] of Object.entries(texts)) {
      if (text === undefined) this.documents.delete(uri);
      else this.documents.set(uri, createDocument(uri, text));
    }
    for (const [uri, text] of Object.entries(texts)) {
      uris.add(uri);
      for (const asker of this.engine.askersOf(uri)) uris.add(asker);
      if (text !== undefined) continue;
      this.engine.remove(uri);
      for (const other of this.documents.keys()) if (folderOf(other) === folderOf(uri)) uris.add(other);
    }
    await this.read([...uris], true);
  }

  async read(uris: readonly string[], remember: boolean): Promise<void> {
    const present = uris.flatMap((uri) => this.documents.get(uri) ?? []);
    await this.engine.read(this.engine.withSiblings(present), { remember });
  }

  /** Facts and findings, in an order that does not depend on who was read first. */
  async cameTo(): Promise<string> {
    const { findings, suppressed, failures } = await this.engine.analyze();
    const facts = [...this.engine.facts].sort(([a], [b]) => (a < b ? -1 : 1));
    return JSON.stringify([facts, findings, suppressed, failures.map((one) => JSON.stringify(one)).sort()], null, 1);
  }
}

/** What a first reading of the same texts comes to. */
async function cold(texts: Texts): Promise<string> {
  const place = new Workplace();
  for (const [uri, text] of Object.entries(texts)) place.documents.set(uri, createDocument(uri, text));
  await place.read(Object.keys(texts), false);
  return place.cameTo();
}

/** The first lines that differ: whole, the two are thousands of lines. */
function difference(now: string, fresh: string): string {
  const [ours, theirs] = [now.split('\n'), fresh.split('\n')];
  const at = ours.findIndex((line, index) => line !== theirs[index]);
  return [...ours.slice(at - 12, at + 8), 'and a first reading', ...theirs.slice(at - 2, at + 8)].join('\n');
}

/** More of them in a loop: `AGAIN_SEEDS=100-400 npx vitest run test/engine/facts/terraform-again.test.ts`. */
const [firstSeed, lastSeed] = (process.env.AGAIN_SEEDS ?? '1-4').split('-').map(Number) as [number, number];
const seeds = Array.from({ length: lastSeed - firstSeed + 1 }, (_, n) => firstSeed + n);

describe('a module that is read again', () => {
  it.each(seeds)('comes to what a first reading comes to, %i', { timeout: 120_000 }, async (seed) => {
    const random = seeded(seed * 7919);
    let texts = files;
    const warm = new Workplace();
    await warm.edit(texts);
    for (let n = 0; n < 30; n++) {
      let edit: Record<string, string | undefined> = {};
      do {
        const more = editOf(texts, random);
        edit = { ...edit, ...more };
        texts = edited(texts, more);
      } while (random() < 0.2);
      await warm.edit(edit);
      const [now, fresh] = [await warm.cameTo(), await cold(texts)];
      if (now !== fresh) throw new Error(`after edit ${n}, ${JSON.stringify(edit)}:\n${difference(now, fresh)}`);
    }
  });

  it('knows that a value is shared as soon as another file names it', async () => {
    const policy = `resource "aws_iam_policy" "once" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = local.once, Resource = "*" }] })
}
`;
    const warm = new Workplace();
    await warm.edit({ 'infra/locals.tf': 'locals {\n  once = "iam:*"\n}\n', 'infra/once.tf': policy });
    const editable = (): boolean | undefined => warm.engine.facts.get('infra/once.tf')!.facts.grants[0]?.actions[0]?.editable;
    expect(editable()).toBe(true);
    await warm.edit({ 'infra/more.tf': 'output "once" {\n  value = local.once\n}\n' });
    expect(editable()).toBe(false);
  });

  it('forgets what an override said when its file goes', async () => {
    const policy = (action: string): string => `resource "aws_iam_policy" "edge" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "${action}", Resource = "*" }] })
}
`;
    const texts = { 'infra/main.tf': `${policy('iam:*')}output "one" {}\n` };
    const warm = new Workplace();
    await warm.edit({ ...texts, 'infra/main_override.tf': policy('s3:GetObject') });
    await warm.edit({ 'infra/main_override.tf': undefined });
    expect(await warm.cameTo()).toBe(await cold(texts));
  });

  it('reads a module that is called when a file is added to it', async () => {
    const texts = {
      'infra/main.tf': 'module "one" {\n  source  = "./one"\n  actions = ["iam:*"]\n}\n',
      'infra/one/variables.tf': 'variable "actions" {}\n',
    };
    const more = {
      'infra/one/main.tf':
        'resource "aws_iam_policy" "one" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = var.actions, Resource = "*" }] })\n}\n',
    };
    const warm = new Workplace();
    await warm.edit(texts);
    await warm.edit(more);
    expect(await warm.cameTo()).toBe(await cold({ ...texts, ...more }));
    await warm.edit({ 'infra/one/main.tf': undefined });
    expect(await warm.cameTo()).toBe(await cold(texts));
  });

  it('says no longer that instances were left out when another file makes them few', async () => {
    const many = (count: number) => ({ 'infra/count.tf': `locals {\n  count = ${count}\n}\n` });
    const texts = { 'infra/users.tf': 'resource "aws_iam_user" "many" {\n  count = local.count\n  name  = "u${count.index}"\n}\n' };
    const warm = new Workplace();
    await warm.edit({ ...texts, ...many(300) });
    expect(warm.engine.readFailures()).toHaveLength(1);
    await warm.edit(many(3));
    expect(warm.engine.readFailures()).toEqual([]);
  });

  it('takes values that are made of each other through thousands of steps', async () => {
    const steps = Array.from({ length: 12_000 }, (_, n) => n);
    const texts = {
      'infra/locals.tf': `locals {\n  s0 = "*"\n${steps
        .slice(1)
        .map((n) => `  s${n} = local.s${n - 1}\n`)
        .join('')}}\n`,
      'infra/users.tf': steps
        .filter((n) => n % 50 === 0)
        .map((n) => `resource "aws_iam_user" "u${n}" {\n  name = local.s${n}\n}\n`)
        .join(''),
    };
    const warm = new Workplace();
    await warm.edit(texts);
    const more = { 'infra/more.tf': 'resource "aws_iam_user" "more" {\n  name = local.s11950\n}\n' };
    await warm.edit(more);
    expect(warm.engine.readFailures()).toEqual([]);
    expect(await warm.cameTo()).toBe(await cold({ ...texts, ...more }));
  });

  it('asks a rule again when what it saw in another file is another', async () => {
    const policy = (arn: string): string => `resource "aws_iam_role_policy_attachment" "ci" {
  role       = aws_iam_role.ci.name
  policy_arn = "arn:aws:iam::aws:policy/${arn}"
}
`;
    const texts = {
      'infra/function.tf': 'resource "aws_lambda_function" "api" {\n  function_name = "api"\n  role = aws_iam_role.ci.arn\n}\n',
      'infra/role.tf': 'resource "aws_iam_role" "ci" {\n  name = "ci"\n}\n',
    };
    const warm = new Workplace();
    await warm.edit({ ...texts, 'infra/policy.tf': policy('AdministratorAccess') });
    const rules = async (): Promise<string[]> => (await warm.engine.analyze()).findings.map(({ rule }) => rule);
    expect(await rules()).toContain('aws/workload-admin-role');
    await warm.edit({ 'infra/policy.tf': policy('ReadOnlyAccess') });
    expect(await rules()).not.toContain('aws/workload-admin-role');
  });

  it('says the same whichever of two files that declare one name is edited', async () => {
    const role = (who: string): string => `resource "aws_iam_role" "ci" {
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "${who}", Action = "sts:AssumeRole" }] })
}
`;
    const texts = {
      'infra/a.tf': role('*'),
      'infra/b.tf': role('123456789012'),
      'infra/c.tf': 'output "ci" {\n  value = aws_iam_role.ci.arn\n}\n',
    };
    const fresh = await cold(texts);
    for (const first of Object.keys(texts)) {
      const warm = new Workplace();
      await warm.edit(texts);
      for (const uri of [first, ...Object.keys(texts)]) {
        await warm.edit({ [uri]: texts[uri as keyof typeof texts] });
        expect(await warm.cameTo()).toBe(fresh);
      }
    }
  });

  it('reads and judges only what an edit can have changed', async () => {
    const warm = new Workplace();
    await warm.edit(files);
    await warm.engine.analyze();
    const before = new Map(warm.engine.facts);
    warm.judged.length = 0;
    await warm.edit({ 'infra/functions.tf': `${files['infra/functions.tf']}# a remark\n` });
    await warm.engine.analyze();
    const changed = [...warm.engine.facts].filter(([uri, facts]) => before.get(uri) !== facts).map(([uri]) => uri);
    // What stands in provider blocks is read each time.
    expect(changed.sort()).toEqual(['infra/functions.tf', 'infra/provider.tf']);
    // A local that two files use: those are read again, and nobody else.
    const known = new Map(warm.engine.facts);
    await warm.edit({ 'infra/locals.tf': files['infra/locals.tf']!.replace('"shop"', '"store"') });
    const read = [...warm.engine.facts].filter(([uri, facts]) => known.get(uri) !== facts).map(([uri]) => uri);
    expect(read).not.toContain('infra/variables.tf');
    expect(read).toContain('infra/roles.tf');
    expect(read).toContain('infra/policies.tf');
  });
});
