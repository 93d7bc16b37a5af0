// What becomes of a text behind `<<WORD`: who runs it, who only shows it.
import { describe, expect, it } from 'vitest';
import { dataIn, heredocsIn } from '../../server/engine/facts/heredocs.ts';
import { expectLinear } from '../support/growth.ts';

const told = (script: string) => heredocsIn(script).map(({ body, use, file }) => [script.slice(...body), use, ...(file ? [file] : [])]);
const data = (script: string) => dataIn(script).map((span) => script.slice(...span));

describe('a text within a script', () => {
  it.each([
    ['cat <<EOF\na\nEOF\n', 'printed'],
    ['bash <<EOF\na\nEOF\n', 'run'],
    ['/bin/sh -e <<-EOF\na\n\tEOF\n', 'run'],
    ["cat <<'EOF' | sudo bash\na\nEOF\n", 'run'],
    ['ssh deploy@host \\\n  sudo -i <<EOF\na\nEOF\n', 'run'],
    ['RUN <<EOF\na\nEOF\n', 'run'],
    ['bash -c "$(cat <<EOF\na\nEOF\n)"', 'run'],
    ['kubectl apply -f - <<EOF\na\nEOF\n', 'kept'],
    ['cat <<EOF | kubectl apply -f -\na\nEOF\n', 'kept'],
  ])('%j is %s', (script, use) => {
    expect(told(script)).toEqual([['a\n', use]]);
  });
  it('has the file that it is written to', () => {
    expect(told('cat <<EOF > /tmp/run.sh\na\nEOF\n')).toEqual([['a\n', 'kept', 'run.sh']]);
    expect(told('sudo tee -a /etc/hosts <<EOF\na\nEOF\n')).toEqual([['a\n', 'kept', 'hosts']]);
    expect(told('cat <<EOF >&2\na\nEOF\n')).toEqual([['a\n', 'printed']]);
  });
  it('may be the second of a line, and opens none itself', () => {
    expect(told('cat <<A - <<"B"\nx <<C\nA\ny\nB\nz\nC\n').map(([text]) => text)).toEqual(['x <<C\n', 'y\n']);
  });
  it('is none where no line ends it, nor behind three marks', () => {
    expect(told('cat <<EOF\na\n')).toEqual([]);
    expect(told('cat <<<EOF\na\nEOF\n')).toEqual([]);
  });
  it('is data unless it is run here, in its file too', () => {
    expect(data('cat <<EOF\na\nEOF\n')).toEqual(['a\n']);
    expect(data('cat > x.sh <<EOF\na\nEOF\nchmod +x x.sh\n')).toEqual(['a\n']);
    expect(data('cat > x.sh <<EOF\na\nEOF\nchmod +x x.sh && ./x.sh\n')).toEqual([]);
    expect(data('tee /tmp/x.sh <<EOF\na\nEOF\nsudo bash -e /tmp/x.sh\n')).toEqual([]);
    expect(data('bash <<EOF\na\nEOF\n')).toEqual([]);
  });
  it('is found in time that grows with the script', async () => {
    const shapes: readonly ((size: number) => string)[] = [
      (size) => 'cat <<A '.repeat(size) + '\nA'.repeat(size),
      (size) => 'cat <<A\nx\nA\n'.repeat(size),
      (size) => 'cat > a <<A\n'.repeat(size) + 'sh -x -x a\n'.repeat(size),
    ];
    for (const shape of shapes)
      await expectLinear(shape(1), 4000, (size) => {
        const script = shape(size);
        return () => dataIn(script);
      });
  });
});
