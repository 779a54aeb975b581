"""Three styles after published guidelines: to begin one of your own with, and to see how far styles differ.

The categories' light colours, fonts and sizes are those that are published, also where `Style.check()` finds
something. The dark colours are ours, for none of the three publishes any, and so are scales of colours where
there are none. Nobody named here has endorsed these styles.
"""

from __future__ import annotations

from .style import Palette, Style

ANALYSIS_FUNCTION = Style(
    # Colours: https://analysisfunction.civilservice.gov.uk/policy-store/data-visualisation-colours-in-charts/
    # Letters and gridlines: https://github.com/best-practice-and-impact/afcharts
    name="After the Government Analysis Function's guidance",
    font="Arial, sans-serif",
    title_size=20,
    subtitle_size=16,
    text_size=16,
    credit_size=14,
    most_categories=4,
    light=Palette(
        background="#ffffff",
        text="#000000",
        muted="#3d3d3d",
        lines="#d9d9d9",
        categorical=("#12436d", "#28a197", "#801650", "#f46a25", "#3d3d3d", "#a285d1"),
        sequential=("#6bace6", "#2073bc", "#12436d"),
        diverging=("#12436d", "#6bace6", "#bfbfbf", "#f46a25"),
        other="#bfbfbf",
    ),
    dark=Palette(
        background="#0b0c0c",
        text="#ffffff",
        muted="#d9d9d9",
        lines="#3d3d3d",
        categorical=("#8cc3f0", "#3587a6", "#b73280", "#ff6b1a"),
        sequential=("#12436d", "#2073bc", "#6bace6"),
        diverging=("#6bace6", "#2073bc", "#3d3d3d", "#f46a25"),
        other="#8a8f94",
    ),
)

URBAN_INSTITUTE = Style(
    # https://urbaninstitute.github.io/graphics-styleguide/ and https://github.com/UrbanInstitute/urbnthemes
    name="After the Urban Institute's style guide",
    font="Lato, Arial, sans-serif",
    title_size=20,
    subtitle_size=16,
    text_size=12,
    credit_size=11,
    line_width=3,
    light=Palette(
        background="#ffffff",
        text="#000000",
        muted="#000000",
        lines="#dcdbdb",
        categorical=("#1696d2", "#fdbf11", "#000000", "#d2d2d2", "#ec008b", "#55b748"),
        sequential=("#cfe8f3", "#a2d4ec", "#73bfe2", "#46abdb", "#1696d2", "#12719e"),
        diverging=("#ca5800", "#fdbf11", "#fff2cf", "#cfe8f3", "#73bfe2", "#12719e"),
        other="#9d9d9d",
    ),
    dark=Palette(
        background="#12171b",
        text="#ffffff",
        muted="#dcdbdb",
        lines="#353535",
        categorical=("#2f92e4", "#ffc417", "#ffebe5", "#f6077b", "#49a737", "#a7a8cb"),
        sequential=("#0f3d57", "#12719e", "#1696d2", "#46abdb", "#73bfe2", "#cfe8f3"),
        diverging=("#ca5800", "#7d4a10", "#3f3524", "#22384a", "#12719e", "#73bfe2"),
        other="#848081",
    ),
)

BBC = Style(
    # https://bbc.github.io/rcookbook/ and https://github.com/bbc/bbplot
    name="After the BBC's cookbook for graphics",
    font="Helvetica, Arial, sans-serif",
    title_size=28,
    subtitle_size=22,
    text_size=18,
    credit_size=16,
    line_width=3,
    most_categories=4,
    labels_lines=False,
    light=Palette(
        background="#ffffff",
        text="#222222",
        muted="#222222",
        lines="#cbcbcb",
        categorical=("#1380a1", "#faab18", "#990000", "#588300"),
        sequential=("#a6d3e0", "#4da8c2", "#1380a1", "#0a4a5d"),
        diverging=("#990000", "#dddddd", "#1380a1"),
        other="#dddddd",
    ),
    dark=Palette(
        background="#1a1a1a",
        text="#f2f2f2",
        muted="#dddddd",
        lines="#404040",
        categorical=("#40b7d0", "#f78f12", "#e63e75", "#9bbd74"),
        sequential=("#0a4a5d", "#1380a1", "#40b7d0", "#a6dfec"),
        diverging=("#e63e75", "#4a4a4a", "#40b7d0"),
        other="#8f8f8f",
    ),
)

PUBLISHED_STYLES = {style.name: style for style in (ANALYSIS_FUNCTION, URBAN_INSTITUTE, BBC)}
