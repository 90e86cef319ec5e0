"""Results as HTML with hand-made SVG, and no script: what a notebook shows, and reports in one file."""
