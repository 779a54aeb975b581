// The values of a page's controls are in its address: a change that was sent is an entry of the history, and what
// is taken along from the page has them too.
(function () {
  let shown = location.search;

  function takeAlong() {
    for (const link of document.querySelectorAll(".actions a"))
      if (link.origin === location.origin) link.setAttribute("href", link.pathname + shown);
  }

  window.dash_clientside = window.dash_clientside ?? {};
  dash_clientside.props = {
    address(search) {
      if (search === shown) return;
      shown = search;
      history.pushState(null, "", location.pathname + search + location.hash);
      takeAlong();
    },

    rewrite(html) {
      document.querySelector("#source-0 [data-file]").outerHTML = html;
    },

    // What is typed in a field and not sent yet would be sent after this, so it goes from there too.
    reset: (clicks, ids, initial) =>
      ids.map((id) => {
        const field = document.getElementById(JSON.stringify(id, Object.keys(id).sort()));
        return (field.value = initial[id.argument]);
      }),
  };

  // The server lays out a page for its address. Dash Pages would ask it for the same, at some of the entries.
  addEventListener("popstate", (event) => {
    if (location.search === shown) return;
    event.stopImmediatePropagation();
    location.reload();
  }, true);
  takeAlong();
})();
