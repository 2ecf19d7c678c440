// Commands about targets and publishes. A server asks for its key to be accepted and for a password; a folder
// whose name ends in "full" holds files that are not ours; a server named "nowhere" cannot be reached.
import type { PublishChange, PublishPlan, Secret, TargetId, TargetView } from "../../api/protocol";
import type { Handlers } from "../memory";
import { addressOf, printOf, refuse, statusOf, type MemoryPage, type World } from "./world";

type Names =
  | "list_targets"
  | "choose_target_folder"
  | "save_target"
  | "remove_target"
  | "check_target"
  | "accept_host_key"
  | "plan_publish"
  | "start_publish"
  | "cancel_publish";

const files = 48;
const bytesPerFile = 21_500;

/** Commands about targets and publishes. */
export function publishCommands(world: World): Handlers<Names> {
  const plans = new Map<string, { plan: PublishPlan; target: TargetView }>();
  let timer: ReturnType<typeof setInterval> | undefined;

  const target = (id: TargetId) =>
    world.site.targets.find((one) => one.id === id) ??
    refuse("This place is not known any more", "Add it again.");

  function reach(place: TargetView, secret: Secret | null) {
    if (place.settings.place.kind === "folder") return;
    if (place.settings.place.host === "nowhere")
      refuse(
        `${place.settings.name} cannot be reached, because no server answers at “nowhere”`,
        "Check the server's name and your connection.",
      );
    if (!world.hostKeyKnown)
      refuse(`${place.settings.name} is not known yet`, "", {
        kind: "acceptHostKey",
        fingerprint: "SHA256:tJ5sQm0VbYkq2v1dC9xGm3Xo8hZ7nR4aLwPe6uKfB1c",
      });
    if (place.settings.place.sign_in.kind === "agent" || place.secretKept) return;
    if (secret?.text !== world.password)
      refuse(`${place.settings.name} asks for a password`, "", {
        kind: "askSecret",
        refused: secret !== null,
        keepable: world.keychain,
      });
    place.secretKept = secret!.keep;
  }

  function makePlan(place: TargetView, replace: boolean): PublishPlan {
    const where = place.settings.place;
    if (where.kind === "folder" && where.folder.endsWith("full") && !replace)
      refuse("The folder holds files that Galley did not put there", "", {
        kind: "replace",
        paths: ["index.html", "style.css", "pictures/boat.jpg"],
        count: 3,
      });
    const changes = world.site.pages.flatMap(changeOf);
    const sentFiles = changes.length === 0 ? 0 : place.lastPublish ? changes.length + 6 : files;
    const heldBack = world.site.pages.filter((page) =>
      ["draft", "scheduled"].includes(statusOf(page).kind),
    ).length;
    return {
      id: world.name("plan"),
      changes,
      otherFiles:
        sentFiles === 0 ? 0 : sentFiles - changes.filter((change) => change.kind !== "removed").length,
      sentFiles,
      removedFiles: changes.filter((change) => change.kind === "removed").length,
      bytes: sentFiles * bytesPerFile,
      first: place.lastPublish === null,
      problems: world.site.pages
        .filter((page) => page.text.includes("](missing"))
        .map((page) => ({
          severity: "warning" as const,
          page: page.id,
          file: page.id,
          line: page.text.split("\n").findIndex((line) => line.includes("](missing")) + 1,
          column: null,
          message: `“${page.fields.title}” shows a picture that is not there`,
          hint: "Put the picture beside the page, or take it out of the text.",
        })),
      heldBack,
    };
  }

  function finish({ plan, target: place }: { plan: PublishPlan; target: TargetView }) {
    const at = new Date().toISOString();
    for (const page of world.site.pages) {
      const { kind } = statusOf(page);
      if (kind === "withdrawn") page.live = null;
      if (kind === "new" || kind === "edited")
        page.live = { since: page.live?.since ?? at, print: printOf(page) };
    }
    place.lastPublish = at;
    world.site.lastPublish = { at, target: place.settings.name, url: "https://harbour.example" };
    world.emit({
      kind: "publishEnded",
      end: {
        kind: "done",
        at,
        sent: plan.sentFiles,
        removed: plan.removedFiles,
        seconds: 2.4,
        url: "https://harbour.example",
      },
    });
    world.emit({ kind: "siteChanged" });
  }

  return {
    list_targets: () => world.site.targets,
    choose_target_folder: () => "/home/ada/Public/harbour",
    save_target({ id, settings }) {
      const known = world.site.targets.find((one) => one.id === id);
      if (known) return Object.assign(known, { settings });
      const added = { id: world.name("target"), settings, secretKept: false, lastPublish: null };
      world.site.targets.push(added);
      return added;
    },
    remove_target: (id) => (world.site.targets = world.site.targets.filter((one) => one.id !== id)),
    check_target({ target: id, secret }) {
      reach(target(id), secret);
      return { message: "It works: Galley can write there" };
    },
    accept_host_key() {
      world.hostKeyKnown = true;
      return {};
    },
    plan_publish({ target: id, secret, replace }) {
      const place = target(id);
      reach(place, secret);
      const plan = makePlan(place, replace);
      plans.set(plan.id, { plan, target: place });
      return plan;
    },
    start_publish(id) {
      const found =
        plans.get(id) ?? refuse("The site changed since this was worked out", "Look at the changes again.");
      plans.delete(id);
      let done = 0;
      const total = found.plan.sentFiles;
      timer = setInterval(() => {
        done = Math.min(total, done + Math.max(1, Math.round(total / 12)));
        if (done === total) {
          clearInterval(timer);
          return finish(found);
        }
        const progress = {
          phase: "sending" as const,
          done,
          total,
          bytesDone: done * bytesPerFile,
          bytesTotal: total * bytesPerFile,
          canCancel: true,
        };
        world.emit({ kind: "publishProgress", progress });
      }, 160);
      return {};
    },
    cancel_publish() {
      clearInterval(timer);
      world.emit({ kind: "publishEnded", end: { kind: "cancelled" } });
      return {};
    },
  };
}

function changeOf(page: MemoryPage): PublishChange[] {
  const change = { title: page.fields.title, address: addressOf(page) };
  switch (statusOf(page).kind) {
    case "new":
      return [{ ...change, kind: "new", page: page.id }];
    case "edited":
      return [{ ...change, kind: "changed", page: page.id }];
    case "withdrawn":
      return [{ ...change, kind: "removed", page: page.id }];
    case "draft":
    case "scheduled":
    case "live":
      return [];
  }
}
