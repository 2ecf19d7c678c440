// Every text of the interface that does not come from Rust, in one place, so that one voice speaks and another
// language has one place to go. Counts are functions, because languages count differently.

/** The interface's words. */
export const words = {
  close: "Close",
};
