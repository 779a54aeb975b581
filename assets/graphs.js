// A page's graphs are drawn one at a time, so that it answers in between: six of them in one go, as Dash has them
// drawn, stop it for a quarter of a second. What a reader changes is drawn in one go, for it would blink otherwise.
//
// Dash loads plotly.js where there is a graph; it puts itself at window.Plotly, and Dash draws by its `react`.
(function () {
  let plotly;
  let last = Promise.resolve();
  let touched = false;

  for (const event of ["pointerdown", "keydown"]) addEventListener(event, () => { touched = true; }, { capture: true });

  function inTurn(draw) {
    return (graph, ...figure) => {
      if (touched) return draw(graph, ...figure);
      const drawn = last
        .then(() => new Promise((resolve) => setTimeout(resolve)))
        // A graph may have gone from the page meanwhile.
        .then(() => graph.isConnected && draw(graph, ...figure));
      last = drawn.catch(() => {});
      return drawn;
    };
  }

  Object.defineProperty(window, "Plotly", {
    get: () => plotly,
    set(loaded) {
      plotly = loaded;
      plotly.react = inTurn(plotly.react);
    },
  });
})();
