// placeholder
import type { ResourceReader } from "./resource.ts";
export const kubernetesReaders: Record<string, ResourceReader> = {};
