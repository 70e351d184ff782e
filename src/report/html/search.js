"use strict";
{
  const label = document.getElementById("search"), box = label.firstElementChild, hits = document.getElementById("hits");
  const sections = [...document.querySelectorAll("section")], lines = new Map();
  for (const link of document.querySelectorAll("nav a")) lines.set(link.hash.slice(1), link.parentElement);
  // What is searched is what was typed: a token without what is said of it.
  const typed = node => node.nodeType === 3 ? node.data : node.tagName === "B" ? node.firstChild.textContent
    : node.tagName === "SUB" ? "" : node.textContent;
  let texts;
  label.hidden = false;
  box.addEventListener("input", () => {
    texts ??= sections.map(section => [...section.querySelectorAll(".prompt")]
      .flatMap(prompt => [...prompt.childNodes].map(typed)).join("").toLowerCase());
    const wanted = box.value.toLowerCase();
    let shown = 0;
    sections.forEach((section, at) => {
      const hidden = !texts[at].includes(wanted), line = lines.get(section.id);
      section.hidden = hidden;
      if (line) line.hidden = hidden;
      shown += !hidden;
    });
    hits.textContent = wanted ? shown + " found" : "";
  });
}
