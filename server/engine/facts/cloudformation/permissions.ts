// Permissions that are written as properties and not as statements: those of Lambda functions, layers and event buses.
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { leavesOf, textOf, type Entry, type Value } from '../value.ts';
import { headOf, keyPlace, property, type ResourceReading } from './template-resource.ts';

/** `AWS::Lambda::Permission`. */
export function lambdaPermission(reading: ResourceReading): Value | undefined {
  return permission(
    reading,
    [
      ['Principal', 'Principal'],
      ['Action', 'Action'],
      ['FunctionName', 'Resource'],
    ],
    [
      ['SourceArn', 'ArnLike', 'AWS:SourceArn'],
      ['SourceAccount', 'StringEquals', 'AWS:SourceAccount'],
      ['PrincipalOrgID', 'StringEquals', 'aws:PrincipalOrgID'],
      ['FunctionUrlAuthType', 'StringEquals', 'lambda:FunctionUrlAuthType'],
      ['EventSourceToken', 'StringEquals', 'lambda:EventSourceToken'],
    ],
  );
}

/** A permission written as properties, in the shape of the policy that AWS makes of it; undefined where it lets nobody in. */
export function permission(
  reading: ResourceReading,
  elements: readonly (readonly [string, string])[],
  conditions: readonly (readonly [string, string, string])[],
): Value | undefined {
  const head = headOf(reading);
  const block = reading.resource.entry.at;
  const entries: Entry[] = [entryFrom('Effect', head, wordAt('Allow', head), head)];
  for (const [name, element] of elements) {
    const value = property(reading, name);
    if (!value) continue;
    const at = keyPlace(reading, name);
    if (element === 'Principal') {
      const leaf = leavesOf(value)[0];
      if (!leaf) return undefined;
      const type = /\.amazonaws\.com(?:\.cn)?$/.test(textOf(leaf) ?? '') ? 'Service' : 'AWS';
      entries.push(entryFrom(element, at, mappingFrom([entryFrom(type, at, leaf, leaf.at)], leaf.at), leaf.at));
    } else {
      entries.push(entryFrom(element, at, value, value.at));
    }
  }
  if (!entries.some((entry) => textOf(entry.key) === 'Principal')) return undefined;
  const limits: Entry[] = [];
  for (const [name, operator, key] of conditions) {
    const value = property(reading, name);
    if (value)
      limits.push(
        entryFrom(
          operator,
          keyPlace(reading, name),
          mappingFrom([entryFrom(key, keyPlace(reading, name), value, value.at)], value.at),
          value.at,
        ),
      );
  }
  if (limits.length > 0) entries.push(entryFrom('Condition', limits[0]!.key.at, mappingFrom(limits, block), block));
  return mappingFrom([entryFrom('Statement', head, mappingFrom(entries, block), block)], block);
}
