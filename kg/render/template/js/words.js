// Words and numbers in the language of the moment.

import { actors, words, tables } from "./data.js";
import { state } from "./state.js";

const isArabic = () => state.lang === "ar";
const LOCALES = { ar: "ar-u-nu-latn-ca-gregory", en: "en-GB" };

// An interface word; {name} in it is replaced.
export function t(key, values) {
  const text = words.ui[key][isArabic() ? 0 : 1];
  return values ? text.replace(/\{(\w+)\}/g, (_, name) => values[name]) : text;
}

export function number(value) {
  return new Intl.NumberFormat(LOCALES[state.lang]).format(value);
}

// "3 facts" with the plural that the number asks for.
export function count(thing, value) {
  const forms = words.counts[thing][state.lang];
  const form = forms[new Intl.PluralRules(state.lang).select(value)] ?? forms.other;
  return form.replace("{n}", number(value));
}

export function typeName(type) {
  return words.types[type][state.lang];
}

export function familyName(family) {
  return words.families[family][state.lang];
}

export function kindName(kind) {
  return words.kinds[kind][isArabic() ? 0 : 1];
}

export function statusName(status) {
  return words.statuses[status][isArabic() ? 0 : 1];
}

// An actor's name; an id that the file does not know stands for itself.
export function nameOf(id) {
  const actor = actors.get(id);
  if (!actor) return id;
  return (isArabic() ? actor.label : actor.en) || actor.label || actor.en;
}

export function otherNameOf(id) {
  const actor = actors.get(id);
  return (isArabic() ? actor.en : actor.label) || "";
}

export function outletName(place) {
  return place < 0 ? t("noOutlet") : nameOf(tables.outlets[place]);
}

const FORMATS = { 4: { year: "numeric" }, 7: { year: "numeric", month: "long" }, 10: { year: "numeric", month: "long", day: "numeric" } };

// A day, month or year in words, in the precision that it has.
export function date(value) {
  if (!value) return t("undated");
  const moment = new Date(`${value}${"-01-01".slice(value.length - 4)}T00:00:00Z`);
  if (Number.isNaN(moment.getTime())) return value;
  return new Intl.DateTimeFormat(LOCALES[state.lang], { timeZone: "UTC", ...FORMATS[value.length] }).format(moment);
}

export function period(since, until) {
  if (!since && !until) return "";
  return `${since ? date(since) : "…"} – ${until ? date(until) : t("today")}`;
}
