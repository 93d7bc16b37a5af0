// The schemas of others that our reports promise to fit. They are not ours to ship and lie beside a checkout; where they do
// not, only our own laws are asked.
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { existsSync, readFileSync } from 'node:fs';
import { must } from './laws.ts';

const paths = { sarif: '../shared/schemas/sarif-2.1.0.json', oscal: '../shared/schemas/oscal-assessment-results-1.0.6.json' } as const;

const known = new Map<keyof typeof paths, ValidateFunction | undefined>();

/** Throws where `data` is not what the schema of its format asks for. */
export function fitsSchema(format: keyof typeof paths, data: unknown): void {
  if (!known.has(format)) known.set(format, existsSync(paths[format]) ? compile(paths[format]) : undefined);
  const validate = known.get(format);
  if (!validate) return;
  const fits = validate(data);
  must(
    fits,
    `no ${format} by its schema: ${(validate.errors ?? [])
      .slice(0, 3)
      .map(({ instancePath, message }) => `${instancePath} ${message}`)
      .join('; ')}`,
  );
}

function compile(path: string): ValidateFunction {
  const ajv = new Ajv({ strict: false });
  addFormats(ajv);
  // The schema of SARIF is draft 4 by name and uses nothing that draft 7 reads otherwise.
  const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  return ajv.compile(schema);
}
