// What the reading of one resource asked of its module and of the workspace, noted while it asks. As long as each question
// has the answer that it had, the facts of the resource are what they were: in an editor a keystroke reads those resources
// again that the edit can have changed, and no others. Knows nothing of modules; `module-memory.ts` says what stayed the same.
import { noFacts, type Facts } from '../types.ts';

/** What is compared of an answer, by `===`. */
type MarkOf = (key: string) => unknown;

interface Asked {
  /** Marks of the answers, by kind of question and by what was asked for. */
  readonly marks: Map<string, Map<string, unknown>>;
  /** What values asked that were made once and used here. */
  readonly through: Set<Asked>;
}

/** Facts that were read apart from all others, by the kinds that there are, with what their reading asked. */
interface Unit {
  readonly asked: Asked;
  readonly facts: readonly (readonly [kind: keyof Facts, facts: readonly unknown[]])[];
}

export type Units = ReadonlyMap<string, Unit>;

const nothingAsked = (): Asked => ({ marks: new Map(), through: new Set() });

export class Asking {
  /** False where a limit or a cycle was met: then what is read depends on what was read before it, and nothing may be kept. */
  steady = true;
  /** Whether anything was taken over from an earlier reading. */
  reused = false;
  readonly units = new Map<string, Unit>();
  readonly #before: Units;
  readonly #open: Asked[] = [];
  readonly #made = new Map<string, Asked>();
  readonly #marks = new Map<string, MarkOf>();
  readonly #checked = new Map<Asked, boolean>();

  constructor(before: Units) {
    this.#before = before;
  }

  /** Tells a kind of question and what its answers are compared by; gives the way to say that one was asked. */
  about(kind: string, markOf: MarkOf): (key: string) => void {
    this.#marks.set(kind, markOf);
    return (key) => {
      const asked = this.#open.at(-1);
      if (!asked) return;
      const marks = asked.marks.get(kind);
      if (!marks) asked.marks.set(kind, new Map([[key, markOf(key)]]));
      else if (!marks.has(key)) marks.set(key, markOf(key));
    };
  }

  /** Adds the facts that `read` gives: those of an earlier reading, where all that it asked has the same answers. */
  unit(id: string, into: Facts, read: (into: Facts) => void): void {
    let unit = this.#before.get(id);
    if (unit && this.#holds(unit.asked)) this.reused = true;
    else {
      const [asked, facts] = [nothingAsked(), noFacts()];
      this.#during(asked, () => read(facts));
      unit = {
        asked,
        facts: (Object.keys(facts) as (keyof Facts)[]).flatMap((kind) => (facts[kind].length > 0 ? [[kind, facts[kind]]] : [])),
      };
    }
    this.units.set(id, unit);
    for (const [kind, facts] of unit.facts) for (const fact of facts) (into[kind] as unknown[]).push(fact);
  }

  /** Whether a unit is being read: what is read apart in it is a part of it. */
  get isInUnit(): boolean {
    return this.#open.length > 0;
  }

  /** Makes what several share. Whoever makes or uses it has asked what its making asked. */
  made<T>(id: string, make: () => T): T {
    const asked = nothingAsked();
    this.#made.set(id, asked);
    const value = this.#during(asked, make);
    this.#open.at(-1)?.through.add(asked);
    return value;
  }

  used(id: string): void {
    const asked = this.#made.get(id);
    if (asked) this.#open.at(-1)?.through.add(asked);
  }

  /** Makes something of which each part is a question of its own. */
  apart<T>(make: () => T): T {
    return this.#during(nothingAsked(), make);
  }

  /** All that the units asked of one kind. */
  everAsked(kind: string): Set<string> {
    const found = new Set<string>();
    const seen = new Set<Asked>();
    const open = [...this.units.values()].map(({ asked }) => asked);
    for (let one = open.pop(); one; one = open.pop()) {
      if (seen.has(one)) continue;
      seen.add(one);
      for (const key of one.marks.get(kind)?.keys() ?? []) found.add(key);
      open.push(...one.through);
    }
    return found;
  }

  #during<T>(asked: Asked, make: () => T): T {
    this.#open.push(asked);
    try {
      return make();
    } finally {
      this.#open.pop();
    }
  }

  /** Works through a list of its own: values may be made of each other through thousands of steps. */
  #holds(asked: Asked): boolean {
    const path: { readonly one: Asked; readonly rest: Iterator<Asked>; last?: Asked }[] = [];
    const enter = (one: Asked): void => {
      if (this.#checked.has(one)) return;
      if (this.#answersHold(one)) path.push({ one, rest: one.through.values() });
      else this.#checked.set(one, false);
    };
    enter(asked);
    for (let at = path.at(-1); at; at = path.at(-1)) {
      const fails = at.last !== undefined && !this.#checked.get(at.last);
      const next = fails ? undefined : at.rest.next();
      if (!next || next.done) {
        this.#checked.set(at.one, !fails);
        path.pop();
      } else enter((at.last = next.value));
    }
    return this.#checked.get(asked)!;
  }

  #answersHold({ marks }: Asked): boolean {
    for (const [kind, was] of marks) {
      const markOf = this.#marks.get(kind);
      if (!markOf) return false;
      for (const [key, mark] of was) if (markOf(key) !== mark) return false;
    }
    return true;
  }
}
