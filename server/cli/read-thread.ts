// The other side of read-threads.ts: reads the folders that it is sent, with an engine of its own, and sends back what it
// found. Facts are plain data, so they cross as they are.
import { parentPort, workerData } from 'node:worker_threads';
import { unknownWorkspace } from '../engine/project.ts';
import { defaultSettings } from '../engine/settings.ts';
import type { Repository } from '../workspace/repository.ts';
import { workingTree } from '../workspace/source.ts';
import { listedIn } from './plan.ts';
import type { ReadPart } from './read-threads.ts';
import { readFiles } from './run.ts';

export interface ThreadData {
  readonly root: string;
  readonly repository: Repository | undefined;
  readonly secretsOnly?: boolean;
}

export async function readThread(): Promise<void> {
  const { root, repository, secretsOnly } = workerData as ThreadData;
  const listed = repository && listedIn(repository);
  parentPort!.on('message', (uris: readonly string[]) => {
    const source = workingTree(root, listed);
    // Rules run on the other side; what they would ask of the workspace is not needed to read.
    void readFiles({ source, uris, secretsOnly, settingsFor: () => defaultSettings, workspace: unknownWorkspace('') }).then(
      (run) => {
        const part: ReadPart = {
          facts: [...run.engine.facts.values()],
          failures: run.engine.readFailures(),
          lines: [...run.lines],
          digests: [...run.digests],
          spans: [...run.secrets.spans],
          values: [...run.secrets.values],
          filesRead: run.filesRead,
          notRead: [...source.notRead.values()],
          encodings: [...source.encodings],
        };
        parentPort!.postMessage(part);
      },
      (error: unknown) => {
        // An uncaught error ends the thread, and the other side says so.
        setImmediate(() => {
          throw error;
        });
      },
    );
  });
}
