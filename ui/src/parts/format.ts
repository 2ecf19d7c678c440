// Numbers, sizes, days and times as the person's system writes them.

/** The person's language; a system without one calls itself "C" or "POSIX", which no formatter knows. */
function usable(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? "en";
  } catch {
    return "en";
  }
}

const locale = usable(navigator.language);
const numbers = new Intl.NumberFormat(locale);
const oneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const lists = new Intl.ListFormat(locale, { type: "conjunction" });
const clock = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
const dayOfThisYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long" });
const dayOfAnyYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });
const shortDay = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });

/** Writes a whole number. */
export const number = (value: number): string => numbers.format(value);

/** Writes several names as one phrase: "a, b and c". */
export const list = (names: readonly string[]): string => lists.format(names);

/** Writes a number of bytes in the unit that suits it. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${number(bytes)} bytes`;
  const units = ["kB", "MB", "GB", "TB"];
  const step = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  return `${oneDecimal.format(bytes / 1000 ** step)} ${units[step - 1]}`;
}

/** Reads a date as written in a page or an answer; a date without a time is a day here, wherever here is. */
export function readDate(written: string): Date | null {
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(written);
  const date = day ? new Date(Number(day[1]), Number(day[2]) - 1, Number(day[3])) : new Date(written);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** Writes a day: "today", "3 May", "3 May 2021". What is no date stays as it was written. */
export function day(written: string, now = new Date()): string {
  const date = readDate(written);
  if (!date) return written;
  if (date.toDateString() === now.toDateString()) return "today";
  return (date.getFullYear() === now.getFullYear() ? dayOfThisYear : dayOfAnyYear).format(date);
}

/** Writes a day in a column, always with its year. */
export function dayInColumn(written: string): string {
  const date = readDate(written);
  return date ? shortDay.format(date) : written;
}

/** Writes a time of day. */
export function time(written: string): string {
  const date = readDate(written);
  return date ? clock.format(date) : written;
}

/** Writes a moment: the time today, the day before that. */
export function moment(written: string, now = new Date()): string {
  const date = readDate(written);
  if (!date) return written;
  return date.toDateString() === now.toDateString() ? clock.format(date) : day(written, now);
}
