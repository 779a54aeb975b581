// The page's list of contents tells which section is read: the last whose heading has passed below the header.
(function () {
  const links = [...document.querySelectorAll(".contents a")];
  const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));

  function show() {
    const edge = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) + 8;
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= edge).length;
    links.forEach((link, at) => (link.ariaCurrent = at === passed - 1 ? "true" : null));
  }

  const seen = new IntersectionObserver(show, { rootMargin: "-64px 0px 0px 0px" });
  for (const heading of headings) seen.observe(heading);
})();
