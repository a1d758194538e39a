// Chinese by its sound: names found by pinyin in whole syllables or initials, and characters put
// right that were taken for others of the same sound.

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

function syllables(letters) {
  const sounds = letters.match(/[zcs]h?|ng?|[a-z]/g).map((sound) => LOOSE[sound[0]] ?? sound);
  return new RegExp(`'${sounds.join("'?")}`, "g");
}

// Initials as they are, or as people shorten them: up to the end of a name, one left out inside.
function initials(letters) {
  const all = [...letters].map((letter) => `'${letter}[a-z]*`);
  const shorter = all.slice(1).map((_, at) => [...all.slice(0, at + 1), "'[a-z]+", ...all.slice(at + 1)].join(""));
  return new RegExp(`(?:${shorter.join("|")})(?![^\n])|${all.join("")}`, "g");
}

const SYLLABLE = "(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:[iu]?a(?:ng?|i|o)?|[iu]?e(?:ng?|i|r)?|i(?:ng?|u|ong)?|o(?:ng|u)?|u[nio]?|v))";
const SYLLABLES = new RegExp(`^${SYLLABLE}+[bpmfdtnlgkhjqxrzcsyw]?h?$`);
const INITIALS = /^[^iuv]{3,8}$/; // with which no syllable begins

// Patterns to look for among spelled lines, the likeliest first.
export function patterns(letters) {
  if (!/^[a-z]{3,80}$/.test(letters)) return [];
  return [
    ...(SYLLABLES.test(letters) ? [syllables(letters)] : []),
    ...(INITIALS.test(letters) ? [initials(letters.replace(/([zcs])h/g, "$1"))] : []),
  ];
}

/* ---- Homophones ---- */

// The commonest pair that has one of two characters, and another that sounds as the other does.
export function pairAsItSounds({ spell, postings }, [one, other]) {
  const alike = (character, as) => spell(character) === spell(as) && !spell(as).endsWith("?");
  const soundsSo = ({ length, 0: before, 1: after }) => length === 2
    && ((before === one && alike(after, other)) || (after === other && alike(before, one)));
  return postings.vocabulary().filter(soundsSo)
    .sort((token, next) => postings.spread(next) - postings.spread(token))[0];
}
