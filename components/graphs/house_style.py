"""`STYLE`: a neutral style, in which `Style.check()` finds nothing."""

from __future__ import annotations

from .style import Palette, Style

STYLE = Style(
    name="Neutral",
    light=Palette(
        background="#ffffff",
        text="#1b1f24",
        muted="#59636e",
        lines="#dfe3e8",
        categorical=("#1d44a1", "#d4700e", "#2e9c9e", "#a3044e", "#7676f3", "#6d4e08"),
        sequential=("#d6e4f5", "#a3c3e8", "#6c9dd6", "#3f74bd", "#1d44a1", "#0f2a66"),
        diverging=("#a3044e", "#d4668f", "#efb9cc", "#eceff2", "#a3c3e8", "#5585cf", "#1d44a1"),
        other="#767676",
    ),
    dark=Palette(
        background="#16191d",
        text="#e9edf1",
        muted="#a3acb6",
        lines="#343a41",
        categorical=("#777dfc", "#f2ad5c", "#7cc2a3", "#ff6a7a", "#e497ee", "#a97a00"),
        sequential=("#26305f", "#3c4a96", "#5763c9", "#777dfc", "#a3aafd", "#d3d7fe"),
        diverging=("#ff6a7a", "#b04a58", "#663039", "#3a4048", "#3c4a96", "#5763c9", "#8f96fd"),
        other="#8b9096",
    ),
)
