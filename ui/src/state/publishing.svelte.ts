// The way from "Publish" to "Live": choose a target, see what will change, carry it out. What the target asks
// for on the way (a password, a look at its key, leave to replace files) is a question that is put to the person;
// the work goes on with the answer.
import type { Api } from "../api/api";
import { failureOf } from "../api/failure";
import type {
  Event,
  Failure,
  PublishEnd,
  PublishPlan,
  PublishProgress,
  Secret,
  TargetId,
  TargetPlace,
  TargetSettings,
  TargetView,
} from "../api/protocol";

/** Where the publish stands. */
export type Step =
  | { kind: "idle" }
  | { kind: "loading" }
  | { kind: "choosing" }
  | { kind: "editing"; target: TargetView | null; place: TargetPlace["kind"]; check: Check }
  | { kind: "planning"; target: TargetView; progress: PublishProgress | null }
  | { kind: "planned"; target: TargetView; plan: PublishPlan }
  | { kind: "running"; target: TargetView; progress: PublishProgress | null; stop: Stop }
  | { kind: "ended"; target: TargetView; end: PublishEnd }
  | { kind: "failed"; target: TargetView | null; failure: Failure };

/** Whether the person asked for a running publish to stop, and why that failed if it did. */
export type Stop = { kind: "no" } | { kind: "asked" } | { kind: "failed"; failure: Failure };

/** What a test of the connection found. */
export type Check =
  | { kind: "none" }
  | { kind: "running" }
  | { kind: "good"; message: string }
  | { kind: "failed"; failure: Failure };

/** Something only the person can answer. */
export type Question = { target: TargetView } & (
  | { kind: "secret"; refused: boolean; keepable: boolean }
  | { kind: "hostKey"; fingerprint: string }
  | { kind: "replace"; paths: readonly string[]; count: number }
);

/** Their answer; nothing when they would rather not go on. */
export type Answer = { kind: "secret"; secret: Secret } | { kind: "yes" } | null;

interface Answers {
  secret: Secret | null;
  replace: boolean;
}

class Declined extends Error {}

/** A publish of the open site. */
export class PublishingState {
  readonly #api: Api;
  #step = $state.raw<Step>({ kind: "idle" });
  #targets = $state.raw<readonly TargetView[]>([]);
  #question = $state.raw<Question | null>(null);
  #answer: ((answer: Answer) => void) | null = null;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Where it stands. */
  get step(): Step {
    return this.#step;
  }

  /** The places to publish to. */
  get targets(): readonly TargetView[] {
    return this.#targets;
  }

  /** What the person is asked, if anything. */
  get question(): Question | null {
    return this.#question;
  }

  /** Says whether a publish is being carried out. */
  get running(): boolean {
    return this.#step.kind === "running";
  }

