// The first page: how long the last answer took, and the examples that have a word.
(function () {
  const answer = document.querySelector("[data-answer]");
  if (!answer) return; // an app beside this folder, which loads all of it
  new PerformanceObserver((list) => {
    const [last] = list.getEntriesByType("resource").filter(({ name }) => name.includes("/_dash-update-component")).slice(-1);
    if (last) answer.textContent = `Last answer: ${Math.round(last.responseEnd - last.requestStart)} ms.`;
  }).observe({ type: "resource", buffered: true });

  document.getElementById("cards-filter").addEventListener("input", ({ target }) => {
    const words = target.value.toLowerCase().split(/\s+/);
    const has = (element) => words.every((word) => element.textContent.toLowerCase().includes(word));
    for (const section of document.querySelectorAll("[data-cards]")) {
      const title = section.querySelector("h4");
      const cards = [...section.querySelectorAll(".card")];
      for (const card of cards) card.hidden = !has(title) && !has(card);
      section.hidden = cards.every((card) => card.hidden);
    }
  });
})();
