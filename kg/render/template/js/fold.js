// The look-up key of a name, as kg.text.fold makes it of each word: spellings that Arabic news mixes come out the same.

const MARKS = /[\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED\u0640]/g;
const UNSHOWN = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060\u2061\u2066-\u2069\uFEFF]/g;
const LETTERS = {
  "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي",
  "ک": "ك", "گ": "ك", "ڭ": "ك", "ی": "ي", "ێ": "ي", "ې": "ي", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "ە": "ه",
  "پ": "ب", "چ": "ج", "ژ": "ز", "ڤ": "ف", "ڥ": "ف", "ڨ": "ق",
};
const FOLDED = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
const digit = (character) => String((character.codePointAt(0) - (character >= "\u06F0" ? 0x06f0 : 0x0660)) % 10);

export function fold(text) {
  return text
    .replace(MARKS, "")
    .replace(UNSHOWN, "")
    .normalize("NFKC")
    .replace(MARKS, "")
    .replace(FOLDED, (letter) => LETTERS[letter])
    .replace(/[\u0660-\u0669\u06F0-\u06F9]/g, digit)
    .toLowerCase();
}

// For finding, Latin letters lose their accents too, and hyphens part words.
export function searchKey(text) {
  return fold(text)
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
