// A target while its form is filled: every field of every kind as it was typed, and what of it is still missing.
import type { SignIn, TargetPlace, TargetView } from "../../api/protocol";
import { words } from "../../parts/words";

/** What was typed so far. */
export interface TargetDraft {
  kind: TargetPlace["kind"];
  name: string;
  folder: string;
  host: string;
  port: number;
  user: string;
  signIn: SignIn["kind"];
  keyFile: string;
}

/** What is missing, in words, by field. */
export type Missing = Partial<Record<"name" | "folder" | "host" | "user" | "keyFile", string>>;

/** Begins with what a target has, or with what is usual. */
export function draftOf(target: TargetView | null, kind: TargetPlace["kind"], name: string): TargetDraft {
  const draft: TargetDraft = {
    kind,
    name,
    folder: kind === "folder" ? "" : "public_html",
    host: "",
    port: 22,
    user: "",
    signIn: "password",
    keyFile: "",
  };
  if (!target) return draft;
  const place = target.settings.place;
  const common = { ...draft, kind: place.kind, name: target.settings.name, folder: place.folder };
  if (place.kind === "folder") return common;
  const keyFile = place.sign_in.kind === "keyFile" ? place.sign_in.file : "";
  return {
    ...common,
    host: place.host,
    port: place.port,
    user: place.user,
    signIn: place.sign_in.kind,
    keyFile,
  };
}

/** Says what is missing. */
export function missingOf(draft: TargetDraft): Missing {
  const text = words.publish.form;
  const missing: Missing = {};
  if (!draft.name.trim()) missing.name = text.nameMissing;
  if (!draft.folder.trim())
    missing.folder = draft.kind === "folder" ? text.folderMissing : text.remoteFolderMissing;
  if (draft.kind === "folder") return missing;
  if (!draft.host.trim()) missing.host = text.hostMissing;
  if (!draft.user.trim()) missing.user = text.userMissing;
  if (draft.signIn === "keyFile" && !draft.keyFile.trim()) missing.keyFile = text.keyFileMissing;
  return missing;
}

/** Makes the target's place from what was typed. */
export function placeOf(draft: TargetDraft): TargetPlace {
  const folder = draft.folder.trim();
  if (draft.kind === "folder") return { kind: "folder", folder };
  const { host, port, user } = draft;
  return { kind: "sftp", host: host.trim(), port, user: user.trim(), folder, sign_in: signInOf(draft) };
}

function signInOf(draft: TargetDraft): SignIn {
  if (draft.signIn === "keyFile") return { kind: "keyFile", file: draft.keyFile.trim() };
  return { kind: draft.signIn };
}
