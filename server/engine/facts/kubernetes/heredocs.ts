// Manifests that scripts and steps of pipelines write out: `kubectl apply -f - <<EOF`, and files that set a cluster up:
// `cat > /etc/rancher/k3s/config.yaml <<EOF`. Variables of the shell are holes, unless the word that ends the text is quoted. What is done with the text is not looked at: an object that somebody
// writes down is meant to be made.
import { parseYaml } from '../../syntax/yaml.ts';
import type { Span } from '../../text/text.ts';
import { valueOf } from '../data-value.ts';
import { heredocsIn } from '../heredocs.ts';
import type { Facts } from '../types.ts';
import { moved } from '../value-places.ts';
import { mayBeManifest } from './claims.ts';
import { readClusterSettings } from './cluster-files.ts';
import { hasClusterSign } from './cluster-signs.ts';
import { objectsIn } from './objects.ts';
import { readKubernetesObject } from './rbac.ts';

const variable = /\$\{\{[^}\n]{0,300}\}\}|\$\{[^}\n]{0,300}\}|\$\([^)\n]{0,300}\)|\$\w+|`[^`\n]*`/g;
const longest = 100_000;
const most = 200;

/** Reads the objects of all such texts. */
export function readHeredocManifests(text: string, uri: string, into: Facts): void {
  let count = 0;
  for (const { body, literal } of heredocsIn(text)) {
    if (count >= most) return;
    if (body[1] - body[0] >= longest) continue;
    const written = text.slice(...body);
    if (!mayBeManifest(written)) continue;
    count++;
    const holes: Span[] = literal ? [] : [...written.matchAll(variable)].map((one) => [one.index, one.index + one[0].length]);
    const readable = (literal ? written : written.replace(variable, (one) => 'x'.repeat(one.length))).replace(/^\t+/gm, (tabs) =>
      ' '.repeat(tabs.length),
    );
    for (const root of parseYaml(readable).roots) {
      const value = valueOf(root, uri, { text: written, holes });
      for (const object of objectsIn(value))
        readKubernetesObject(moved(object, body[0]), into, { uri, dialect: 'script', enabled: 'maybe' });
      if (hasClusterSign(written)) readClusterSettings(moved(value, body[0]), uri, into);
    }
  }
}
