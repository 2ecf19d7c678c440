// What was thrown, as the failure a person can read. A bug has no words of its own: its message stays empty and
// the notice says so in ours.
import { Failed } from "../host/host";
import type { Failure } from "./protocol";

/** Reads a failure out of whatever was thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failed) return error.failure;
  return { remedy: null, message: "", hint: "", detail: String(error) };
}