  /**
   * Begins: with the plan for the target used last, or with the choice of one. A running publish goes on, and one
   * that ended unseen is shown.
   */
  async begin(): Promise<void> {
    if (this.running || this.#step.kind === "ended") return;
    this.#step = { kind: "loading" };
    if (!(await this.#loadTargets())) return;
    const latest = latestOf(this.#targets);
    if (latest) await this.plan(latest);
    else this.#step = { kind: "choosing" };
  }

  /** Shows the places to publish to, to add, change or test one. A running publish goes on. */
  async manage(): Promise<void> {
    if (this.running) return;
    this.#step = { kind: "loading" };
    if (await this.#loadTargets()) this.choose();
  }

  /** Leaves the sheet; a running publish goes on, a plan that is being made stops. */
  leave(): void {
    this.answer(null);
    this.#stopPlanning();
    if (!this.running) this.#step = { kind: "idle" };
  }

  /** Goes to the choice of a target. A plan that is being made stops. */
  choose(): void {
    this.#stopPlanning();
    this.#step = { kind: "choosing" };
  }

  /** Goes to the form of a target to be added. */
  add(place: TargetPlace["kind"]): void {
    this.#step = { kind: "editing", target: null, place, check: { kind: "none" } };
  }

  /** Goes to the form of a target. */
  edit(target: TargetView): void {
    this.#step = { kind: "editing", target, place: target.settings.place.kind, check: { kind: "none" } };
  }

  /** Asks the system for a folder; nothing when the person changed their mind or it failed. */
  async chooseFolder(): Promise<string | null> {
    try {
      return await this.#api.chooseTargetFolder();
    } catch (error) {
      this.#checked({ kind: "failed", failure: failureOf(error) });
      return null;
    }
  }

  /** Keeps a target and tells whether publishing to it would work. */
  async test(settings: TargetSettings): Promise<void> {
    const target = await this.#save(settings);
    if (!target) return;
    this.edit(target);
    this.#checked({ kind: "running" });
    try {
      const { message } = await this.#reach(target, ({ secret }) =>
        this.#api.checkTarget({ target: target.id, secret }),
      );
      this.#checked({ kind: "good", message });
    } catch (error) {
      this.#checked(
        error instanceof Declined ? { kind: "none" } : { kind: "failed", failure: failureOf(error) },
      );
    }
  }

  /** Keeps a target and goes on to what would change there. */
  async saveAndPlan(settings: TargetSettings): Promise<void> {
    const target = await this.#save(settings);
    if (target) await this.plan(target);
  }

  /** Forgets a target. */
  async remove(target: TargetId): Promise<void> {
    try {
      this.#targets = await this.#api.removeTarget(target);
      this.#step = { kind: "choosing" };
    } catch (error) {
      this.#checked({ kind: "failed", failure: failureOf(error) });
    }
  }

  /** Finds out what a publish to the target would change. */
  async plan(target: TargetView): Promise<void> {
    this.#step = { kind: "planning", target, progress: null };
    try {
      const plan = await this.#reach(target, (answers) =>
        this.#api.planPublish({ target: target.id, ...answers }),
      );
      if (this.#isPlanning(target)) this.#step = { kind: "planned", target, plan };
    } catch (error) {
      if (!this.#isPlanning(target)) return;
      if (error instanceof Declined) this.#step = { kind: "choosing" };
      else this.#step = { kind: "failed", target, failure: failureOf(error) };
    }
  }

  /** Carries the plan out. */
  async start(): Promise<void> {
    if (this.#step.kind !== "planned") return;
    const { target, plan } = this.#step;
    this.#step = { kind: "running", target, progress: null, stop: { kind: "no" } };
    try {
      await this.#api.startPublish(plan.id);
    } catch (error) {
      this.#step = { kind: "failed", target, failure: failureOf(error) };
    }
  }

  /** Stops the publish as soon as that leaves the live site whole. */
  async cancel(): Promise<void> {
    if (this.#step.kind !== "running") return;
    this.#step = { ...this.#step, stop: { kind: "asked" } };
    try {
      await this.#api.cancelPublish();
    } catch (error) {
      if (this.#step.kind === "running")
        this.#step = { ...this.#step, stop: { kind: "failed", failure: failureOf(error) } };
    }
  }

  /** Goes on with the person's answer. */
  answer(answer: Answer): void {
    const resume = this.#answer;
    this.#answer = null;
    this.#question = null;
    resume?.(answer);
  }

  /** Takes in what Rust says about the publish. */
  hear(event: Event): void {
    if (this.#step.kind !== "running" && this.#step.kind !== "planning") return;
    if (event.kind === "publishProgress") this.#step = { ...this.#step, progress: event.progress };
    if (event.kind === "publishEnded" && this.#step.kind === "running")
      this.#step = { kind: "ended", target: this.#step.target, end: event.end };
  }

  async #loadTargets(): Promise<boolean> {
    try {
      this.#targets = await this.#api.listTargets();
      return true;
    } catch (error) {
      this.#step = { kind: "failed", target: null, failure: failureOf(error) };
      return false;
    }
  }

  #isPlanning(target: TargetView): boolean {
    return this.#step.kind === "planning" && this.#step.target === target;
  }

  // Nobody waits for that plan any more, so a failure to stop it is nobody's trouble.
  #stopPlanning(): void {
    if (this.#step.kind === "planning") this.#api.cancelPublish().catch(() => undefined);
  }

  #checked(check: Check): void {
    if (this.#step.kind === "editing") this.#step = { ...this.#step, check };
  }

  // Answers with nothing where the target could not be kept, and where the person left the form meanwhile.
  async #save(settings: TargetSettings): Promise<TargetView | null> {
    if (this.#step.kind !== "editing") return null;
    const id = this.#step.target?.id ?? null;
    try {
      const target = await this.#api.saveTarget({ id, settings });
      this.#targets = [...this.#targets.filter((other) => other.id !== target.id), target];
      return this.#step.kind === "editing" ? target : null;
    } catch (error) {
      this.#checked({ kind: "failed", failure: failureOf(error) });
      return null;
    }
  }

  // Every turn of the loop waits for a person, so it cannot run away.
  async #reach<Found>(target: TargetView, work: (answers: Answers) => Promise<Found>): Promise<Found> {
    let answers: Answers = { secret: null, replace: false };
    for (;;) {
      try {
        return await work(answers);
      } catch (error) {
        answers = await this.#ask(target, error, answers);
      }
    }
  }

  async #ask(target: TargetView, error: unknown, answers: Answers): Promise<Answers> {
    const question = questionOf(target, failureOf(error));
    if (!question) throw error;
    const answer = await new Promise<Answer>((resolve) => {
      this.#answer = resolve;
      this.#question = question;
    });
    if (!answer) throw new Declined();
    if (answer.kind === "secret") return { ...answers, secret: answer.secret };
    if (question.kind === "replace") return { ...answers, replace: true };
    if (question.kind === "hostKey")
      await this.#api.acceptHostKey({ target: target.id, fingerprint: question.fingerprint });
    return answers;
  }
}

function latestOf(targets: readonly TargetView[]): TargetView | null {
  const used = targets.filter((target) => target.lastPublish !== null);
  if (used.length === 0) return targets.length === 1 ? targets[0]! : null;
  return used.reduce((latest, target) => (target.lastPublish! > latest.lastPublish! ? target : latest));
}

function questionOf(target: TargetView, failure: Failure): Question | null {
  const remedy = failure.remedy;
  switch (remedy?.kind) {
    case "askSecret":
      return { target, kind: "secret", refused: remedy.refused, keepable: remedy.keepable };
    case "acceptHostKey":
      return { target, kind: "hostKey", fingerprint: remedy.fingerprint };
    case "replace":
      return { target, kind: "replace", paths: remedy.paths, count: remedy.count };
    case "sendWholeText":
    case "goToStart":
    case undefined:
      return null;
  }
}
