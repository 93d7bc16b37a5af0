// Templates of Packer: the policy of the instance profile that it makes for a build and takes away behind it. What runs in
// the build may do all of it for as long. And whom it gives the image to. Variables and locals are read as Terraform's are.
import { folderOf, type Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import type { HclBlock } from '../../syntax/hcl/tree.ts';
import { readPolicyDocument } from '../aws/policy-document.ts';
import { readSharedCopy } from '../aws/shares.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import { noFacts, type Facts } from '../types.ts';
import type { Entry, List, Value } from '../value.ts';
import { viewOf, type BlockView } from './blocks.ts';
import { newEvaluation, type Scope } from './evaluate.ts';
import { readModule, treeOf } from './module.ts';
import { profileDocument } from './packer-claims.ts';

export const packerReader: Reader = {
  read(documents) {
    return new Map(documents.map((document) => [document.uri, readOne(document)]));
  },
};

function readOne(document: Document): Facts {
  const facts = noFacts();
  const { uri } = document;
  const tree = treeOf(document);
  for (const { message, span } of tree.problems) facts.problems.push({ kind: 'syntax', message, at: { uri, span } });
  const module = readModule([document], { folder: folderOf(uri) });
  const scope: Scope = {
    module,
    uri,
    bindings: new Map(),
    evaluation: newEvaluation(
      () => undefined,
      () => [],
    ),
    depth: 0,
  };
  const blocks = tree.body.items.filter((item): item is HclBlock => item.kind === 'block');
  // A build may say more of a source that it takes.
  const inner = blocks.filter(({ type }) => type === 'build').flatMap(({ body }) => body.items);
  for (const source of [...blocks, ...inner]) if (source.kind === 'block' && source.type === 'source') readSource(source, scope, facts);
  return facts;
}

function readSource(source: HclBlock, scope: Scope, into: Facts): void {
  const { uri } = scope;
  const head = { uri, span: source.head };
  const address = ['source', ...source.labels.map(({ text }) => text)].join('.');
  const view = viewOf(source.body, head, { uri, span: source.span }, scope);
  readSharedCopy(
    {
      kind: 'shared-copy',
      get: (name) => view.attribute(name),
      all: () => [],
      head,
      carrier: { dialect: 'source', kind: 'packer', address, block: view.block, head },
      anchor: (path) => `packer|${uri}|${address}|${path}`,
      enabled: 'yes',
    },
    into,
  );
  for (const document of view.blocks(profileDocument)) {
    const statements = document.blocks('Statement').map(statementOf);
    const at = document.block;
    const list: List = { kind: 'list', items: statements, complete: true, at, token: at, via: [], encoding: 'none', editable: false };
    readPolicyDocument(mappingFrom([entryFrom('Statement', at, list)], at), into, {
      role: 'identity',
      carrier: { dialect: 'source', kind: 'packer', address, block: view.block, head, attribute: at },
      anchor: `packer|${uri}|${address}|${profileDocument}`,
      principals: [],
      enabled: document.conditional ? 'maybe' : 'yes',
    });
  }
}

function statementOf(view: BlockView): Value {
  const entries = view.names().flatMap((name): Entry[] => {
    const [value, at] = [view.attribute(name), view.placeOf(name)];
    return value && at ? [entryFrom(name, at.name, value, at.all)] : [];
  });
  return mappingFrom(entries, view.block);
}
