"""What graphs share: styles and what is checked of them, charts of frames, and functions that draw."""
