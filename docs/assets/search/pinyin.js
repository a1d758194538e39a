// Chinese found by its sound: pinyin in whole syllables or initials.

import { HAN_RUN } from "./tokens.js";

// `readings` names the characters of each syllable: "gan感干 gu谷".
export function speller(readings) {
  const syllables = new Map();
  for (const [, syllable, characters] of readings.matchAll(/([a-z]+)(\S+)/g)) {
    for (const character of characters) syllables.set(character, syllable);
  }
  // A mark stands before each syllable, a line holds one run, brackets and commas of a list
  // aside: 'chuan'gan'qi
  return (text) => (text.replace(/[()“”《》·、]/g, "").match(HAN_RUN) ?? [])
    .map((run) => [...run].map((character) => `'${syllables.get(character) ?? "?"}`).join(""))
    .join("\n");
}

// Many write z for zh and n for ng, or the other way round; v stands for ü.
const LOOSE = { z: "zh?", c: "ch?", s: "sh?", n: "n'?g?", v: "[uv]" };

function whole(letters) {
  const sounds = letters.match(/[zcs]h?|ng?|[a-z]/g).map((sound) => LOOSE[sound[0]] ?? sound);
  return new RegExp(`'${sounds.join("'?")}`, "g");
}

const first = (letter) => `'${letter}[a-z]*`;

// Initials as they are, or as people shorten them: up to the end of a name, one left out inside.
function initials(letters) {
  const all = [...letters].map(first);
  const shorter = all.slice(1).map((_, at) => [...all.slice(0, at + 1), "'[a-z]+", ...all.slice(at + 1)].join(""));
  return new RegExp(`(?:${shorter.join("|")})(?![^\n])|${all.join("")}`, "g");
}

const SYLLABLE = "(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:[iu]?a(?:ng?|i|o)?|[iu]?e(?:ng?|i|r)?|i(?:ng?|u|ong)?|o(?:ng|u)?|u[nio]?|v))";
const SYLLABLES = new RegExp(`^${SYLLABLE}+[bpmfdtnlgkhjqxrzcsyw]?h?$`);
const MOST_INITIALS = 8;

// Patterns to look for among spelled lines, the likeliest first.
export function patterns(letters) {
  if (!/^[a-z]{3,80}$/.test(letters)) return [];
  const short = letters.replace(/([zcs])h/g, "$1");
  return [
    ...(SYLLABLES.test(letters) ? [whole(letters)] : []),
    ...(letters.length <= MOST_INITIALS ? [initials(short)] : []),
  ];
}
