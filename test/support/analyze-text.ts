// Runs the engine over texts in memory, as a front would over files.
import type { Analysis } from '../../server/engine/analyze.ts';
import { createDocument, folderOf, type Document } from '../../server/engine/document.ts';
import { createEngine } from '../../server/engine/engine.ts';
import { unknownWorkspace, type WorkspaceFacts } from '../../server/engine/project.ts';
import { defaultSettings, type Settings } from '../../server/engine/settings.ts';
import { rulesOf } from '../../rules/registry.ts';

export const today = '2026-11-21';

export interface Texts {
  readonly [uri: string]: string;
}

export async function analyzeTexts(texts: Texts, settings: Partial<Settings> = {}, workspace: Partial<WorkspaceFacts> = {}): Promise<Analysis & { documents: ReadonlyMap<string, Document> }> {
  const documents = new Map(Object.entries(texts).map(([uri, text]) => [uri, createDocument(uri, text)]));
  const engine = createEngine({
    rulesOf,
    workspace: { ...unknownWorkspace(today), ...workspace },
    settingsFor: () => ({ ...defaultSettings, profile: 'audit', ...settings }),
    source: {
      document: (uri) => documents.get(uri),
      siblings: (folder) => [...documents.keys()].filter((uri) => folderOf(uri) === folder),
    },
  });
  await engine.read([...documents.values()]);
  return { ...(await engine.analyze()), documents };
}
